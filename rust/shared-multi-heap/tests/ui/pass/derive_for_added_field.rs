// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU32;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
#[smh_attacks::instead(pub struct Task { name: u8 })]
pub struct Task {
    name: u8,
}

fn main() {
    let _ = AtomicU32::new(0);
}
