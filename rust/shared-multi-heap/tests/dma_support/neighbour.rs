// SPDX-License-Identifier: Apache-2.0

//! Blocks beside the buffers, which are nobody's but their own.

use std::alloc::Layout;
use std::ptr::NonNull;

use shared_multi_heap::{Heap, MemoryKind};

/// A block of anyone, filled to its last usable byte.
pub struct Neighbour<A: MemoryKind> {
    block: NonNull<u8>,
    layout: Layout,
    usable: usize,
    content: u8,
    heap: Heap<A::Attribute>,
}

impl<A: MemoryKind> Neighbour<A> {
    pub fn new(size: usize, align: usize, content: u8) -> Option<Self> {
        let heap = Heap::new();
        let layout = Layout::from_size_align(size, align).unwrap();
        let block = heap.allocate_block(layout).ok()?.cast::<u8>();
        // SAFETY: contract of `usable_size`: a live block, and not of size 0.
        let usable = unsafe { heap.usable_size(block) };
        let mut neighbour = Self {
            block,
            layout,
            usable,
            content,
            heap,
        };

        neighbour.write(content);
        Some(neighbour)
    }

    /// Fills it anew.
    pub fn write(&mut self, content: u8) {
        self.content = content;
        // SAFETY: every usable byte is the block's (SPEC SMH-USABLE-1).
        unsafe { self.block.write_bytes(content, self.usable) };
    }

    /// Nobody else has written to it.
    pub fn is_intact(&self) {
        // SAFETY: SPEC SMH-USABLE-1: every usable byte is the block's, and `write` has filled it.
        let bytes = unsafe { std::slice::from_raw_parts(self.block.as_ptr(), self.usable) };
        assert!(bytes.iter().all(|byte| *byte == self.content));
    }
}

impl<A: MemoryKind> Drop for Neighbour<A> {
    fn drop(&mut self) {
        // SAFETY: contract of `deallocate_block`: allocated with this layout, not used any more.
        unsafe { self.heap.deallocate_block(self.block, self.layout) };
    }
}

/// The element with this number, counted round and round.
pub fn pick<X>(all: &mut [X], which: usize) -> Option<&mut X> {
    let len = all.len();

    all.get_mut(which % len.max(1))
}

/// Takes the element with this number out.
pub fn take<X>(all: &mut Vec<X>, which: usize) -> Option<X> {
    (!all.is_empty()).then(|| all.swap_remove(which % all.len()))
}
