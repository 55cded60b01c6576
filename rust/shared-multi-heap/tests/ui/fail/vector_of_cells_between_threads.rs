// SPDX-License-Identifier: Apache-2.0

use std::cell::Cell;
use std::thread;

use shared_multi_heap::{External, NoAtomicsVec};

fn main() {
    let cells = NoAtomicsVec::<Cell<u8>, External>::new();
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(cells.len(), 0));
    });
}
