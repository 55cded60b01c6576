// SPDX-License-Identifier: Apache-2.0

//! Where the block of a buffer starts and ends.

use core::alloc::Layout;
use core::marker::PhantomData;

use shared_multi_heap_sys as sys;

use crate::{Attribute, DmaError, MemoryKind};

/// The rules for buffers of `T` in memory of `A`.
pub(super) struct Extent<T, A>(PhantomData<(T, A)>);

impl<T, A: MemoryKind> Extent<T, A> {
    /// Unit of cache maintenance. It depends on the attribute alone and not on `SMH_CACHE`, so that
    /// a buffer is laid out the same way whoever maintains the cache.
    pub(super) const LINE: usize = if A::Attribute::CACHED {
        sys::CACHE_LINE
    } else {
        1
    };

    /// Unit of start and length in bytes: a multiple of each unit that counts, since all of them
    /// are powers of two.
    pub(super) const ALIGN: usize = {
        assert!(
            A::Attribute::DMA_ALIGN.is_power_of_two(),
            "DMA_ALIGN of this attribute is not a power of two"
        );
        larger(larger(Self::LINE, A::Attribute::DMA_ALIGN), align_of::<T>())
    };

    /// The block for `len` elements.
    #[inline]
    pub(super) fn layout(len: usize) -> Result<Layout, DmaError> {
        // `Layout` rounds up in its head: the size that it accepts does not overflow then.
        len.checked_mul(size_of::<T>())
            .and_then(|bytes| Layout::from_size_align(bytes, Self::ALIGN).ok())
            .map(|layout| layout.pad_to_align())
            .ok_or(DmaError::TooLarge)
    }

    /// The same for a length that is known to be good.
    ///
    /// # Safety
    ///
    /// `layout(len)` is no error.
    #[inline]
    pub(super) const unsafe fn layout_unchecked(len: usize) -> Layout {
        let bytes = (len * size_of::<T>()).next_multiple_of(Self::ALIGN);

        // SAFETY: these are size and alignment of what `layout` returned (caller contract).
        unsafe { Layout::from_size_align_unchecked(bytes, Self::ALIGN) }
    }
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
