// SPDX-License-Identifier: Apache-2.0

use std::mem::MaybeUninit;

use shared_multi_heap::{Cacheable, Memory};

fn main() {
    let memory: Memory = Box::leak(Box::new_uninit_slice(64));
    let memory = Cacheable.add(memory).unwrap_err().into_memory();
    memory[0] = MaybeUninit::new(1);
}
