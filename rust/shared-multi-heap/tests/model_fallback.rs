// SPDX-License-Identifier: Apache-2.0

//! Random calls of pairs of allocators, in every shape, against a shadow model. What it expects is
//! the same for all: a block stays where it is if it can, else it goes to the first memory that has
//! room, in the order from left to right.

#![cfg_attr(feature = "nightly", feature(allocator_api))]

mod common;
mod model;

use std::alloc::GlobalAlloc;

use common::{Baseline, Tcm, add, init};
use model::Model;
use model::arena::Arena;
use model::calls::{Global, traits};
use model::family::Family;
use model::leaf::Leaf;
use model::tally::Total;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{Cacheable, Fallback, NonCacheable};

type Leaves = Vec<Box<dyn Leaf>>;

fn regions() {
    init();
    add(Tcm, 1000);
    add(Cacheable, 2100);
    add(Cacheable, 1500);
    add(NonCacheable, 6000);
}

/// A pair by every trait of an enabled source.
macro_rules! family {
    ($name:literal, $pair:expr, $leaves:expr) => {
        Family {
            name: $name,
            ways: traits!($pair),
            leaves: $leaves,
            set_policy: model::family::set_policy::<shared_multi_heap::attribute::Cacheable>,
        }
    };
}

fn with_global<T: GlobalAlloc + 'static>(mut family: Family, pair: T) -> Family {
    family.ways.push(Box::new(Global(pair)));
    family
}

fn check(cases: u32, family: Family, arenas: &[Arena]) {
    let baseline = Baseline::now();
    let leaves = family.leaves.len();
    let families = [family];
    let total = Total::default();

    common::replay::check(cases, model::op::sequences(), |ops| {
        let mut model = Model::new(&families);

        ops.iter().for_each(|op| model.step(op));
        total.add(model.finish());
        baseline.assert_empty();
        assert!(arenas.iter().all(|arena| arena.is_empty()));
    });
    total.assert_all_happened(leaves);
}

rusty_fork_test! {
    #[test]
    fn two_attributes() {
        regions();
        let pair = Fallback::new(Cacheable, NonCacheable);
        let leaves: Leaves = vec![Box::new(Cacheable), Box::new(NonCacheable)];

        check(200, with_global(family!("pair", pair, leaves), pair), &[]);
    }

    #[test]
    fn the_other_way_round() {
        regions();
        let pair = Fallback::new(NonCacheable, Cacheable);
        let leaves: Leaves = vec![Box::new(NonCacheable), Box::new(Cacheable)];

        check(100, with_global(family!("reverse", pair, leaves), pair), &[]);
    }

    #[test]
    fn an_attribute_with_itself() {
        regions();
        let pair = Fallback::new(Cacheable, Cacheable);

        check(50, with_global(family!("twice", pair, vec![Box::new(Cacheable)]), pair), &[]);
    }

    #[test]
    fn a_pair_first() {
        regions();
        let three = Fallback::new(Fallback::new(Tcm, Cacheable), NonCacheable);
        let leaves: Leaves = vec![Box::new(Tcm), Box::new(Cacheable), Box::new(NonCacheable)];

        check(100, family!("pair first", three, leaves), &[]);
    }

    #[test]
    fn a_pair_second() {
        regions();
        let three = Fallback::new(Tcm, Fallback::new(Cacheable, NonCacheable));
        let leaves: Leaves = vec![Box::new(Tcm), Box::new(Cacheable), Box::new(NonCacheable)];

        check(100, family!("pair second", three, leaves), &[]);
    }

    #[test]
    fn two_pairs() {
        regions();
        let arena = Arena::new(700, true);
        let four = Fallback::new(Fallback::new(Tcm, arena), Fallback::new(Cacheable, NonCacheable));
        let leaves: Leaves =
            vec![Box::new(Tcm), Box::new(arena), Box::new(Cacheable), Box::new(NonCacheable)];

        check(100, family!("two pairs", four, leaves), &[arena]);
    }

    #[test]
    fn a_foreign_allocator_first() {
        regions();
        let arena = Arena::new(1200, false);
        let leaves: Leaves = vec![Box::new(arena), Box::new(Cacheable)];

        check(100, family!("arena first", Fallback::new(arena, Cacheable), leaves), &[arena]);
    }

    #[test]
    fn a_foreign_allocator_that_resizes_first() {
        regions();
        let arena = Arena::new(1200, true);
        let leaves: Leaves = vec![Box::new(arena), Box::new(Cacheable)];

        check(100, family!("arena first", Fallback::new(arena, Cacheable), leaves), &[arena]);
    }

    #[test]
    fn a_foreign_allocator_second() {
        regions();
        let arena = Arena::new(5000, false);
        let leaves: Leaves = vec![Box::new(Cacheable), Box::new(arena)];

        check(100, family!("arena second", Fallback::new(Cacheable, arena), leaves), &[arena]);
    }

    #[test]
    fn two_foreign_allocators() {
        regions();
        let (first, second) = (Arena::new(900, true), Arena::new(3000, false));
        let leaves: Leaves = vec![Box::new(first), Box::new(second)];

        check(100, family!("arenas", Fallback::new(first, second), leaves), &[first, second]);
    }
}
