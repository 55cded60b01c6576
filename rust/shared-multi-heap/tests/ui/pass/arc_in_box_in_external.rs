// SPDX-License-Identifier: Apache-2.0

use std::sync::Arc;

use allocator_api2::boxed::Box;
use shared_multi_heap::Cacheable;

fn main() {
    let _shared = Box::try_new_in(Arc::new(7), Cacheable);
}
