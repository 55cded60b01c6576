// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use std::sync::atomic::AtomicU32;

use shared_multi_heap::External;

fn main() {
    assert!(Box::try_new_in(AtomicU32::new(7), External).is_err());
}
