// SPDX-License-Identifier: Apache-2.0

//! Buffers without their owner.

use core::alloc::Layout;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use super::extent::Extent;
use crate::{DmaBuffer, DmaElement, DmaError, MemoryKind};

impl<T: DmaElement, A: MemoryKind> DmaBuffer<T, A> {
    /// Size and alignment of the block of a buffer of `len` elements.
    ///
    /// # Errors
    ///
    /// [`DmaError::TooLarge`].
    ///
    /// ```
    /// use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer};
    ///
    /// let layout = DmaBuffer::<u8, Cacheable>::layout(1).unwrap();
    /// assert_eq!((layout.size(), layout.align()), (CACHE_LINE, CACHE_LINE));
    /// ```
    #[inline]
    pub fn layout(len: usize) -> Result<Layout, DmaError> {
        Extent::<T, A>::layout(len)
    }

    /// Gives the block up: to C, or to a device that keeps its address.
    ///
    /// [`from_raw`](DmaBuffer::from_raw) makes a buffer of it again. C may free it with
    /// `shared_multi_heap_free()`, if the buffer has a byte; one of length 0 is nothing that C
    /// could free.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// type Packet = DmaBuffer<u8, Cacheable>;
    ///
    /// let raw = Packet::from_slice(b"ping").unwrap().into_raw();
    /// // A descriptor of the device has the address for a while. Then:
    /// // SAFETY: from `into_raw`, and the device has done with it.
    /// let packet = unsafe { Packet::from_raw(raw) };
    /// assert_eq!(&*packet, b"ping");
    /// ```
    #[inline]
    #[must_use = "the block is lost unless `from_raw` takes it back"]
    pub fn into_raw(self) -> NonNull<[T]> {
        let this = ManuallyDrop::new(self);

        NonNull::slice_from_raw_parts(this.start(), this.len())
    }

    /// The buffer that [`into_raw`](DmaBuffer::into_raw) gave up, or one whose block C allocated.
    ///
    /// Nothing is written: the elements are those that are there.
    ///
    /// # Safety
    ///
    /// - `raw` is what `into_raw` of a buffer of the same element type and attribute returned. Or
    ///   it is the start of a live block of the pool that was allocated under this attribute, with
    ///   size and alignment of [`layout`](DmaBuffer::layout)`(raw.len())`, which is no error and not
    ///   of size 0; all its bytes were written since, and [cleaned](DmaBuffer::clean) from the cache.
    ///   If a cache may hold the memory, `smh_cache_line_check()` is 0.
    /// - Nobody else uses or frees the block: what is returned owns it.
    /// - No device writes to it any more, and if one has, either its lines were invalidated since,
    ///   or [`invalidate`](DmaBuffer::invalidate) is the first function that is called.
    ///
    /// ```
    /// # use shared_multi_heap::{DmaBuffer, NonCacheable};
    /// type Nothing = DmaBuffer<u8, NonCacheable>;
    ///
    /// let raw = Nothing::zeroed(0).unwrap().into_raw();
    /// // SAFETY: from `into_raw`; no device has ever known it.
    /// assert!(unsafe { Nothing::from_raw(raw) }.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn from_raw(raw: NonNull<[T]>) -> Self {
        // SAFETY: a block of that layout, which is no error, initialised, and nobody else's, whose
        // lines are small enough (caller contract).
        unsafe { Self::from_parts(raw.cast::<T>(), raw.len()) }
    }

    /// Gives the block up for ever: for a device that never stops, and drivers that want
    /// `&'static mut`.
    ///
    /// The last line remains the slice's alone, but cleaning and invalidating are up to whoever has
    /// it.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let ring = DmaBuffer::<u16, Cacheable>::zeroed(256).unwrap();
    /// let ring: &'static mut [u16] = ring.leak();
    /// ring[0] = 1;
    /// ```
    #[inline]
    #[must_use = "the block is lost without its slice"]
    pub fn leak(self) -> &'static mut [T] {
        // SAFETY: elements that are initialised and aligned (contract of `from_parts`), and nobody
        // else's for ever, since the buffer is not dropped.
        unsafe { self.into_raw().as_mut() }
    }
}
