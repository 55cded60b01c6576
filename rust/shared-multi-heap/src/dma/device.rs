// SPDX-License-Identifier: Apache-2.0

//! A buffer while a device has it.

use core::fmt;

use crate::{DmaBuffer, DmaElement, MemoryKind};

/// A [`DmaBuffer`] that is with a device: the processor cannot access its elements.
///
/// [`DmaBuffer::into_device`] makes it, [`into_cpu`](DeviceBuffer::into_cpu) ends it, and both see
/// to the cache. A driver that takes it by value, keeps it while the device works, and gives it
/// back afterwards has nothing else to do, for either direction and any attribute.
///
/// With the feature `embedded-dma` it is a `ReadBuffer` and a `WriteBuffer`, so that drivers that
/// know nothing of caches take it. A `DmaBuffer` is neither: a driver would give it back with lines
/// that the processor fetched before the device wrote, and safe code could read them.
///
/// To drop it frees the block; a driver must not, while the device works.
///
/// ```
/// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
/// # shared_multi_heap::init().unwrap();
/// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
/// use shared_multi_heap::{MemoryKind, Cacheable, DeviceBuffer, DmaBuffer, DmaError, NonCacheable};
///
/// /// A driver: any memory will do.
/// fn receive<A: MemoryKind>(mut buffer: DeviceBuffer<u8, A>) -> DeviceBuffer<u8, A> {
///     let (address, len) = (buffer.as_mut_ptr(), buffer.len());
///     // … starts the device on it and waits for its end. This one writes nothing but ones:
///     // SAFETY: the elements of the buffer, which nobody else accesses.
///     unsafe { address.write_bytes(1, len) };
///     buffer
/// }
///
/// let buffer = DmaBuffer::<u8, NonCacheable>::zeroed(0)?;
/// assert!(receive(buffer.into_device()).into_cpu().is_empty());
///
/// let buffer = DmaBuffer::<u8, Cacheable>::zeroed(100)?;
/// let buffer = receive(buffer.into_device()).into_cpu();
/// assert_eq!(buffer[99], 1);
/// # Ok::<(), DmaError>(())
/// ```
#[must_use = "to drop it gives the memory back"]
pub struct DeviceBuffer<T: DmaElement, A: MemoryKind>(DmaBuffer<T, A>);

impl<T: DmaElement, A: MemoryKind> DmaBuffer<T, A> {
    /// Hands the buffer to a device: cleaned, so that the device reads what is in it, and nothing
    /// is written over what the device stores.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u8, Cacheable>::from_slice(b"out").unwrap();
    /// let buffer = buffer.into_device();
    /// // … the device reads it …
    /// assert_eq!(&*buffer.into_cpu(), b"out");
    /// ```
    #[inline]
    pub fn into_device(self) -> DeviceBuffer<T, A> {
        self.clean();
        DeviceBuffer(self)
    }
}

impl<T: DmaElement, A: MemoryKind> DeviceBuffer<T, A> {
    /// Takes the buffer back when the device has finished: invalidated, so that what the device
    /// stored is seen. If it stored nothing, nothing has changed.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u8, Cacheable>::zeroed(8).unwrap().into_device();
    /// // … the device writes to it …
    /// let buffer = buffer.into_cpu();
    /// assert_eq!(buffer.len(), 8);
    /// ```
    #[inline]
    #[must_use = "to drop it gives the memory back"]
    pub fn into_cpu(self) -> DmaBuffer<T, A> {
        let mut buffer = self.0;

        buffer.invalidate();
        buffer
    }

    /// Reads an element while the device has the buffer: to see whether it has written there, as in
    /// the descriptors of a ring. `None` behind the last element.
    ///
    /// The lines of the element are dropped first, and the read is volatile. If the device may write
    /// at that moment, the value is part old and part new, unless it writes the whole element at
    /// once.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// const DONE: u32 = 1 << 31;
    ///
    /// let mut status = DmaBuffer::<u32, Cacheable>::from_slice(&[DONE]).unwrap().into_device();
    /// // … the device starts, clears the flag and sets it at its end …
    /// while status.peek(0).is_some_and(|status| status & DONE == 0) {}
    /// ```
    pub fn peek(&mut self, index: usize) -> Option<T> {
        if index >= self.len() {
            return None;
        }
        // The rest of these lines is dropped with it, and loses nothing: it is clean since
        // `into_device`, and the processor has not written since.
        self.0.drop_lines_of(index);
        let place = self.as_ptr().wrapping_add(index);

        // SAFETY: one of `len` elements of the block, aligned and initialised (contract of
        // `from_parts`), and every bit pattern is a value (contract of `DmaElement`). A device is no
        // thread of the program: what it writes is what `core::ptr::read_volatile` is for.
        Some(unsafe { place.read_volatile() })
    }

    /// Number of elements.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u32, Cacheable>::zeroed(10).unwrap().into_device();
    /// assert_eq!(buffer.len(), 10);
    /// ```
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no element: nothing for a device to do.
    ///
    /// ```
    /// # use shared_multi_heap::{DmaBuffer, NonCacheable};
    /// let buffer = DmaBuffer::<u32, NonCacheable>::zeroed(0).unwrap().into_device();
    /// assert!(buffer.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of bytes that a device may access: [`DmaBuffer::byte_len`].
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u8, Cacheable>::zeroed(1).unwrap().into_device();
    /// assert_eq!(buffer.byte_len(), CACHE_LINE);
    /// ```
    #[inline]
    #[must_use]
    pub const fn byte_len(&self) -> usize {
        self.0.byte_len()
    }

    /// Address for a device that reads. It stays the same until the buffer is dropped, also in
    /// [`into_cpu`](DeviceBuffer::into_cpu).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u8, Cacheable>::zeroed(1).unwrap();
    /// let address = buffer.as_ptr();
    /// assert_eq!(buffer.into_device().as_ptr(), address);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }

    /// Address for a device that writes. As [`as_ptr`](DeviceBuffer::as_ptr).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let mut buffer = DmaBuffer::<u8, Cacheable>::zeroed(1).unwrap().into_device();
    /// assert_eq!(buffer.as_mut_ptr().cast_const(), buffer.as_ptr());
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.0.as_mut_ptr()
    }
}

impl<T: DmaElement, A: MemoryKind> fmt::Debug for DeviceBuffer<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::format::debug("DeviceBuffer", &self.0, f)
    }
}

#[cfg(feature = "defmt")]
impl<T: DmaElement, A: MemoryKind> defmt::Format for DeviceBuffer<T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        super::format::log("DeviceBuffer", &self.0, f);
    }
}
