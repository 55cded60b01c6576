// SPDX-License-Identifier: Apache-2.0

//! What the model knows of the memory behind an allocator.

use std::alloc::Layout;
use std::ptr::NonNull;

use shared_multi_heap::{ALIGN, Attribute, Heap, region_of, regions};

use super::arena::Arena;

/// Memory that blocks can come from. The questions leave it as it was.
pub trait Leaf {
    /// Whether all of a block lies here.
    fn holds(&self, block: NonNull<u8>, bytes: usize) -> bool;

    /// Whether a new block of this layout can be had now.
    fn has_room(&self, layout: Layout) -> bool;

    /// Whether a new block of this layout is certain to be had, by what the specification says.
    fn must_have_room(&self, layout: Layout) -> bool;

    /// Whether the block could have another size where it lies.
    ///
    /// # Safety
    ///
    /// A live block that lies here, of the layout `old`; neither size is 0.
    unsafe fn has_room_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool;
}

/// The regions of an attribute.
impl<A: Attribute> Leaf for Heap<A> {
    fn holds(&self, block: NonNull<u8>, bytes: usize) -> bool {
        let last = block.as_ptr().wrapping_add(bytes - 1);

        match (region_of(block.as_ptr()), region_of(last)) {
            (Some(first), Some(last)) => first == last && first.attribute == A::NUMBER,
            _ => false,
        }
    }

    fn has_room(&self, layout: Layout) -> bool {
        let Ok(block) = self.allocate_block(layout) else {
            return false;
        };
        // SAFETY: contract of `deallocate_block`: allocated above.
        unsafe { self.deallocate_block(block.cast(), layout) };
        true
    }

    /// SPEC SMH-INFO-5 and SMH-ALIGN-4.
    fn must_have_room(&self, layout: Layout) -> bool {
        let smallest = 2 * ALIGN - 4;
        let lead = layout.align().saturating_sub(ALIGN);
        let bytes = layout.size().max(smallest).saturating_add(lead);

        regions().any(|region| region.attribute == A::NUMBER && region.largest_free >= bytes)
    }

    unsafe fn has_room_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        // SAFETY: a live block of this attribute (caller contract).
        if !unsafe { self.resize_block_in_place(block, old, new) } {
            return false;
        }
        // What it gave up lies behind it still, and what it took it can give back.
        // SAFETY: the same block, which has the new layout now (caller contract).
        let back = unsafe { self.resize_block_in_place(block, new, old) };
        assert!(
            back,
            "{old:?} became {new:?} in place, and not {old:?} again"
        );
        true
    }
}

/// The memory of an arena, which follows its own rules to the letter.
impl Leaf for Arena {
    fn holds(&self, block: NonNull<u8>, bytes: usize) -> bool {
        self.contains(block, bytes)
    }

    fn has_room(&self, layout: Layout) -> bool {
        self.fits(layout)
    }

    fn must_have_room(&self, layout: Layout) -> bool {
        self.fits(layout)
    }

    unsafe fn has_room_in_place(&self, block: NonNull<u8>, old: Layout, new: Layout) -> bool {
        self.fits_in_place(block, old, new)
    }
}
