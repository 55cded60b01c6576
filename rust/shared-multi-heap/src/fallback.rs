// SPDX-License-Identifier: Apache-2.0

//! One allocator, and another for when it is full.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::blocks::Blocks;
use crate::heap::empty;
use crate::{Attribute, Heap, OutOfMemory, SupportsAtomics};

/// An allocator that can tell its own blocks from those of others.
///
/// ```
/// use core::ptr::NonNull;
/// use shared_multi_heap::{Cacheable, Owns};
///
/// assert!(!Cacheable.owns_block(NonNull::from(&0_u8)));
/// ```
///
/// # Safety
///
/// - [`owns_block`](Owns::owns_block) is true of the address of every live block of this allocator
///   whose size is not 0, and false of all others that [`Fallback`] pairs it with.
/// - [`resize_in_place`](Owns::resize_in_place), where it returns true, has made the block fit the
///   new layout at the same address, with its content.
pub unsafe trait Owns {
    /// Whether a live block is one of this allocator's. The pointer is not read through.
    fn owns_block(&self, block: NonNull<u8>) -> bool;

    /// Changes the size of a block without moving it, or not at all.
    ///
    /// # Safety
    ///
    /// `block` is a live block of this allocator with the layout `old`; neither size is 0.
    unsafe fn resize_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        let _ = (block, old, new);
        false
    }
}

// SAFETY: the owner of an address is the region that it lies in (SPEC SMH-OWNER-1), blocks of an
// attribute lie in its regions (SMH-ALLOC-1), and no other block does (SMH-ADD-9).
unsafe impl<A: Attribute> Owns for Heap<A> {
    #[inline]
    fn owns_block(&self, block: NonNull<u8>) -> bool {
        self.owns(block.as_ptr())
    }

    #[inline]
    unsafe fn resize_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        // SAFETY: the same contract (caller contract).
        unsafe { self.resize_block_in_place(block, old, new) }
    }
}

/// Allocates from `A`, and from `B` what `A` has no room for.
///
/// A block that grows stays where it lies if it can; else it goes to `A` if that has room now, else
/// to `B`, with its content. A failure leaves it as it was.
///
/// It is an allocator if both are, for each source of the trait. Any two attributes can be paired,
/// and other allocators that implement [`Owns`].
///
/// ```
/// # use std::boxed::Box as StdBox;
/// use shared_multi_heap::allocator_api2::vec::Vec;
/// use shared_multi_heap::{Cacheable, Fallback, NonCacheable};
///
/// # fn main() -> Result<(), StdBox<dyn core::error::Error>> {
/// # shared_multi_heap::init()?;
/// # Cacheable.add(StdBox::leak(StdBox::new_uninit_slice(1024)))?;
/// # // SAFETY: nothing here depends on the memory being cached or not.
/// # unsafe { NonCacheable.add_claimed(StdBox::leak(StdBox::new_uninit_slice(8192)))? };
/// type FastFirst = Fallback<Cacheable, NonCacheable>;
///
/// let mut log: Vec<u8, FastFirst> = Vec::with_capacity_in(512, FastFirst::default());
/// assert!(Cacheable.owns(log.as_ptr()));
/// log.extend((0..4000).map(|n| n as u8));
/// assert!(NonCacheable.owns(log.as_ptr()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Fallback<A, B> {
    first: A,
    second: B,
}

impl<A, B> Fallback<A, B> {
    /// Pairs two allocators.
    ///
    /// ```
    /// use shared_multi_heap::{Cacheable, Fallback, NonCacheable};
    ///
    /// const DMA_FIRST: Fallback<NonCacheable, Cacheable> = Fallback::new(NonCacheable, Cacheable);
    /// ```
    #[must_use]
    pub const fn new(first: A, second: B) -> Self {
        Self { first, second }
    }
}

/// Where a block lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Second,
}

