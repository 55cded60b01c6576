// SPDX-License-Identifier: Apache-2.0

//! A shadow model of allocators: it knows every live block with its layout, place and content, and
//! what each call must do.

#![allow(dead_code, reason = "each test file takes what it needs")]

pub mod arena;
pub mod calls;
pub mod family;
pub mod leaf;
pub mod op;
pub mod tally;

use std::alloc::Layout;
use std::collections::BTreeMap;
use std::ptr::NonNull;

use shared_multi_heap::{region_of, regions};

use calls::Calls;
use family::Family;
use op::Op;
use tally::Tally;

/// A live block.
#[derive(Clone, Copy)]
struct Block {
    family: usize,
    start: NonNull<u8>,
    layout: Layout,
    seed: u8,
}

/// Where a block is to be after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    WhereItWas,
    Leaf(usize),
}

/// The model of a sequence of calls.
pub struct Model<'a> {
    families: &'a [Family],
    blocks: Vec<Block>,
    /// Start and end of every block that has a size.
    spans: BTreeMap<usize, usize>,
    tally: Tally,
}

impl<'a> Model<'a> {
    pub fn new(families: &'a [Family]) -> Self {
        Self {
            families,
            blocks: Vec::new(),
            spans: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    /// Does one operation and checks all that it must have done.
    pub fn step(&mut self, op: &Op) {
        self.tally.operations += 1;
        match *op {
            Op::Allocate {
                family,
                way,
                layout,
                zeroed,
                probe,
            } => {
                let family = family.index(self.families.len());

                self.allocate(
                    family,
                    way.index(self.families[family].ways.len()),
                    layout,
                    zeroed,
                    probe,
                );
            }
            Op::Change {
                block,
                way,
                layout,
                zeroed,
                probe,
            } => {
                if let Some((index, way)) = self.pick(block, way) {
                    self.change(index, way, layout, zeroed, probe);
                }
            }
            Op::Resize { block, way, size } => {
                if let Some((index, way)) = self.pick(block, way) {
                    self.resize(index, way, size);
                }
            }
            Op::Free { block, way } => {
                if let Some((index, way)) = self.pick(block, way) {
                    self.free(index, way);
                }
            }
            Op::Policy { family, best } => {
                let family = family.index(self.families.len());

                (self.families[family].set_policy)(best);
            }
        }
        for region in regions() {
            assert_eq!(region.region.validate(), Ok(()));
        }
    }

    /// Checks what is there now, gives all back, and tells what has happened.
    pub fn finish(mut self) -> Tally {
        self.check_figures();
        while let Some(index) = self.blocks.len().checked_sub(1) {
            self.free(index, 0);
        }
        self.tally
    }

    fn pick(
        &self,
        block: proptest::sample::Index,
        way: proptest::sample::Index,
    ) -> Option<(usize, usize)> {
        if self.blocks.is_empty() {
            return None;
        }
        let block = block.index(self.blocks.len());
        let ways = &self.families[self.blocks[block].family].ways;

        Some((block, way.index(ways.len())))
    }

    fn allocate(&mut self, family: usize, way: usize, layout: Layout, zeroed: bool, probe: bool) {
        let expected = probe.then(|| self.place_of_new(family, layout));
        let must = self.families[family].leaf_that_must_have_room(layout);
        let way = &self.families[family].ways[way];
        let result = if zeroed {
            way.allocate_zeroed(layout)
        } else {
            way.allocate(layout)
        };

        self.check_place(family, layout, result, None, expected, must, way.as_ref());
        if let Ok(start) = result {
            let block = Block {
                family,
                start,
                layout,
                seed: self.tally.operations as u8,
            };

            assert!(
                !zeroed || block.bytes().iter().all(|byte| *byte == 0),
                "not all zeroes"
            );
            self.insert(block);
        }
    }

    fn change(&mut self, index: usize, way: usize, layout: Layout, zeroed: bool, probe: bool) {
        let old = self.blocks[index];
        let family = &self.families[old.family];
        let way = &family.ways[way];
        let align = if way.realigns() {
            layout.align()
        } else {
            old.layout.align()
        };
        let new = Layout::from_size_align(layout.size(), align).expect("both are small");
        let must = family.leaf_that_must_have_room(new);

        old.check(old.layout.size());
        let expected = probe.then(|| self.place_of_changed(&old, new));
        // SAFETY: a live block of this family (the model has it), and the function is chosen by
        // the sizes (`core::alloc::Allocator::grow`, `core::alloc::Allocator::shrink`).
        let result = unsafe { call_change(way.as_ref(), &old, new, zeroed) };

        self.check_place(
            old.family,
            new,
            result,
            Some(old.start),
            expected,
            must,
            way.as_ref(),
        );
        match result {
            Ok(start) => self.changed(index, start, new, zeroed),
            Err(()) => old.check(old.layout.size()),
        }
    }

    /// Takes note of a successful change.
    fn changed(&mut self, index: usize, start: NonNull<u8>, new: Layout, zeroed: bool) {
        let old = self.remove(index);
        let block = Block {
            start,
            layout: new,
            ..old
        };

        block.check(old.layout.size().min(new.size()));
        if zeroed && new.size() >= old.layout.size() {
            let rest = &block.bytes()[old.layout.size()..];
            assert!(
                rest.iter().all(|byte| *byte == 0),
                "not all new bytes are zeroes"
            );
        }
        self.insert(block);
    }

    fn resize(&mut self, index: usize, way: usize, size: usize) {
        let old = self.blocks[index];
        let way = &self.families[old.family].ways[way];
        let new = Layout::from_size_align(size, old.layout.align()).expect("both are small");

        old.check(old.layout.size());
        // SAFETY: contract of `resize`: a live block of this family, since the model has it.
        match unsafe { way.resize(old.start, old.layout, new) } {
            None => {}
            Some(true) => {
                assert_eq!(
                    old.layout.size() == 0,
                    size == 0,
                    "size 0 fits size 0 alone"
                );
                self.changed(index, old.start, new, false);
            }
            Some(false) => {
                assert!(
                    size == 0 || size > old.layout.size(),
                    "a smaller size always fits"
                );
                old.check(old.layout.size());
            }
        }
    }

    fn free(&mut self, index: usize, way: usize) {
        let block = self.remove(index);

        block.check(block.layout.size());
        // SAFETY: contract of `deallocate`: a live block of this family, which the model forgets.
        unsafe { self.families[block.family].ways[way].deallocate(block.start, block.layout) };
    }

    /// Where a new block is to be: in the first leaf that has room.
    fn place_of_new(&self, family: usize, layout: Layout) -> Place {
        if layout.size() == 0 {
            return Place::WhereItWas;
        }
        let leaves = &self.families[family].leaves;

        leaves
            .iter()
            .position(|leaf| leaf.has_room(layout))
            .map_or(Place::Nowhere, Place::Leaf)
    }

    /// Where a block is to be: where it is if that is possible, else as a new one.
    fn place_of_changed(&self, old: &Block, new: Layout) -> Place {
        if old.layout.size() == 0 || new.size() == 0 {
            return self.place_of_new(old.family, new);
        }
        let leaf =
            &self.families[old.family].leaves[self.leaf_of(old.family, old.start, old.layout)];

        // SAFETY: contract of `has_room_in_place`: a live block that lies there, and neither size
        // is 0.
        if unsafe { leaf.has_room_in_place(old.start, old.layout, new) } {
            return Place::WhereItWas;
        }
        self.place_of_new(old.family, new)
    }

    /// The leaf that all of a block lies in.
    fn leaf_of(&self, family: usize, start: NonNull<u8>, layout: Layout) -> usize {
        let leaves = &self.families[family].leaves;

        leaves
            .iter()
            .position(|leaf| leaf.holds(start, layout.size()))
            .expect("the block lies in no memory of its allocator")
    }

    /// Checks the result of a call: against what was to be expected if that was asked, and else
    /// against what the specification promises.
    #[expect(clippy::too_many_arguments, reason = "all that is known of a call")]
    fn check_place(
        &mut self,
        family: usize,
        layout: Layout,
        result: calls::Result,
        old: Option<NonNull<u8>>,
        expected: Option<Place>,
        must: Option<usize>,
        way: &dyn Calls,
    ) {
        let place = match result {
            Err(()) => Place::Nowhere,
            Ok(_) if layout.size() == 0 => Place::WhereItWas,
            Ok(start) if Some(start) == old => Place::WhereItWas,
            Ok(start) => Place::Leaf(self.leaf_of(family, start, layout)),
        };
        let name = (self.families[family].name, way.name());

        match place {
            Place::Nowhere => self.tally.refused += 1,
            Place::WhereItWas => self.tally.in_place += 1,
            Place::Leaf(leaf) => self.tally.in_leaf[leaf] += 1,
        }
        if let Some(expected) = expected {
            assert_eq!(place, expected, "{name:?} {layout:?}");
        }
        if let Some(must) = must {
            assert_ne!(
                place,
                Place::Nowhere,
                "{name:?} {layout:?}: leaf {must} has room"
            );
            if let Place::Leaf(leaf) = place {
                assert!(
                    leaf <= must,
                    "{name:?} {layout:?}: leaf {must} has room, not {leaf}"
                );
            }
        }
    }

    /// Notes a block, fills it, and checks all that concerns its place.
    fn insert(&mut self, block: Block) {
        let start = block.start.addr().get();
        let end = start + block.layout.size();

        assert!(
            start % block.layout.align() == 0,
            "{start:#x} for {:?}",
            block.layout
        );
        if block.layout.size() == 0 {
            assert_eq!(
                region_of(block.start.as_ptr()),
                None,
                "size 0 takes no memory"
            );
        } else {
            self.leaf_of(block.family, block.start, block.layout);
            let before = self.spans.range(..end).next_back();
            assert!(
                before.is_none_or(|(_, before)| *before <= start),
                "blocks overlap"
            );
            self.spans.insert(start, end);
        }
        block.fill();
        self.blocks.push(block);
    }

    fn remove(&mut self, index: usize) -> Block {
        let block = self.blocks.swap_remove(index);

        if block.layout.size() != 0 {
            self.spans.remove(&block.start.addr().get());
        }
        block
    }

    /// What the pool says it has given out is what the model has (SPEC SMH-INFO-3).
    fn check_figures(&self) {
        let mut sums: BTreeMap<_, usize> = BTreeMap::new();

        for block in self.blocks.iter().filter(|block| block.layout.size() != 0) {
            block.check(block.layout.size());
            if let Some(owner) = region_of(block.start.as_ptr()) {
                *sums.entry(owner.region).or_default() += block.usable_size();
            }
        }
        if !shared_multi_heap_sys::STATS {
            return;
        }
        for region in regions() {
            let sum = sums.get(&region.region).copied().unwrap_or(0);
            assert_eq!(region.allocated, sum, "{region:?}");
        }
    }
}

/// Leaves nothing behind for the next sequence, also after a failure.
impl Drop for Model<'_> {
    fn drop(&mut self) {
        for block in self.blocks.drain(..) {
            let way = &self.families[block.family].ways[0];
            // SAFETY: contract of `deallocate`: a live block of this family, which the model forgets.
            unsafe { way.deallocate(block.start, block.layout) };
        }
    }
}

impl Block {
    fn bytes(&self) -> &[u8] {
        // SAFETY: a live block of that size, whose bytes are only written through `fill`
        // (SPEC SMH-ALLOC-1), each call of which ends before the next of this one.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.layout.size()) }
    }

