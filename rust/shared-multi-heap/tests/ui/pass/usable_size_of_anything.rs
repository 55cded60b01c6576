// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::Cacheable;

fn main() {
    let numbers = shared_multi_heap::NoAtomicsVec::<u8, Cacheable>::new();
    assert_eq!(Cacheable.usable_size_of(&numbers), 0);
}
