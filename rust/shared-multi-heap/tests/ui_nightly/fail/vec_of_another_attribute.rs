// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use shared_multi_heap::{Cacheable, NonCacheable};

fn send(packet: Vec<u8, NonCacheable>) -> usize {
    packet.len() + Vec::<u8, _>::new_in(Cacheable).len()
}

fn main() {
    assert_eq!(send(Vec::new_in(Cacheable)), 0);
}
