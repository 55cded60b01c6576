// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, External, NoAtomicsBox};

fn store(table: Option<NoAtomicsBox<[u16; 64], External>>) -> bool {
    table.is_some() || Cacheable.owns(&raw const table)
}

fn main() {
    let table = NoAtomicsBox::<[u16; 64], Cacheable>::try_new([0; 64]).ok();
    assert!(!store(table));
}
