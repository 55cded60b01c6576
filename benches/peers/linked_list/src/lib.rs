// SPDX-License-Identifier: Apache-2.0

//! linked_list_allocator: first fit in a list of holes by address.

#![no_std]

use common::Peer;
use core::alloc::Layout;
use core::ptr::NonNull;

/// The heap.
pub struct Heap(linked_list_allocator::Heap);

impl Peer for Heap {
    const EMPTY: Self = Heap(linked_list_allocator::Heap::empty());

    // Regions that do not touch are beyond it.
    unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool {
        if self.0.size() != 0 {
            return false;
        }
        // SAFETY: caller contract: the memory is the heap's from now on, and it had none.
        unsafe { self.0.init(mem.as_ptr(), bytes) };
        true
    }

    #[inline(always)]
    unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>> {
        self.0.allocate_first_fit(layout).ok()
    }

    #[inline(always)]
    unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout) {
        // SAFETY: caller contract: it is a live block of that layout.
        unsafe { self.0.deallocate(mem, layout) }
    }
}

common::export_peer!(Heap);
common::export_realloc!(Heap);
