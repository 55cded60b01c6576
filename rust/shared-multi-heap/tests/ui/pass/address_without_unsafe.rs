// SPDX-License-Identifier: Apache-2.0

use std::ptr;

use shared_multi_heap::NonCacheable;

fn main() {
    // SAFETY: contract of `add_address`: it is not added, since there is no pool.
    let result = unsafe { NonCacheable.add_address(0x3000_0000, 0x4000, ptr::null_mut()) };
    assert!(result.is_err());
}
