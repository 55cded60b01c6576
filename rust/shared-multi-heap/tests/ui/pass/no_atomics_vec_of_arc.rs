// SPDX-License-Identifier: Apache-2.0

use std::time::Duration;

use shared_multi_heap::{External, NoAtomicsVec};

fn main() {
    let mut shared = NoAtomicsVec::<Duration, External>::new();
    let _ = shared.try_push(Duration::ZERO);
}
