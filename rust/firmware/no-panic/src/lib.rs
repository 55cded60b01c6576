// SPDX-License-Identifier: Apache-2.0

//! Every path to and from the pool as a function of its own, whose name begins with `path_`. They
//! are linked with all that they reach, and nothing of `core::panicking` may be among it. Functions
//! whose names begin with `control_` do panic, to show that the search finds it.

#![no_std]
#![cfg_attr(feature = "nightly", feature(allocator_api))]

mod allocators;
mod buffers;
mod containers;
mod control;
mod heaps;
mod pool;

use core::alloc::Layout;
use core::panic::PanicInfo;
use core::ptr::{self, NonNull};

use shared_multi_heap::Cacheable;

/// Needed by `alloc`, which the containers of allocator-api2 refer to.
#[global_allocator]
static GLOBAL: Cacheable = Cacheable;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The form in which the functions return a block.
fn raw<E>(block: Result<NonNull<[u8]>, E>) -> *mut u8 {
    block.map_or(ptr::null_mut(), |block| block.cast().as_ptr())
}

/// A layout as two numbers; any will do.
fn layout(size: usize, align: usize) -> Option<Layout> {
    Layout::from_size_align(size, align).ok()
}