// SAFETY: each block is handled by the allocator that it came from, found by `Owns::owns_block`,
// which is exact (contract of `Owns`); both keep to what `core::alloc::Allocator` asks for.
unsafe impl<A: Blocks + Owns, B: Blocks + Owns> Blocks for Fallback<A, B> {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        if layout.size() == 0 {
            return Ok(empty(layout));
        }
        self.first
            .allocate(layout)
            .or_else(|_| self.second.allocate(layout))
    }

    #[inline]
    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        if layout.size() == 0 {
            return Ok(empty(layout));
        }
        self.first
            .allocate_zeroed(layout)
            .or_else(|_| self.second.allocate_zeroed(layout))
    }

    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        if layout.size() == 0 {
            return;
        }
        match self.place_of(block) {
            // SAFETY: it is the first one's block (contract of `Owns`), as given (caller contract).
            Place::First => unsafe { self.first.deallocate(block, layout) },
            // SAFETY: else it is the second one's, since it is one of the two (caller contract).
            Place::Second => unsafe { self.second.deallocate(block, layout) },
        }
    }

    #[inline]
    unsafe fn grow(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        if old.size() == 0 {
            return self.allocate(new);
        }
        // SAFETY: a live block of one of the two with a size that is not 0 (caller contract).
        unsafe { self.change(block, old, new) }
    }

    #[inline]
    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        if new.size() == 0 {
            // SAFETY: the same block and layout (caller contract).
            unsafe { self.deallocate(block, old) };
            return Ok(empty(new));
        }
        // SAFETY: a live block of one of the two; old.size() >= new.size() > 0 (caller contract).
        unsafe { self.change(block, old, new) }
    }
}

#[expect(private_bounds, reason = "the functions are private")]
impl<A: Blocks + Owns, B: Blocks + Owns> Fallback<A, B> {
    #[inline]
    fn place_of(&self, block: NonNull<u8>) -> Place {
        if self.first.owns_block(block) {
            Place::First
        } else {
            Place::Second
        }
    }

    /// In place, else in the first, else in the second.
    ///
    /// # Safety
    ///
    /// `block` is a live block of one of the two, with the layout `old`; neither size is 0. On
    /// success only the result may be used.
    unsafe fn change(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        let place = self.place_of(block);
        let in_place = match place {
            // SAFETY: its own block (contract of `Owns`), sizes not 0 (caller contract).
            Place::First => unsafe { self.first.resize_in_place(block, old, new) },
            // SAFETY: its own block, since it is not the first one's (caller contract).
            Place::Second => unsafe { self.second.resize_in_place(block, old, new) },
        };

        if in_place {
            return Ok(NonNull::slice_from_raw_parts(block, new.size()));
        }
        let moved = match place {
            // Its own allocator may know a better way than a copy.
            // SAFETY: its own block (contract of `Owns`), with this layout (caller contract).
            Place::First => unsafe { resized_by(&self.first, block, old, new) },
            Place::Second => self.first.allocate(new).map(|target| {
                // SAFETY: `target` is a new block, and the old one is the second one's, with this
                // layout (caller contract).
                unsafe { move_block(&self.second, block, old, target) }
            }),
        };

        moved.or_else(|_| match place {
            Place::First => self.second.allocate(new).map(|target| {
                // SAFETY: `target` is a new block, and the old one is still the first one's, as it
                // was, since the call above has failed (contract of `Blocks`).
                unsafe { move_block(&self.first, block, old, target) }
            }),
            // SAFETY: its own block, with this layout (caller contract): nothing has changed yet.
            Place::Second => unsafe { resized_by(&self.second, block, old, new) },
        })
    }
}

/// Grows or shrinks a block by its own allocator.
///
/// # Safety
///
/// `block` is a live block of `owner` with the layout `old`.
unsafe fn resized_by<T: Blocks>(
    owner: &T,
    block: NonNull<u8>,
    old: Layout,
    new: Layout,
) -> Result<NonNull<[u8]>, OutOfMemory> {
    if new.size() >= old.size() {
        // SAFETY: its own block and layout (caller contract), and the size is not smaller.
        unsafe { owner.grow(block, old, new) }
    } else {
        // SAFETY: as above (caller contract), and the size is smaller.
        unsafe { owner.shrink(block, old, new) }
    }
}

