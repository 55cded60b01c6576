// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, Memory};

fn main() {
    let mut memory: Memory = Box::leak(Box::new_uninit_slice(1000));
    let first = Cacheable.add(memory);
    memory = Box::leak(Box::new_uninit_slice(1000));
    assert!(first.is_err() && Cacheable.add(memory).is_err());
}
