// SPDX-License-Identifier: Apache-2.0

//! What the pool tells of itself.

use core::ptr;

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use shared_multi_heap::{
    Attribute, Cacheable, External, Heap, NonCacheable, Policy, region_of, regions,
};

use crate::regions::{Scratch, label};
use crate::{Tally, check};

/// Bytes in live blocks of an attribute.
pub fn allocated<A: Attribute>(_: Heap<A>) -> usize {
    regions()
        .filter(|region| region.attribute == A::NUMBER)
        .map(|region| region.allocated)
        .sum()
}

pub fn check(tally: &mut Tally) {
    tally.heading("Information");
    check_owner(tally);
    check_figures(tally);
    check_policy(tally);
    check_sound(tally);
}

fn check_owner(tally: &mut Tally) {
    let number = Box::new_in(1_u32, NonCacheable);
    let owner = region_of(&raw const *number);

    check!(
        tally,
        owner.is_some_and(|owner| owner.attribute == 1 && ptr::eq(owner.user_data, label())),
        "the region of a block has its attribute and user data",
    );
    check!(
        tally,
        region_of(&raw const owner).is_none() && region_of(ptr::null::<u8>()).is_none(),
        "what is not in the pool has no region",
    );
}

fn check_figures(tally: &mut Tally) {
    let before = allocated(NonCacheable);
    let bytes: Vec<u8, NonCacheable> = Vec::with_capacity_in(1000, NonCacheable);
    let usable = NonCacheable.usable_size_of(&bytes);

    check!(
        tally,
        (1000..1064).contains(&usable),
        "a block holds a little more than asked for"
    );
    check!(
        tally,
        allocated(NonCacheable) == before + usable,
        "the figures of a region count its blocks",
    );
    check!(
        tally,
        regions().all(|region| {
            region.region.info() == Some(region)
                && region.allocated <= region.max_allocated
                && region.largest_free <= region.free
                && region.free == region.capacity - region.allocated
        }),
        "the figures of all regions agree",
    );
}

fn check_policy(tally: &mut Tally) {
    let before = Cacheable.policy();
    let set = Cacheable.set_policy(Policy::BestFit);
    let now = Cacheable.policy();
    let others = NonCacheable.policy();
    let reset = Cacheable.set_policy(before);

    check!(
        tally,
        before == Policy::FirstFit
            && (set, reset) == (Ok(()), Ok(()))
            && (now, others) == (Policy::BestFit, Policy::FirstFit),
        "each attribute has its policy",
    );
}

/// Validates every region.
pub fn check_sound(tally: &mut Tally) {
    check!(
        tally,
        regions().all(|region| region.region.validate() == Ok(())),
        "every region is sound",
    );
}

/// At the end nothing may be left.
pub fn check_all_given_back(tally: &mut Tally) {
    tally.heading("At the end");
    let left =
        allocated(Cacheable) + allocated(NonCacheable) + allocated(External) + allocated(Scratch);

    check!(tally, left == 0, "every block was given back");
    check_sound(tally);
}
