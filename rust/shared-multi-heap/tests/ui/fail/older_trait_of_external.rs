// SPDX-License-Identifier: Apache-2.0

use allocator_api2_03::vec::Vec;
use shared_multi_heap::External;

fn main() {
    let bytes: Vec<u8, _> = Vec::new_in(External);
    assert!(bytes.is_empty());
}
