// SPDX-License-Identifier: Apache-2.0

//! Random calls of typed allocators, by every trait, by their own functions and by C, against a
//! shadow model.

#![cfg_attr(feature = "nightly", feature(allocator_api))]

mod common;
mod model;

use common::{Baseline, Last, Tcm, add, init};
use model::Model;
use model::calls::{Global, traits};
use model::family::Family;
use model::tally::Total;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{AssumeAtomics, Cacheable, External, NonCacheable, attribute};

/// Regions of several sizes and of lengths that are no multiple of anything.
fn regions() {
    init();
    add(Cacheable, 4096);
    add(NonCacheable, 3001);
    add(Cacheable, 1500);
    add(External, 8192);
    add(NonCacheable, 6000);
    add(Tcm, 5000);
    add(Cacheable, 300);
    add(Last, 2500);
}

/// The heap of `External` with its own functions, and the adapter.
fn external() -> Family {
    // SAFETY: contract of `new`: the model stores bytes only.
    let adapter = unsafe { AssumeAtomics::<attribute::External>::new() };
    let mut ways = traits!(adapter);

    ways.push(Box::new(Global(adapter)));
    Family::bare(External, ways)
}

fn check(cases: u32, families: &[Family]) {
    let baseline = Baseline::now();
    let total = Total::default();

    common::replay::check(cases, model::op::sequences(), |ops| {
        let mut model = Model::new(families);

        ops.iter().for_each(|op| model.step(op));
        total.add(model.finish());
        baseline.assert_empty();
    });
    total.assert_all_happened(1);
}

rusty_fork_test! {
    #[test]
    fn one_attribute_full_and_empty() {
        init();
        add(Cacheable, 4096);
        check(200, &[Family::heap(Cacheable)]);
    }

    #[test]
    fn several_attributes_at_once() {
        regions();
        let families = [
            Family::heap(Cacheable),
            Family::heap(NonCacheable),
            Family::heap(Tcm),
            Family::heap(Last),
            external(),
        ];
        check(300, &families);
    }

    #[test]
    fn attribute_without_a_region() {
        init();
        add(NonCacheable, 4096);
        check(40, &[Family::heap(Cacheable), Family::heap(NonCacheable)]);
    }
}
