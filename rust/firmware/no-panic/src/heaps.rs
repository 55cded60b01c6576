// SPDX-License-Identifier: Apache-2.0

//! The functions of a heap without any trait, for each kind of attribute.

use core::alloc::Layout;
use core::ptr::{self, NonNull};

use shared_multi_heap::{Cacheable, External, NonCacheable, attribute};

use crate::{layout, raw};

attribute! {
    /// An attribute of our own.
    // SAFETY: contract of `Attribute`: nothing here runs, so no memory is added under 7.
    pub attribute Own(OwnAttribute) = unsafe { 7 } { cached: true, atomics: true };
}

macro_rules! heap_paths {
    ($($module:ident = $heap:expr;)*) => {$(
        mod $module {
            use super::*;

            #[unsafe(export_name = concat!("path_", stringify!($module), "_allocate"))]
            fn allocate(size: usize, align: usize) -> *mut u8 {
                layout(size, align).map_or(ptr::null_mut(), |new| raw($heap.allocate_block(new)))
            }

            #[unsafe(export_name = concat!("path_", stringify!($module), "_allocate_zeroed"))]
            fn allocate_zeroed(size: usize, align: usize) -> *mut u8 {
                layout(size, align)
                    .map_or(ptr::null_mut(), |new| raw($heap.allocate_block_zeroed(new)))
            }

            /// # Safety
            ///
            /// As `deallocate_block`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_deallocate"))]
            unsafe fn deallocate(block: NonNull<u8>, old: Layout) {
                // SAFETY: the same contract (caller contract).
                unsafe { $heap.deallocate_block(block, old) }
            }

            /// # Safety
            ///
            /// As `grow_block`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_grow"))]
            unsafe fn grow(block: NonNull<u8>, old: Layout, new: Layout) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { $heap.grow_block(block, old, new) })
            }

            /// # Safety
            ///
            /// As `grow_block_zeroed`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_grow_zeroed"))]
            unsafe fn grow_zeroed(
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { $heap.grow_block_zeroed(block, old, new) })
            }

            /// # Safety
            ///
            /// As `shrink_block`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_shrink"))]
            unsafe fn shrink(block: NonNull<u8>, old: Layout, new: Layout) -> *mut u8 {
                // SAFETY: the same contract (caller contract).
                raw(unsafe { $heap.shrink_block(block, old, new) })
            }

            /// # Safety
            ///
            /// As `resize_block_in_place`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_resize_in_place"))]
            unsafe fn resize_in_place(
                block: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> bool {
                // SAFETY: the same contract (caller contract).
                unsafe { $heap.resize_block_in_place(block, old, new) }
            }

            /// # Safety
            ///
            /// As `usable_size`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_usable_size"))]
            unsafe fn usable_size(block: NonNull<u8>) -> usize {
                // SAFETY: the same contract (caller contract).
                unsafe { $heap.usable_size(block) }
            }

            #[unsafe(export_name = concat!("path_", stringify!($module), "_owns"))]
            fn owns(address: *const u8) -> bool {
                $heap.owns(address)
            }
        }
    )*};
}

heap_paths! {
    cacheable = Cacheable;
    non_cacheable = NonCacheable;
    external = External;
    own = Own;
}
