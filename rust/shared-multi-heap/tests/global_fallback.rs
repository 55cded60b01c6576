// SPDX-License-Identifier: Apache-2.0

//! A program whose whole heap is a small memory, and a large one for what does not fit.

#[path = "common/early.rs"]
mod early;
#[path = "ui/pass/global_fallback.rs"]
#[allow(dead_code, reason = "only what it declares is used")]
mod heap;

use shared_multi_heap::{Cacheable, NonCacheable, regions};

#[test]
fn what_does_not_fit_lies_in_the_second() {
    assert!(regions().all(|region| region.region.validate().is_ok()));
    let large = vec![7_u8; early::BYTES];
    let mut small = vec![1_u8; 10];

    assert!(NonCacheable.owns(large.as_ptr()) && Cacheable.owns(small.as_ptr()));
    small.resize(early::BYTES, 2);
    assert!(NonCacheable.owns(small.as_ptr()));
    assert!(small[..10].iter().all(|byte| *byte == 1) && small[10..].iter().all(|byte| *byte == 2));
    assert!(regions().all(|region| region.region.validate().is_ok()));
    drop((small, large));
}
