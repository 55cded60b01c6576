// SPDX-License-Identifier: Apache-2.0

//! An attribute as the heap of the whole program.

extern crate alloc;

use alloc::format;
use alloc::vec::Vec;

use shared_multi_heap::Cacheable;

use crate::{Tally, check};

#[global_allocator]
static GLOBAL: Cacheable = Cacheable;

pub fn check(tally: &mut Tally) {
    tally.heading("Global allocator");
    let mut numbers = Vec::new();
    for number in 0..500_u32 {
        numbers.push(number);
    }
    let zeroes = alloc::vec![0_u8; 2000];
    let text = format!("{} numbers", numbers.len());

    check!(
        tally,
        Cacheable.owns(numbers.as_ptr()) && numbers.iter().sum::<u32>() == 124_750,
        "plain vectors lie in cacheable memory",
    );
    check!(
        tally,
        zeroes.iter().all(|byte| *byte == 0),
        "zeroed ones are zero"
    );
    check!(
        tally,
        Cacheable.owns(text.as_ptr()) && text == "500 numbers",
        "and so do strings",
    );
}
