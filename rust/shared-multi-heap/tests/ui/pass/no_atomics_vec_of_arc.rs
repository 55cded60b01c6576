// SPDX-License-Identifier: Apache-2.0

use std::sync::Arc;

use shared_multi_heap::{External, NoAtomicsVec};

fn main() {
    let mut shared = NoAtomicsVec::<_, External>::new();
    let _ = shared.try_push(*Arc::new(7));
}
