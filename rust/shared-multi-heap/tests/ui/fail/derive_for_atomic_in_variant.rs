// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU64;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
pub enum Message {
    Empty,
    Count(AtomicU64),
}

fn main() {
    let _ = AtomicU64::new(0);
}