/// Moves the content of a block to another, and gives the first back.
///
/// # Safety
///
/// `block` is a live block of `owner` with the layout `old`; `target` is another, unused one.
unsafe fn move_block<T: Blocks>(
    owner: &T,
    block: NonNull<u8>,
    old: Layout,
    target: NonNull<[u8]>,
) -> NonNull<[u8]> {
    let bytes = old.size().min(target.len());

    // SAFETY: both hold that many bytes and are different live blocks (caller contract), so they do
    // not overlap (SPEC SMH-ALLOC-1, `core::ptr::copy_nonoverlapping`).
    unsafe { target.cast::<u8>().copy_from_nonoverlapping(block, bytes) };
    // SAFETY: its own block and layout (caller contract).
    unsafe { owner.deallocate(block, old) };
    target
}

/// `Fallback` for one source of the trait: both sides are seen through it.
macro_rules! fallback_of {
    ($(#[$cfg:meta])* $source:path) => {
        $(#[$cfg])*
        const _: () = {
            use $source as source;

            /// An allocator of this source, as `Blocks`.
            struct Via<'a, T>(&'a T);

            // SAFETY: `core::alloc::Allocator` asks for what `Blocks` asks for.
            unsafe impl<T: source::Allocator> Blocks for Via<'_, T> {
                #[inline]
                fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
                    self.0.allocate(layout).map_err(|_| OutOfMemory)
                }

                #[inline]
                fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
                    self.0.allocate_zeroed(layout).map_err(|_| OutOfMemory)
                }

                #[inline]
                unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.deallocate(block, layout) }
                }

                #[inline]
                unsafe fn grow(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, OutOfMemory> {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.grow(block, old, new) }.map_err(|_| OutOfMemory)
                }

                #[inline]
                unsafe fn grow_zeroed(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, OutOfMemory> {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.grow_zeroed(block, old, new) }.map_err(|_| OutOfMemory)
                }

                #[inline]
                unsafe fn shrink(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, OutOfMemory> {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.shrink(block, old, new) }.map_err(|_| OutOfMemory)
                }
            }

            // SAFETY: what `T` says, unchanged (contract of `Owns`, caller contract).
            unsafe impl<T: Owns> Owns for Via<'_, T> {
                #[inline]
                fn owns_block(&self, block: NonNull<u8>) -> bool {
                    self.0.owns_block(block)
                }

                #[inline]
                unsafe fn resize_in_place(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> bool {
                    // SAFETY: the same contract (caller contract).
                    unsafe { self.0.resize_in_place(block, old, new) }
                }
            }

            crate::allocator::allocator_of! {
                $source,
                [A: source::Allocator + Owns, B: source::Allocator + Owns],
                Fallback<A, B>,
                this => Fallback::new(Via(&this.first), Via(&this.second))
            }
        };
    };
}

fallback_of! {
    #[cfg(feature = "allocator-api2")]
    ::allocator_api2::alloc
}
fallback_of! {
    #[cfg(feature = "allocator-api2-03")]
    ::allocator_api2_03::alloc
}
fallback_of! {
    #[cfg(feature = "allocator-api2-04")]
    ::allocator_api2_04::alloc
}
fallback_of! {
    #[cfg(feature = "nightly")]
    ::core::alloc
}
crate::allocator::allocator_markers! {
    [A: SupportsAtomics, B: SupportsAtomics], Fallback<Heap<A>, Heap<B>>
}
crate::allocator::global_allocator! {
    [A: SupportsAtomics, B: SupportsAtomics], Fallback<Heap<A>, Heap<B>>, this => *this
}

// SAFETY: a block of the pair is a block of one of the two (contract of `Owns` for both).
unsafe impl<A: Owns, B: Owns> Owns for Fallback<A, B> {
    #[inline]
    fn owns_block(&self, block: NonNull<u8>) -> bool {
        self.first.owns_block(block) || self.second.owns_block(block)
    }

    #[inline]
    unsafe fn resize_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        if self.first.owns_block(block) {
            // SAFETY: its own block (contract of `Owns`), with this layout (caller contract).
            unsafe { self.first.resize_in_place(block, old, new) }
        } else {
            // SAFETY: of the two it can only be this one's (caller contract).
            unsafe { self.second.resize_in_place(block, old, new) }
        }
    }
}
