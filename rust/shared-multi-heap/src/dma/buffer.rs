// SPDX-License-Identifier: Apache-2.0

//! A buffer that shares no cache line with anybody.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use core::slice;

use super::cache;
use super::extent::Extent;
use crate::{Attribute, DmaElement, DmaError, Heap, MemoryKind};

/// A slice in memory of the attribute `A` that a device can read and write on its own.
///
/// It owns its block. The block starts at a multiple of [`ALIGN`](DmaBuffer::ALIGN) bytes and is as
/// long as a multiple of it:
///
/// | attribute | `ALIGN` is the largest of |
/// |---|---|
/// | a cache may hold its memory | [`CACHE_LINE`](crate::CACHE_LINE), its `DMA_ALIGN`, the alignment of `T` |
/// | no cache holds its memory | its `DMA_ALIGN`, the alignment of `T` |
///
/// so that no other block, and nothing of the heap, has a byte in any cache line of the buffer, and
/// dropping these lines can do no harm. Elements are zero at first, and the zeroes are in memory
/// before the buffer is handed out: no line is dirty that could be written over a device's data.
///
/// ```
/// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
/// # shared_multi_heap::init().unwrap();
/// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
/// use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer, DmaError};
///
/// let mut samples = DmaBuffer::<u16, Cacheable>::zeroed(100)?;
/// assert_eq!(samples.as_ptr().addr() % CACHE_LINE, 0);
/// assert_eq!(samples.byte_len() % CACHE_LINE, 0);
///
/// samples[7] = 0x1234; // it is a slice
/// samples.clean(); // and now in memory, where a device can read it
/// # Ok::<(), DmaError>(())
/// ```
///
/// # While a device uses it
///
/// No function here starts a device: a driver does, in `unsafe` code of its own, and has to see to
/// two things that this type alone cannot.
///
/// - **Access.** While a device reads elements, nobody may write them; while it writes them, nobody
///   may read or write them, and a reference to the whole slice counts as that. Nobody may drop the
///   buffer. So the driver takes it by value and gives it back when the device has finished. (A
///   mere borrow does not do: safe code can `forget` the guard of a transfer, and drop the buffer.)
/// - **The cache.** Before a device reads: [`clean`](DmaBuffer::clean). Before it writes, no line
///   may be dirty: `clean` or [`invalidate`](DmaBuffer::invalidate). After it has written, and
///   before anybody reads: `invalidate`, since the processor may have fetched lines ahead of time.
///
/// [`into_device`](DmaBuffer::into_device) and [`into_cpu`](crate::DeviceBuffer::into_cpu) do both:
/// a [`DeviceBuffer`](crate::DeviceBuffer) cannot be accessed, and the cache is seen to on the way.
///
/// Elements are valid for every bit pattern ([`DmaElement`]), so what a device writes, or what a
/// line had before, is never an invalid value.
///
/// # Length 0
///
/// A buffer without elements, or of elements without size, is legal: it takes no memory and its
/// address is nobody's. Many DMA engines take a length of 0 for something else; drivers beware.
pub struct DmaBuffer<T: DmaElement, A: MemoryKind> {
    /// Start of the block; of a block of 0 bytes an address that is aligned all the same.
    start: NonNull<T>,
    /// `Extent::layout(len)` is no error, and is the layout of the block.
    len: usize,
    owns: PhantomData<(T, A)>,
}

impl<T: DmaElement, A: MemoryKind> DmaBuffer<T, A> {
    /// Start and length in bytes of every buffer are multiples of this power of two.
    ///
    /// ```
    /// use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer, NonCacheable};
    ///
    /// assert_eq!(DmaBuffer::<u8, Cacheable>::ALIGN, CACHE_LINE);
    /// assert_eq!(DmaBuffer::<u8, NonCacheable>::ALIGN, 4);
    /// ```
    pub const ALIGN: usize = Extent::<T, A>::ALIGN;

