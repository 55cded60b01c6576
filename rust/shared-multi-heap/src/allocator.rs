// SPDX-License-Identifier: Apache-2.0

//! The `Allocator` traits of all sources, and `GlobalAlloc`, for types that implement `Blocks`.

/// One source of the trait for one type: `$source` is a path to the module with `Allocator` and
/// `AllocError`, `$blocks` what implements `Blocks`, made of a reference to the type.
macro_rules! allocator_of {
    (
        $(#[$cfg:meta])*
        $source:path, [$($generics:tt)*], $type:ty, $this:ident => $blocks:expr
    ) => {
        $(#[$cfg])*
        const _: () = {
            use core::alloc::Layout;
            use core::ptr::NonNull;
            use $source as source;

            use crate::blocks::Blocks;

            // SAFETY: `Blocks` asks for what `core::alloc::Allocator` asks for, and each method passes
            // its arguments on to the one of the same name.
            unsafe impl<$($generics)*> source::Allocator for $type {
                #[inline]
                fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, source::AllocError> {
                    let $this = self;

                    Blocks::allocate(&$blocks, layout).map_err(|_| source::AllocError)
                }

                #[inline]
                fn allocate_zeroed(
                    &self,
                    layout: Layout,
                ) -> Result<NonNull<[u8]>, source::AllocError> {
                    let $this = self;

                    Blocks::allocate_zeroed(&$blocks, layout).map_err(|_| source::AllocError)
                }

                #[inline]
                unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
                    let $this = self;

                    // SAFETY: the same contract (caller contract).
                    unsafe { Blocks::deallocate(&$blocks, block, layout) }
                }

                #[inline]
                unsafe fn grow(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, source::AllocError> {
                    let $this = self;

                    // SAFETY: the same contract (caller contract).
                    unsafe { Blocks::grow(&$blocks, block, old, new) }.map_err(|_| source::AllocError)
                }

                #[inline]
                unsafe fn grow_zeroed(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, source::AllocError> {
                    let $this = self;

                    // SAFETY: the same contract (caller contract).
                    unsafe { Blocks::grow_zeroed(&$blocks, block, old, new) }
                        .map_err(|_| source::AllocError)
                }

                #[inline]
                unsafe fn shrink(
                    &self,
                    block: NonNull<u8>,
                    old: Layout,
                    new: Layout,
                ) -> Result<NonNull<[u8]>, source::AllocError> {
                    let $this = self;

                    // SAFETY: the same contract (caller contract).
                    unsafe { Blocks::shrink(&$blocks, block, old, new) }
                        .map_err(|_| source::AllocError)
                }
            }
        };
    };
}

/// What else the compiler wants to know of an allocator, where it asks.
///
/// All values of the type must be interchangeable, and none may give memory back by being dropped.
macro_rules! allocator_markers {
    ([$($generics:tt)*], $type:ty) => {
        #[cfg(all(feature = "nightly", smh_allocator_markers))]
        // SAFETY: `core::alloc::StaticAllocator`: memory is given back by `deallocate` alone.
        unsafe impl<$($generics)*> core::alloc::StaticAllocator for $type {}

        #[cfg(all(feature = "nightly", smh_allocator_markers))]
        // SAFETY: `core::alloc::AllocatorClone`: the type is `Copy` and its values have no state.
        unsafe impl<$($generics)*> core::alloc::AllocatorClone for $type {}

        #[cfg(all(feature = "nightly", smh_allocator_markers))]
        // SAFETY: `core::alloc::AllocatorEq`: all values are equal and serve the same pool.
        unsafe impl<$($generics)*> core::alloc::AllocatorEq for $type {}
    };
}

/// `GlobalAlloc`, for the heap of the whole program.
macro_rules! global_allocator {
    ([$($generics:tt)*], $type:ty, $this:ident => $blocks:expr) => {
        const _: () = {
            use core::alloc::{GlobalAlloc, Layout};
            use core::ptr::{self, NonNull};

            use crate::blocks::Blocks;
            use crate::OutOfMemory;

            /// The form in which `GlobalAlloc` wants blocks.
            #[inline]
            fn raw(block: Result<NonNull<[u8]>, OutOfMemory>) -> *mut u8 {
                match block {
                    Ok(block) => block.cast::<u8>().as_ptr(),
                    Err(OutOfMemory) => ptr::null_mut(),
                }
            }

            // SAFETY: `Blocks` keeps blocks valid until they are given back and does not unwind,
            // which is what `core::alloc::GlobalAlloc` asks for.
            unsafe impl<$($generics)*> GlobalAlloc for $type {
                #[inline]
                unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
                    let $this = self;

                    raw(Blocks::allocate(&$blocks, layout))
                }

                #[inline]
                unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
                    let $this = self;

                    raw(Blocks::allocate_zeroed(&$blocks, layout))
                }

                #[inline]
                unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
                    let $this = self;
                    // SAFETY: a block from `alloc`, so not null (caller contract).
                    let block = unsafe { NonNull::new_unchecked(block) };

                    // SAFETY: allocated here with this layout (caller contract).
                    unsafe { Blocks::deallocate(&$blocks, block, layout) }
                }

                #[inline]
                unsafe fn realloc(&self, block: *mut u8, old: Layout, size: usize) -> *mut u8 {
                    let $this = self;
                    // SAFETY: the size does not overflow when rounded up to the alignment, which
                    // is unchanged (caller contract).
                    let new = unsafe { Layout::from_size_align_unchecked(size, old.align()) };
                    // SAFETY: a block from `alloc`, so not null (caller contract).
                    let block = unsafe { NonNull::new_unchecked(block) };

                    raw(if size >= old.size() {
                        // SAFETY: allocated here with the old layout (caller contract), and the new
                        // size is not smaller.
                        unsafe { Blocks::grow(&$blocks, block, old, new) }
                    } else {
                        // SAFETY: as above (caller contract), and the new size is smaller.
                        unsafe { Blocks::shrink(&$blocks, block, old, new) }
                    })
                }
            }
        };
    };
}

/// All sources that are enabled, for a type with `Blocks`.
macro_rules! allocator {
    ([$($generics:tt)*], $type:ty, $this:ident => $blocks:expr) => {
        $crate::allocator::allocator_of! {
            #[cfg(feature = "allocator-api2")]
            ::allocator_api2::alloc, [$($generics)*], $type, $this => $blocks
        }
        $crate::allocator::allocator_of! {
            #[cfg(feature = "allocator-api2-03")]
            ::allocator_api2_03::alloc, [$($generics)*], $type, $this => $blocks
        }
        $crate::allocator::allocator_of! {
            #[cfg(feature = "allocator-api2-04")]
            ::allocator_api2_04::alloc, [$($generics)*], $type, $this => $blocks
        }
        $crate::allocator::allocator_of! {
            #[cfg(feature = "nightly")]
            ::core::alloc, [$($generics)*], $type, $this => $blocks
        }
        $crate::allocator::allocator_markers! { [$($generics)*], $type }
        $crate::allocator::global_allocator! {
            [$($generics)*], $type, $this => $blocks
        }
    };
}

pub(crate) use {allocator, allocator_markers, allocator_of, global_allocator};

allocator! { [A: crate::SupportsAtomics], crate::Heap<A>, this => *this }
