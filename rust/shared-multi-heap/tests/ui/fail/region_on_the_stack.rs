// SPDX-License-Identifier: Apache-2.0

use std::mem::MaybeUninit;

use shared_multi_heap::Cacheable;

fn main() {
    let mut memory = [MaybeUninit::uninit(); 1000];
    assert!(Cacheable.add(&mut memory[..]).is_err());
}
