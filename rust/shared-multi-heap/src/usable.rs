// SPDX-License-Identifier: Apache-2.0

//! How many bytes the block of a container can hold.

use core::ptr::NonNull;

use crate::{
    Attribute, DmaBuffer, DmaElement, Heap, MemoryKind, NoAtomics, NoAtomicsBox, NoAtomicsVec,
};

/// A container that owns a block of the pool, or none yet.
///
/// ```
/// use shared_multi_heap::{External, HasBlock, NoAtomicsVec};
///
/// assert!(NoAtomicsVec::<u8, External>::new().block().is_none());
/// ```
///
/// # Safety
///
/// [`block`](HasBlock::block) is a live block of the pool as long as the container is borrowed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a container whose block is known: it does not implement `HasBlock`",
    label = "may own no block of the pool",
    note = "`Box` and `Vec` of `allocator-api2` need the feature `alloc`"
)]
pub unsafe trait HasBlock {
    /// The block, if there is one.
    fn block(&self) -> Option<NonNull<u8>>;
}

impl<A: Attribute> Heap<A> {
    /// How many bytes the block of a container can hold without being resized: at least what was
    /// asked for. 0 for a container without a block.
    ///
    /// ```
    /// # use shared_multi_heap::{Cacheable, static_region};
    /// # static_region! { static RAM: [u8; 1024]; }
    /// # shared_multi_heap::init().unwrap();
    /// # Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # #[cfg(all(feature = "alloc", feature = "allocator-api2"))] {
    /// use allocator_api2::vec::Vec;
    ///
    /// let mut bytes: Vec<u8, Cacheable> = Vec::new_in(Cacheable);
    /// assert_eq!(Cacheable.usable_size_of(&bytes), 0);
    /// bytes.reserve_exact(50);
    /// assert!(Cacheable.usable_size_of(&bytes) >= 50);
    /// # }
    /// ```
    #[must_use]
    pub fn usable_size_of<T: HasBlock + ?Sized>(self, container: &T) -> usize {
        // SAFETY: a live block of the pool (contract of `HasBlock`), which is what SPEC
        // SMH-USABLE-1 takes.
        container
            .block()
            .map_or(0, |block| unsafe { self.usable_size(block) })
    }
}

/// The block of something that has one if it has a size.
fn block_of<T: ?Sized>(content: &T) -> Option<NonNull<u8>> {
    (size_of_val(content) != 0).then(|| NonNull::from(content).cast())
}

// SAFETY: the content lies in a block of its own unless it has no size (`NoAtomicsBox`; SPEC
// SMH-ALLOC-1).
unsafe impl<T: NoAtomics + ?Sized, A: MemoryKind> HasBlock for NoAtomicsBox<T, A> {
    fn block(&self) -> Option<NonNull<u8>> {
        block_of(&**self)
    }
}

// SAFETY: a vector with capacity for elements that have a size has a block (`NoAtomicsVec`; SPEC
// SMH-ALLOC-1).
unsafe impl<T: NoAtomics, A: MemoryKind> HasBlock for NoAtomicsVec<T, A> {
    fn block(&self) -> Option<NonNull<u8>> {
        if size_of::<T>() == 0 || self.capacity() == 0 {
            return None;
        }
        NonNull::new(self.as_ptr().cast_mut().cast())
    }
}

// SAFETY: the elements lie in a block of their own unless there are none (`DmaBuffer`; SPEC
// SMH-ALLOC-1).
unsafe impl<T: DmaElement, A: MemoryKind> HasBlock for DmaBuffer<T, A> {
    fn block(&self) -> Option<NonNull<u8>> {
        block_of(&**self)
    }
}

/// `Box` and `Vec` of one source, whose paths follow.
macro_rules! containers {
    ($(#[$cfg:meta])* $boxed:path, $vec:path) => {
        $(#[$cfg])*
        const _: () = {
            use $boxed as Boxed;
            use $vec as Vector;

            // SAFETY: the content lies in a block of the allocator unless it has no size
            // (`alloc::boxed::Box`).
            unsafe impl<T: ?Sized, A: crate::SupportsAtomics> HasBlock for Boxed<T, Heap<A>> {
                fn block(&self) -> Option<NonNull<u8>> {
                    block_of(&**self)
                }
            }

            // SAFETY: a vector with capacity for elements that have a size has a block of the
            // allocator (`alloc::vec::Vec`, "Guarantees").
            unsafe impl<T, A: crate::SupportsAtomics> HasBlock for Vector<T, Heap<A>> {
                fn block(&self) -> Option<NonNull<u8>> {
                    if size_of::<T>() == 0 || self.capacity() == 0 {
                        return None;
                    }
                    NonNull::new(self.as_ptr().cast_mut().cast())
                }
            }
        };
    };
}

containers! {
    #[cfg(all(feature = "alloc", feature = "allocator-api2"))]
    ::allocator_api2::boxed::Box, ::allocator_api2::vec::Vec
}
containers! {
    #[cfg(all(feature = "alloc", feature = "allocator-api2-03"))]
    ::allocator_api2_03::boxed::Box, ::allocator_api2_03::vec::Vec
}
containers! {
    #[cfg(all(feature = "alloc", feature = "allocator-api2-04"))]
    ::allocator_api2_04::boxed::Box, ::allocator_api2_04::vec::Vec
}
containers! {
    #[cfg(all(feature = "alloc", feature = "nightly"))]
    ::alloc::boxed::Box, ::alloc::vec::Vec
}
