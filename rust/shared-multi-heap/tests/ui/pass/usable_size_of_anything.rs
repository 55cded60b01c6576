// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, NoAtomicsVec};

fn main() {
    let numbers: NoAtomicsVec<u8, Cacheable> = NoAtomicsVec::new();
    assert_eq!(Cacheable.usable_size_of(&numbers), 0);
}
