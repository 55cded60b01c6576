// SPDX-License-Identifier: Apache-2.0

//! The way around the refusal, for whoever can prove that it does no harm.

use core::alloc::Layout;
use core::fmt;
use core::ptr::NonNull;

use crate::allocator::allocator;
use crate::{Attribute, Heap, MemoryKind, Owns};

/// The memory of an attribute in which atomics may not work, as an allocator after all.
///
/// It implements the `Allocator` traits that are enabled by features, and `GlobalAlloc`, as
/// [`Heap`] does for other attributes. There is no safe way to get one.
///
/// ```
/// use shared_multi_heap::allocator_api2::vec::Vec;
/// use shared_multi_heap::{AssumeAtomics, External};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # shared_multi_heap::init()?;
/// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
/// // SAFETY: only the vector below uses it, and neither it nor `u8` does atomic operations.
/// let external = unsafe { AssumeAtomics::<External>::new() };
/// let mut frame: Vec<u8, _> = Vec::new_in(external);
/// frame.extend_from_slice(b"data");
/// assert!(External.owns(frame.as_ptr()));
/// # Ok(())
/// # }
/// ```
pub struct AssumeAtomics<A: MemoryKind>(Heap<A::Attribute>);

impl<A: MemoryKind> AssumeAtomics<A> {
    /// An allocator for values that do no atomic operations, or only such as work.
    ///
    /// # Safety
    ///
    /// Whatever is done with it and with all its copies, by safe code too: no atomic operation is
    /// made on memory that they allocate, be it by what is stored there or by a container for
    /// itself (as `Arc` does for its counters); except for operations that do work in all memory
    /// of the attribute on this chip.
    ///
    /// ```no_run
    /// use shared_multi_heap::{AssumeAtomics, External};
    ///
    /// // SAFETY: the atomics of this chip work in its external RAM too.
    /// #[global_allocator]
    /// static HEAP: AssumeAtomics<External> = unsafe { AssumeAtomics::new() };
    /// # fn main() {}
    /// ```
    #[must_use]
    pub const unsafe fn new() -> Self {
        Self(Heap::new())
    }
}

allocator! { [A: MemoryKind], AssumeAtomics<A>, this => this.0 }

// SAFETY: contract of `Owns`: its blocks are those of the heap.
unsafe impl<A: MemoryKind> Owns for AssumeAtomics<A> {
    #[inline]
    fn owns_block(&self, block: NonNull<u8>) -> bool {
        self.0.owns_block(block)
    }

    #[inline]
    unsafe fn resize_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        // SAFETY: the same contract (caller contract).
        unsafe { self.0.resize_in_place(block, old, new) }
    }
}

impl<A: MemoryKind> Clone for AssumeAtomics<A> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: MemoryKind> Copy for AssumeAtomics<A> {}

impl<A: MemoryKind> PartialEq for AssumeAtomics<A> {
    #[inline]
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<A: MemoryKind> Eq for AssumeAtomics<A> {}

impl<A: MemoryKind> fmt::Debug for AssumeAtomics<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AssumeAtomics")
            .field(&A::Attribute::NAME)
            .finish()
    }
}

#[cfg(feature = "defmt")]
impl<A: MemoryKind> defmt::Format for AssumeAtomics<A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "AssumeAtomics({=str})", A::Attribute::NAME);
    }
}
