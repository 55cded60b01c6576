// SPDX-License-Identifier: Apache-2.0

//! Allocators that take each other's blocks.

use std::alloc::Layout;
use std::marker::PhantomData;

use shared_multi_heap::{Attribute, Heap, Policy, SupportsAtomics};

use super::calls::{Calls, Global, InC, Inherent, traits};
use super::leaf::Leaf;

/// Ways to call one allocator, and the memory behind it in the order in which it is used.
pub struct Family {
    pub name: &'static str,
    pub ways: Vec<Box<dyn Calls>>,
    pub leaves: Vec<Box<dyn Leaf>>,
    pub set_policy: fn(best: bool),
}

impl Family {
    /// A heap in which atomics work: every trait, its own functions, and C.
    pub fn heap<A: SupportsAtomics>(heap: Heap<A>) -> Self {
        let mut ways = traits!(heap);

        ways.push(Box::new(Global(heap)));
        ways.extend(Self::without_traits(heap));
        Self {
            name: A::NAME,
            ways,
            leaves: vec![Box::new(heap)],
            set_policy: set_policy::<A>,
        }
    }

    /// A heap in which they need not: its own functions and C, and what else is given.
    pub fn bare<A: Attribute>(heap: Heap<A>, mut ways: Vec<Box<dyn Calls>>) -> Self {
        ways.extend(Self::without_traits(heap));
        Self {
            name: A::NAME,
            ways,
            leaves: vec![Box::new(heap)],
            set_policy: set_policy::<A>,
        }
    }

    fn without_traits<A: Attribute>(heap: Heap<A>) -> [Box<dyn Calls>; 2] {
        [Box::new(Inherent(heap)), Box::new(InC(PhantomData::<A>))]
    }

    /// The first leaf that is certain to have room, if the layout needs any.
    pub fn leaf_that_must_have_room(&self, layout: Layout) -> Option<usize> {
        if layout.size() == 0 {
            return Some(0);
        }
        self.leaves
            .iter()
            .position(|leaf| leaf.must_have_room(layout))
    }
}

/// Chooses the policy of an attribute, if the build has that one.
pub fn set_policy<A: Attribute>(best: bool) {
    let policy = if best {
        Policy::BestFit
    } else {
        Policy::FirstFit
    };

    if Heap::<A>::new().set_policy(policy).is_ok() {
        assert_eq!(Heap::<A>::new().policy(), policy);
    }
}