    /// Bytes that are cleaned and invalidated together: [`CACHE_LINE`](crate::CACHE_LINE), or 1
    /// where no cache holds the memory.
    ///
    /// ```
    /// use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer, NonCacheable};
    ///
    /// assert_eq!(DmaBuffer::<u8, Cacheable>::LINE, CACHE_LINE);
    /// assert_eq!(DmaBuffer::<u8, NonCacheable>::LINE, 1);
    /// ```
    pub const LINE: usize = Extent::<T, A>::LINE;

    /// A buffer of zeroes.
    ///
    /// # Errors
    ///
    /// [`DmaError::OutOfMemory`] if no region of the attribute has room; [`DmaError::TooLarge`] if
    /// the length in bytes overflows; [`DmaError::CacheLine`] if a cache may hold the memory and
    /// the C library was built for smaller lines than this chip has.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use shared_multi_heap::{Cacheable, DmaBuffer, DmaError};
    ///
    /// let frame = DmaBuffer::<[u8; 4], Cacheable>::zeroed(320)?;
    /// assert!(frame.iter().all(|pixel| *pixel == [0; 4]));
    /// # Ok::<(), DmaError>(())
    /// ```
    pub fn zeroed(len: usize) -> Result<Self, DmaError> {
        Self::new_dirty(len).inspect(Self::clean)
    }

    /// A buffer whose elements a function makes from their indices, cleaned for a device to read.
    ///
    /// # Errors
    ///
    /// As [`zeroed`](DmaBuffer::zeroed).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use shared_multi_heap::{Cacheable, DmaBuffer, DmaError};
    ///
    /// let ramp = DmaBuffer::<u16, Cacheable>::from_fn(64, |i| i as u16 * 1024)?;
    /// assert_eq!(ramp[63], 64512);
    /// # Ok::<(), DmaError>(())
    /// ```
    pub fn from_fn(len: usize, mut element: impl FnMut(usize) -> T) -> Result<Self, DmaError> {
        let mut buffer = Self::new_dirty(len)?;

        for (index, place) in buffer.iter_mut().enumerate() {
            *place = element(index);
        }
        buffer.clean();
        Ok(buffer)
    }

    /// A copy of a slice, cleaned for a device to read.
    ///
    /// # Errors
    ///
    /// As [`zeroed`](DmaBuffer::zeroed).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use shared_multi_heap::{Cacheable, DmaBuffer, DmaError};
    ///
    /// let greeting = DmaBuffer::<u8, Cacheable>::from_slice(b"hello\r\n")?;
    /// assert_eq!(&greeting[..5], b"hello");
    /// # Ok::<(), DmaError>(())
    /// ```
    pub fn from_slice(elements: &[T]) -> Result<Self, DmaError> {
        let mut buffer = Self::new_dirty(elements.len())?;

        for (place, element) in buffer.iter_mut().zip(elements) {
            *place = *element;
        }
        buffer.clean();
        Ok(buffer)
    }

    /// A buffer of zeroes that the cache may still have.
    fn new_dirty(len: usize) -> Result<Self, DmaError> {
        if A::Attribute::CACHED {
            cache::check_line()?;
        }
        // All of it is zero, behind the last element too: no old data is left for a device to read.
        let block =
            Heap::<A::Attribute>::new().allocate_block_zeroed(Extent::<T, A>::layout(len)?)?;

        // SAFETY: allocated under `A` with the layout for `len` and nobody else's (SPEC SMH-ALLOC-1),
        // and zero, which is a value of `T` as every bit pattern is (contract of `DmaElement`). The
        // lines were checked (SPEC SMH-CACHE-4).
        Ok(unsafe { Self::from_parts(block.cast::<T>(), len) })
    }

    /// The buffer that a block is.
    ///
    /// # Safety
    ///
    /// `Extent::layout(len)` is no error, and the block was allocated under `A` with that
    /// layout; it is initialised, and belongs to nobody else.
    /// If a cache may hold it, no line of that cache is larger than `CACHE_LINE`.
    #[inline]
    pub(super) const unsafe fn from_parts(start: NonNull<T>, len: usize) -> Self {
        Self {
            start,
            len,
            owns: PhantomData,
        }
    }

