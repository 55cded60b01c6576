// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU32;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
pub enum Message {
    Empty,
    Count(smh_attacks::in_turn!(u32, u32)),
}

fn main() {
    let _ = AtomicU32::new(0);
}
