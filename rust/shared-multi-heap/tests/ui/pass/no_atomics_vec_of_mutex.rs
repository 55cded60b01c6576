// SPDX-License-Identifier: Apache-2.0

use std::cell::RefCell;

use shared_multi_heap::{External, NoAtomicsVec};

fn main() {
    let mut locks = NoAtomicsVec::<_, External>::new();
    let _ = locks.try_push(RefCell::new(7));
}
