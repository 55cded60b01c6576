// SPDX-License-Identifier: Apache-2.0

use allocator_api2::vec::Vec;
use shared_multi_heap::{Cacheable, Fallback, NonCacheable};

fn main() {
    let bytes: Vec<u8, _> = Vec::new_in(Fallback::new(Cacheable, NonCacheable));
    assert!(bytes.is_empty());
}
