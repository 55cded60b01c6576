// SPDX-License-Identifier: Apache-2.0

//! talc with its default bins, over memory that it is given once.

#![no_std]

use common::Peer;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{self, NonNull};
use talc::DefaultBinning;
use talc::base::Talc;
use talc::source::Manual;

/// A crate that talc depends on is linked with `alloc`, which wants a global allocator. None of it
/// stays in the library.
struct Nothing;

#[global_allocator]
static GLOBAL: Nothing = Nothing;

// SAFETY: core::alloc::GlobalAlloc: it never gives a block.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

/// The heap.
pub struct Heap(Talc<Manual, DefaultBinning>);

impl Peer for Heap {
    const EMPTY: Self = Heap(Talc::new(Manual));

    unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: caller contract: the memory is the heap's from now on.
        unsafe { self.0.claim(mem.as_ptr(), bytes) }.is_some()
    }

    #[inline(always)]
    unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>> {
        // SAFETY: caller contract: the size is not 0.
        unsafe { self.0.allocate(layout) }
    }

    #[inline(always)]
    unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout) {
        // SAFETY: caller contract: it is a live block of that layout.
        unsafe { self.0.deallocate(mem.as_ptr(), layout) }
    }

    unsafe fn resize(&mut self, mem: NonNull<u8>, layout: Layout, bytes: usize) -> bool {
        // SAFETY: caller contract: it is a live block of that layout.
        unsafe { self.0.try_realloc_in_place(mem.as_ptr(), layout, bytes) }
    }
}

common::export_peer!(Heap);
common::export_realloc!(Heap);
