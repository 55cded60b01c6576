// SPDX-License-Identifier: Apache-2.0

use core::alloc::Layout;

use allocator_api2::alloc::Allocator;
use shared_multi_heap::External;

fn main() {
    assert!(Allocator::allocate(&External, Layout::new::<u32>()).is_err());
}