    fn pattern(&self, index: usize) -> u8 {
        ((index as u32).wrapping_mul(0x9E37_79B1) >> 24) as u8 ^ self.seed
    }

    fn fill(&self) {
        for index in 0..self.layout.size() {
            // SAFETY: inside the block (SPEC SMH-ALLOC-1).
            let byte = unsafe { self.start.add(index) };
            // SAFETY: inside the block (SPEC SMH-ALLOC-1), and nothing refers to it.
            unsafe { byte.write(self.pattern(index)) };
        }
    }

    /// The first bytes are what was written.
    fn check(&self, bytes: usize) {
        let good = |(index, byte): (usize, &u8)| *byte == self.pattern(index);

        assert!(
            self.bytes()[..bytes].iter().enumerate().all(good),
            "content has changed"
        );
    }

    fn usable_size(&self) -> usize {
        // SAFETY: contract of `usable_size`: a live block of the pool, whose size is not 0, as the
        // caller has seen.
        unsafe { shared_multi_heap::Cacheable.usable_size(self.start) }
    }
}

/// Calls the function that the sizes ask for.
///
/// # Safety
///
/// A live block that `way` can take.
unsafe fn call_change(way: &dyn Calls, old: &Block, new: Layout, zeroed: bool) -> calls::Result {
    if new.size() < old.layout.size() || (new.size() == old.layout.size() && !zeroed) {
        // SAFETY: not larger than before (caller contract).
        unsafe { way.shrink(old.start, old.layout, new) }
    } else if zeroed {
        // SAFETY: not smaller than before (caller contract).
        unsafe { way.grow_zeroed(old.start, old.layout, new) }
    } else {
        // SAFETY: not smaller than before (caller contract).
        unsafe { way.grow(old.start, old.layout, new) }
    }
}
