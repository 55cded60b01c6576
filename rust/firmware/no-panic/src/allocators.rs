// SPDX-License-Identifier: Apache-2.0

//! The methods of each trait that an allocator implements, for heaps, pairs of them and the adapter.

use core::alloc::Layout;
use core::ptr::{self, NonNull};

use shared_multi_heap::{AssumeAtomics, Cacheable, Fallback, NonCacheable, attribute};

use crate::{layout, raw};

/// The methods of an `Allocator` trait: `$source` is the module that has it.
macro_rules! allocator_paths {
    ($($(#[$cfg:meta])* $module:ident: $type:ty = $heap:expr, $source:path;)*) => {$(
        $(#[$cfg])*
        mod $module {
            use $source as source;
            use source::Allocator;

            use super::*;

            const HEAP: $type = $heap;

            #[unsafe(export_name = concat!("path_", stringify!($module), "_allocate"))]
            fn allocate(size: usize, align: usize) -> *mut u8 {
                layout(size, align).map_or(ptr::null_mut(), |new| raw(HEAP.allocate(new)))
            }

            #[unsafe(export_name = concat!("path_", stringify!($module), "_allocate_zeroed"))]
            fn allocate_zeroed(size: usize, align: usize) -> *mut u8 {
                layout(size, align).map_or(ptr::null_mut(), |new| raw(HEAP.allocate_zeroed(new)))
            }

            /// # Safety
            ///
            /// As `Allocator::deallocate`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_deallocate"))]
            unsafe fn deallocate(block: NonNull<u8>, old: Layout) {
                // SAFETY: the same contract (caller contract).
                unsafe { HEAP.deallocate(block, old) }
            }

            /// # Safety
            ///
            /// As `Allocator::grow`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_grow"))]
            unsafe fn grow(block: NonNull<u8>, old: Layout, new: Layout) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { HEAP.grow(block, old, new) })
            }

            /// # Safety
            ///
            /// As `Allocator::grow_zeroed`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_grow_zeroed"))]
            unsafe fn grow_zeroed(
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { HEAP.grow_zeroed(block, old, new) })
            }

            /// # Safety
            ///
            /// As `Allocator::shrink`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_shrink"))]
            unsafe fn shrink(block: NonNull<u8>, old: Layout, new: Layout) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { HEAP.shrink(block, old, new) })
            }
        }
    )*};
}

type Pair = Fallback<NonCacheable, Cacheable>;
type Triple = Fallback<Pair, Cacheable>;
type Adapter = AssumeAtomics<attribute::External>;

const PAIR: Pair = Fallback::new(NonCacheable, Cacheable);
const TRIPLE: Triple = Fallback::new(PAIR, Cacheable);
// SAFETY: nothing here runs, so no atomic is ever accessed (contract of `new`).
const ADAPTER: Adapter = unsafe { AssumeAtomics::new() };

allocator_paths! {
    api2_heap: Cacheable = Cacheable, allocator_api2::alloc;
    api2_pair: Pair = PAIR, allocator_api2::alloc;
    api2_triple: Triple = TRIPLE, allocator_api2::alloc;
    api2_adapter: Adapter = ADAPTER, allocator_api2::alloc;
    #[cfg(feature = "nightly")]
    core_heap: Cacheable = Cacheable, core::alloc;
    #[cfg(feature = "nightly")]
    core_pair: Pair = PAIR, core::alloc;
    #[cfg(feature = "nightly")]
    core_adapter: Adapter = ADAPTER, core::alloc;
}

/// The methods of `GlobalAlloc`.
mod global {
    use core::alloc::GlobalAlloc;

    use super::*;

    /// # Safety
    ///
    /// As `GlobalAlloc::alloc`.
    #[unsafe(no_mangle)]
    unsafe fn path_global_alloc(layout: Layout) -> *mut u8 {
        // SAFETY: the same contract (caller contract).
        unsafe { GlobalAlloc::alloc(&Cacheable, layout) }
    }

    /// # Safety
    ///
    /// As `GlobalAlloc::alloc_zeroed`.
    #[unsafe(no_mangle)]
    unsafe fn path_global_alloc_zeroed(layout: Layout) -> *mut u8 {
        // SAFETY: the same contract (caller contract).
        unsafe { GlobalAlloc::alloc_zeroed(&Cacheable, layout) }
    }

    /// # Safety
    ///
    /// As `GlobalAlloc::dealloc`.
    #[unsafe(no_mangle)]
    unsafe fn path_global_dealloc(block: *mut u8, layout: Layout) {
        // SAFETY: the same contract (caller contract).
        unsafe { GlobalAlloc::dealloc(&Cacheable, block, layout) }
    }

    /// # Safety
    ///
    /// As `GlobalAlloc::realloc`.
    #[unsafe(no_mangle)]
    unsafe fn path_global_realloc(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the same contract (caller contract).
        unsafe { GlobalAlloc::realloc(&Cacheable, block, layout, size) }
    }
}
