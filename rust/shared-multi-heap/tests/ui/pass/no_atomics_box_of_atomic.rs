// SPDX-License-Identifier: Apache-2.0

use core::cell::Cell;

use shared_multi_heap::{External, NoAtomicsBox};

fn main() {
    let _count = NoAtomicsBox::<_, External>::try_new(Cell::new(0));
}
