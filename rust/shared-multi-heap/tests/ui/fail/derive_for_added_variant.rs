// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU32;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
#[smh_attacks::instead(pub enum Message { Empty, Count(AtomicU32) })]
pub enum Message {
    Empty,
}

fn main() {
    let _ = AtomicU32::new(0);
}
