// SPDX-License-Identifier: Apache-2.0

use std::sync::Mutex;

use shared_multi_heap::{External, NoAtomicsVec};

fn main() {
    let mut locks = NoAtomicsVec::<_, External>::new();
    let _ = locks.try_push(Mutex::new(7));
}
