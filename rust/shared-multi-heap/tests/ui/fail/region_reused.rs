// SPDX-License-Identifier: Apache-2.0

use std::mem::MaybeUninit;

use shared_multi_heap::{Cacheable, Memory};

fn main() {
    let memory: Memory = Box::leak(Box::new_uninit_slice(64));
    let _first = Cacheable.add(memory);
    memory[0] = MaybeUninit::new(1);
}
