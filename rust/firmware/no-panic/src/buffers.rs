// SPDX-License-Identifier: Apache-2.0

//! Buffers for DMA engines, in memory that a cache holds and in memory that none does.

use core::ptr::NonNull;

use shared_multi_heap::{Cacheable, DmaBuffer, NonCacheable};

macro_rules! buffer_paths {
    ($($module:ident: $heap:ty;)*) => {$(
        mod $module {
            use super::*;

            type Buffer = DmaBuffer<u32, $heap>;

            /// What the functions return: the start of the buffer, if there is one.
            fn start<E>(buffer: Result<Buffer, E>) -> Option<NonNull<u32>> {
                buffer.ok().map(|buffer| buffer.into_raw().cast())
            }

            /// # Safety
            ///
            /// `start` and `len` are of a buffer that one of the functions below gave.
            unsafe fn buffer(start: NonNull<u32>, len: usize) -> Buffer {
                // SAFETY: the parts of a buffer that was taken apart (caller contract).
                unsafe { Buffer::from_raw(NonNull::slice_from_raw_parts(start, len)) }
            }

            #[unsafe(export_name = concat!("path_", stringify!($module), "_zeroed"))]
            fn zeroed(len: usize) -> Option<NonNull<u32>> {
                start(Buffer::zeroed(len))
            }

            #[unsafe(export_name = concat!("path_", stringify!($module), "_from_fn"))]
            fn from_fn(
                len: usize,
                element: fn(usize) -> u32,
            ) -> Option<NonNull<u32>> {
                start(Buffer::from_fn(len, element))
            }

            /// # Safety
            ///
            /// As `buffer`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_drop"))]
            unsafe fn drop_it(start: NonNull<u32>, len: usize) {
                // SAFETY: the same contract (caller contract).
                drop(unsafe { buffer(start, len) });
            }

            /// # Safety
            ///
            /// As `buffer`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_to_device_and_back"))]
            unsafe fn to_device_and_back(
                start: NonNull<u32>,
                len: usize,
            ) -> NonNull<u32> {
                // SAFETY: the same contract (caller contract).
                let buffer = unsafe { buffer(start, len) };

                buffer.into_device().into_cpu().into_raw().cast()
            }

            /// # Safety
            ///
            /// As `buffer`.
            #[unsafe(export_name = concat!("path_", stringify!($module), "_ranges"))]
            unsafe fn ranges(
                start: NonNull<u32>,
                len: usize,
                first: usize,
                end: usize,
            ) -> bool {
                // SAFETY: the same contract (caller contract).
                let mut buffer = unsafe { buffer(start, len) };
                let done = buffer.clean_range(first..end).is_ok()
                    && buffer.invalidate_range(first..=end).is_ok();

                let _ = buffer.into_raw();
                done
            }
        }
    )*};
}

buffer_paths! {
    dma_cacheable: Cacheable;
    dma_non_cacheable: NonCacheable;
}
