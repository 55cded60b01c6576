// SPDX-License-Identifier: Apache-2.0

use allocator_api2::boxed::Box;
use shared_multi_heap::Cacheable;

fn main() {
    let _number = Box::try_new_in(7, Cacheable);
}
