// SPDX-License-Identifier: Apache-2.0

use std::mem::MaybeUninit;

use shared_multi_heap::Cacheable;

static RAM: [MaybeUninit<u8>; 1000] = [MaybeUninit::uninit(); 1000];

fn main() {
    let memory: &'static [MaybeUninit<u8>] = &RAM;
    assert!(Cacheable.add(memory).is_err());
}
