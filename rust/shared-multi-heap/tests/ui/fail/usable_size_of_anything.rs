// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::Cacheable;

fn main() {
    let numbers = Vec::<u8>::new();
    assert_eq!(Cacheable.usable_size_of(&numbers), 0);
}
