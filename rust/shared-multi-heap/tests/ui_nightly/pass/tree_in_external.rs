// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use std::collections::BTreeMap;

use shared_multi_heap::Cacheable;

fn main() {
    let tree = BTreeMap::<u8, u8, _>::new_in(Cacheable);
    assert!(tree.is_empty());
}
