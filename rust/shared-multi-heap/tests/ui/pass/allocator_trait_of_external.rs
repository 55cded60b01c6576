// SPDX-License-Identifier: Apache-2.0

use core::alloc::Layout;

use allocator_api2::alloc::Allocator;
use shared_multi_heap::Cacheable;

fn main() {
    assert!(Allocator::allocate(&Cacheable, Layout::new::<u32>()).is_err());
}
