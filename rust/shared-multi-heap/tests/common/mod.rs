// SPDX-License-Identifier: Apache-2.0

//! Regions for tests, and what must hold of them. The pool is one per process, so each test that
//! initialises it runs in a process of its own (`rusty_fork_test!`).

#![allow(dead_code, reason = "each test file takes what it needs")]

pub mod replay;

use shared_multi_heap::{Attribute, Heap, Memory, RegionId, RegionInfo, regions};

shared_multi_heap::attribute! {
    /// Memory of a further number, as a board would declare it.
    // SAFETY: contract of `Attribute`: on a host nothing depends on a cache, and atomics work.
    pub attribute Tcm(TcmAttribute) = unsafe { 5 } { cached: false, atomics: true };
    /// The highest legal number, on the host.
    // SAFETY: contract of `Attribute`: only ordinary RAM is added.
    pub attribute Last(LastAttribute) = unsafe { 15 } { atomics: true, ordinary: true };
}

/// Memory for a region, for the rest of the process.
pub fn memory(bytes: usize) -> Memory {
    Box::leak(Box::new_uninit_slice(bytes))
}

/// Adds a region of so many bytes to the pool.
pub fn add<A: Attribute>(heap: Heap<A>, bytes: usize) -> RegionId {
    // SAFETY: contract of `Attribute`: nothing on the host can tell whether a cache holds
    // the memory, and atomics work in it (`core::sync::atomic`).
    unsafe { heap.add_claimed(memory(bytes)) }.expect("the region is good")
}

/// Initialises the pool.
pub fn init() {
    shared_multi_heap::init().expect("no other test has run in this process");
}

/// The pool as it was when all blocks were free.
#[derive(Debug)]
pub struct Baseline(Vec<RegionInfo>);

impl Baseline {
    /// Remembers the regions, all of which are empty now.
    pub fn now() -> Self {
        let baseline = Self(regions().collect());

        baseline.assert_empty();
        baseline
    }

    /// Every region is sound, no block is live, and each is one free block again, as at first
    /// (SPEC SMH-ALLOC-7).
    pub fn assert_empty(&self) {
        for (before, now) in self.0.iter().zip(regions()) {
            assert_eq!(now.region.validate(), Ok(()));
            assert_eq!(now.allocated, 0, "{now:?} is not empty");
            assert_eq!(now.free, now.capacity);
            assert_eq!(
                now.largest_free, before.largest_free,
                "{now:?} is not one block"
            );
        }
        assert_eq!(self.0.len(), regions().count());
    }
}

/// Every region is sound.
pub fn assert_sound() {
    for region in regions() {
        assert_eq!(region.region.validate(), Ok(()));
    }
}

/// Bytes held by live blocks of an attribute (0 in a build without figures).
pub fn allocated<A: Attribute>(_: Heap<A>) -> usize {
    let of_this = |region: &RegionInfo| region.attribute == A::NUMBER;

    regions()
        .filter(of_this)
        .map(|region| region.allocated)
        .sum()
}

/// The address range of an attribute's regions holds all of a value or slice.
pub fn lies_in<A: Attribute, T: ?Sized>(heap: Heap<A>, value: &T) -> bool {
    let first = (&raw const *value).cast::<u8>();
    let last = first.wrapping_add(size_of_val(value).saturating_sub(1));

    heap.owns(first) && heap.owns(last)
}
