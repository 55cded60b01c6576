// SPDX-License-Identifier: Apache-2.0

//! buddy_system_allocator, with lists for blocks of up to 4 MiB.

#![no_std]

use common::Peer;
use core::alloc::Layout;
use core::ptr::NonNull;

/// The heap.
pub struct Heap(buddy_system_allocator::Heap<23>);

impl Peer for Heap {
    const EMPTY: Self = Heap(buddy_system_allocator::Heap::new());

    unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: caller contract: the memory is the heap's from now on.
        unsafe { self.0.init(mem.as_ptr() as usize, bytes) };
        true
    }

    #[inline(always)]
    unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>> {
        self.0.alloc(layout).ok()
    }

    #[inline(always)]
    unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout) {
        // SAFETY: caller contract: it is a live block of that layout.
        unsafe { self.0.dealloc(mem, layout) }
    }
}

common::export_peer!(Heap);
common::export_realloc!(Heap);
