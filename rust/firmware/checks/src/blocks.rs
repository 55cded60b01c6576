// SPDX-License-Identifier: Apache-2.0

//! Blocks without any collection: sizes and alignments at their edges.

use core::alloc::Layout;
use core::ptr::NonNull;

use shared_multi_heap::{Attribute, Cacheable, External, Heap, NonCacheable, OutOfMemory};

use crate::regions::Scratch;
use crate::{Tally, check};

/// A block, its heap and its layout.
pub struct Block<A: Attribute> {
    heap: Heap<A>,
    bytes: NonNull<u8>,
    layout: Layout,
}

/// Allocates a block; it is given back when the result is dropped.
pub fn allocate<A: Attribute>(
    heap: Heap<A>,
    size: usize,
    align: usize,
) -> Result<Block<A>, OutOfMemory> {
    let layout = layout(size, align);
    let bytes = heap.allocate_block(layout)?.cast();

    Ok(Block {
        heap,
        bytes,
        layout,
    })
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).expect("checks ask for legal layouts only")
}

impl<A: Attribute> Block<A> {
    pub fn address(&self) -> usize {
        self.bytes.addr().get()
    }

    pub fn is_in_its_heap(&self) -> bool {
        self.heap.owns(self.bytes.as_ptr())
    }

    pub fn fill(&mut self, value: u8) {
        // SAFETY: a live block of that many bytes, which is ours alone (SPEC SMH-ALLOC-1).
        unsafe { self.bytes.write_bytes(value, self.layout.size()) };
    }

    /// The first bytes, which must have been filled.
    pub fn is_filled(&self, value: u8, size: usize) -> bool {
        assert!(size <= self.layout.size());
        (0..size).all(|offset| {
            // SAFETY: inside the block, whose size is compared above (SPEC SMH-ALLOC-1).
            let byte = unsafe { self.bytes.add(offset) };
            // SAFETY: inside the block (SPEC SMH-ALLOC-1), and filled before.
            unsafe { byte.read() == value }
        })
    }

    /// Grows or shrinks; the block is as it was if that fails.
    pub fn resize(&mut self, size: usize, align: usize) -> Result<(), OutOfMemory> {
        let new = layout(size, align);
        let bytes = if size >= self.layout.size() {
            // SAFETY: our live block and its layout, and the new size is not smaller (contract of
            // `grow_block`; SPEC SMH-REALLOC-5).
            unsafe { self.heap.grow_block(self.bytes, self.layout, new)? }
        } else {
            // SAFETY: our live block and its layout, and the new size is smaller (contract of
            // `shrink_block`; SPEC SMH-REALLOC-3).
            unsafe { self.heap.shrink_block(self.bytes, self.layout, new)? }
        };

        self.bytes = bytes.cast();
        self.layout = new;
        Ok(())
    }

    /// Resizes without moving, if that can be.
    pub fn resize_in_place(&mut self, size: usize) -> bool {
        let new = layout(size, self.layout.align());
        // SAFETY: our live block and its layout (SPEC SMH-RESIZE-1).
        let fits = unsafe {
            self.heap
                .resize_block_in_place(self.bytes, self.layout, new)
        };

        if fits {
            self.layout = new;
        }
        fits
    }
}

impl<A: Attribute> Drop for Block<A> {
    fn drop(&mut self) {
        // SAFETY: our live block and its layout; nothing can use it after this (SPEC SMH-FREE-2).
        unsafe { self.heap.deallocate_block(self.bytes, self.layout) };
    }
}

pub fn check(tally: &mut Tally) {
    tally.heading("Blocks");
    check_in("cacheable", Cacheable, tally);
    check_in("non-cacheable", NonCacheable, tally);
    check_in("external", External, tally);
    check_in("scratch", Scratch, tally);
}

fn check_in<A: Attribute>(name: &str, heap: Heap<A>, tally: &mut Tally) {
    check!(
        tally,
        [1, 8, 16, 64, 256, 4096]
            .into_iter()
            .all(|align| is_aligned(heap, align)),
        "{name}: alignments up to 4096 are kept",
    );
    check!(
        tally,
        keeps_content(heap).is_ok_and(|kept| kept),
        "{name}: content is kept"
    );
    check!(
        tally,
        zeroed(heap).is_ok_and(|zeroed| zeroed),
        "{name}: zeroed blocks are zero"
    );
    check!(
        tally,
        in_place(heap).is_ok_and(|held| held),
        "{name}: blocks resize in place"
    );
}

fn is_aligned<A: Attribute>(heap: Heap<A>, align: usize) -> bool {
    allocate(heap, 24, align)
        .is_ok_and(|block| block.address() % align == 0 && block.is_in_its_heap())
}

/// Grows to a stricter alignment, with a neighbour in the way, and shrinks.
fn keeps_content<A: Attribute>(heap: Heap<A>) -> Result<bool, OutOfMemory> {
    let mut block = allocate(heap, 100, 4)?;
    block.fill(0x5a);
    let wall = allocate(heap, 16, 1)?;

    block.resize(1000, 512)?;
    let grown = block.is_filled(0x5a, 100) && block.address() % 512 == 0;
    block.resize(10, 1024)?;
    let shrunk = block.is_filled(0x5a, 10) && block.address() % 1024 == 0;
    let failed = block.resize(1 << 30, 4).is_err() && block.is_filled(0x5a, 10);
    Ok(grown && shrunk && failed && wall.is_in_its_heap())
}

fn zeroed<A: Attribute>(heap: Heap<A>) -> Result<bool, OutOfMemory> {
    let mut block = allocate(heap, 300, 1)?;
    block.fill(0xff);
    drop(block);

    let layout = layout(300, 1);
    let bytes = heap.allocate_block_zeroed(layout)?.cast();
    let block = Block {
        heap,
        bytes,
        layout,
    };
    Ok(block.is_filled(0, 300))
}

fn in_place<A: Attribute>(heap: Heap<A>) -> Result<bool, OutOfMemory> {
    let mut block = allocate(heap, 200, 8)?;
    let address = block.address();
    block.fill(0xa5);

    let shrinks = block.resize_in_place(50);
    let wall = allocate(heap, 64, 1)?;
    let stuck = !block.resize_in_place(2000);
    drop(wall);
    let grows = block.resize_in_place(200);
    Ok(shrinks && stuck && grows && block.address() == address && block.is_filled(0xa5, 50))
}
