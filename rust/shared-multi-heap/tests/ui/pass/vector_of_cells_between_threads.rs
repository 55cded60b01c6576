// SPDX-License-Identifier: Apache-2.0

use std::cell::Cell;

use shared_multi_heap::{External, NoAtomicsVec};

fn between_threads<T: Send>(cells: &T) -> usize {
    size_of_val(cells)
}

fn main() {
    let cells = NoAtomicsVec::<Cell<u8>, External>::new();
    assert!(between_threads(&cells) > 0);
}
