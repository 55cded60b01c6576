// SPDX-License-Identifier: Apache-2.0

//! Which region of an attribute serves.

mod common;

use std::alloc::Layout;
use std::ptr::NonNull;

use common::{Baseline, add, init};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    Attribute, Cacheable, Heap, NonCacheable, Policy, PolicyError, RegionId, region_of,
};
use shared_multi_heap_sys as sys;

const LARGE: Layout = Layout::new::<[u8; 1500]>();
const SMALL: Layout = Layout::new::<[u8; 400]>();

fn block<A: Attribute>(heap: Heap<A>, layout: Layout) -> NonNull<u8> {
    heap.allocate_block(layout).unwrap().cast()
}

fn region<A: Attribute>(heap: Heap<A>, layout: Layout) -> RegionId {
    let block = block(heap, layout);
    let region = region_of(block.as_ptr()).unwrap().region;

    // SAFETY: contract of `deallocate_block`: allocated above.
    unsafe { heap.deallocate_block(block, layout) };
    region
}

/// A build has both, or tells that it has one.
fn set<A: Attribute>(heap: Heap<A>, policy: Policy) -> bool {
    match (heap.set_policy(policy), sys::POLICY) {
        (Ok(()), _) => true,
        (Err(PolicyError::Fixed), built) if built != sys::SMH_POLICY_SELECT_RUNTIME => false,
        (error, built) => panic!("{error:?} although the policy of the build is {built}"),
    }
}

rusty_fork_test! {
    #[test]
    fn first_fit_takes_the_first_that_has_room() {
        init();
        let (first, second) = (add(Cacheable, 4000), add(Cacheable, 500));
        let baseline = Baseline::now();

        if set(Cacheable, Policy::FirstFit) {
            assert_eq!(Cacheable.policy(), Policy::FirstFit);
            assert_eq!(region(Cacheable, SMALL), first);
            let blocks = [block(Cacheable, LARGE), block(Cacheable, LARGE)];
            assert_eq!(region(Cacheable, SMALL), first);
            let rest = [block(Cacheable, SMALL), block(Cacheable, SMALL)];
            assert_eq!(region(Cacheable, SMALL), second);

            for (block, layout) in blocks.map(|b| (b, LARGE)).into_iter().chain(rest.map(|b| (b, SMALL))) {
                // SAFETY: contract of `deallocate_block`: allocated above.
                unsafe { Cacheable.deallocate_block(block, layout) };
            }
        }
        baseline.assert_empty();
    }

    #[test]
    fn best_fit_takes_the_tightest() {
        init();
        let (first, second) = (add(Cacheable, 4000), add(Cacheable, 500));

        if set(Cacheable, Policy::BestFit) {
            assert_eq!(Cacheable.policy(), Policy::BestFit);
            assert_eq!(region(Cacheable, SMALL), second);
            assert_eq!(region(Cacheable, LARGE), first);
        }
    }

    #[test]
    fn each_attribute_has_its_own() {
        init();
        add(Cacheable, 4000);
        let other = Cacheable.policy();

        for policy in [Policy::BestFit, Policy::FirstFit, Policy::BestFit] {
            if set(NonCacheable, policy) {
                assert_eq!(NonCacheable.policy(), policy);
            }
            assert_eq!(Cacheable.policy(), other);
        }
    }
}
