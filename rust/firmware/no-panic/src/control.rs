// SPDX-License-Identifier: Apache-2.0

//! What does panic: the search must find each of these.

use allocator_api2::vec::Vec;
use shared_multi_heap::Cacheable;

#[unsafe(no_mangle)]
fn control_index(place: usize) -> u8 {
    const TABLE: [u8; 4] = [3, 1, 4, 1];

    TABLE[place]
}

#[unsafe(no_mangle)]
fn control_expect(count: usize) -> usize {
    count.checked_mul(12).expect("a small count")
}

/// A vector of allocator-api2 panics if a capacity overflows.
#[unsafe(no_mangle)]
fn control_push(count: usize) -> usize {
    let mut bytes: Vec<usize, Cacheable> = Vec::new_in(Cacheable);

    bytes.resize(count, 1);
    bytes.len()
}
