// SPDX-License-Identifier: Apache-2.0

//! Every path to and from the pool as a function of its own. `tests/rust/no-panic.sh` links each
//! with what it reaches, and looks for a way to panic in that.
//!
//! Names begin with `path_`; those of `control_` do panic, to show that the search finds it.

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
