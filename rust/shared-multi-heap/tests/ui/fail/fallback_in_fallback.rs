// SPDX-License-Identifier: Apache-2.0

use allocator_api2::boxed::Box;
use shared_multi_heap::{Cacheable, External, Fallback, NonCacheable};

fn main() {
    let heap = Fallback::new(NonCacheable, Fallback::new(Cacheable, External));
    let _number = Box::try_new_in(7, heap);
}