    /// Number of elements.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u32, Cacheable>::zeroed(10).unwrap();
    /// assert_eq!(buffer.len(), 10);
    /// ```
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no element.
    ///
    /// ```
    /// # use shared_multi_heap::{DmaBuffer, NonCacheable};
    /// let buffer = DmaBuffer::<u32, NonCacheable>::zeroed(0).unwrap();
    /// assert!(buffer.is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of bytes from the first element to the end of the block: all elements, and what fills
    /// the last unit of [`ALIGN`](DmaBuffer::ALIGN). All of them are the buffer's.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{CACHE_LINE, Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u8, Cacheable>::zeroed(CACHE_LINE + 1).unwrap();
    /// assert_eq!(buffer.byte_len(), 2 * CACHE_LINE);
    /// ```
    #[inline]
    #[must_use]
    pub const fn byte_len(&self) -> usize {
        // SAFETY: `len` is a good length (contract of `from_parts`).
        unsafe { Extent::<T, A>::layout_unchecked(self.len) }.size()
    }

    /// Address of the first element, for a device that reads. It stays the same until the buffer is
    /// dropped, and is good for reading [`byte_len`](DmaBuffer::byte_len) bytes.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let buffer = DmaBuffer::<u32, Cacheable>::zeroed(10).unwrap();
    /// let before = buffer.as_ptr();
    /// let moved = buffer;
    /// assert_eq!(moved.as_ptr(), before);
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.start.as_ptr()
    }

    /// Address of the first element, for a device that writes. As [`as_ptr`](DmaBuffer::as_ptr),
    /// and good for writing.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let mut buffer = DmaBuffer::<u32, Cacheable>::zeroed(10).unwrap();
    /// assert_eq!(buffer.as_mut_ptr().cast_const(), buffer.as_ptr());
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.start.as_ptr()
    }

    /// The block.
    #[inline]
    pub(super) const fn start(&self) -> NonNull<T> {
        self.start
    }
}

impl<T: DmaElement, A: MemoryKind> Deref for DmaBuffer<T, A> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        // SAFETY: the block holds `len` elements, was zeroed, and lives as long as `self`
        // (contract of `from_parts`); its size is at most `isize::MAX` (`core::alloc::Layout`).
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl<T: DmaElement, A: MemoryKind> DerefMut for DmaBuffer<T, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `deref`, and `self` is borrowed exclusively: nobody else has the block
        // (contract of `from_parts`).
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl<T: DmaElement, A: MemoryKind> AsRef<[T]> for DmaBuffer<T, A> {
    #[inline]
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T: DmaElement, A: MemoryKind> AsMut<[T]> for DmaBuffer<T, A> {
    #[inline]
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: DmaElement, A: MemoryKind> Drop for DmaBuffer<T, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `len` is a good length (contract of `from_parts`).
        let layout = unsafe { Extent::<T, A>::layout_unchecked(self.len) };

        // SAFETY: allocated under this attribute, with this layout, and nobody uses it from now on
        // (contract of `from_parts`). Elements are `Copy`: there is nothing to drop in them.
        unsafe { Heap::<A::Attribute>::new().deallocate_block(self.start.cast::<u8>(), layout) };
    }
}

// SAFETY: the buffer owns its elements, as `Vec<T>` does, which is `Send` if `T` is; any thread may
// free a block (SPEC SMH-LOCK-1).
unsafe impl<T: DmaElement + Send, A: MemoryKind> Send for DmaBuffer<T, A> {}

// SAFETY: `&self` gives `&[T]`, which may be shared if `T` is `Sync`, and cleans the cache, which
// changes no byte (SPEC SMH-CACHE-1).
unsafe impl<T: DmaElement + Sync, A: MemoryKind> Sync for DmaBuffer<T, A> {}

// Not the elements: there may be many, and to print a buffer should not read what a device writes.
impl<T: DmaElement, A: MemoryKind> fmt::Debug for DmaBuffer<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::format::debug("DmaBuffer", self, f)
    }
}

#[cfg(feature = "defmt")]
impl<T: DmaElement, A: MemoryKind> defmt::Format for DmaBuffer<T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        super::format::log("DmaBuffer", self, f);
    }
}
