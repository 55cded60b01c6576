// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use std::sync::Arc;

use shared_multi_heap::{Cacheable, Fallback};

fn main() {
    assert!(Arc::try_new_in(7, Fallback::new(Cacheable, Cacheable)).is_err());
}
