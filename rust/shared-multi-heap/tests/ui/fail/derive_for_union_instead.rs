// SPDX-License-Identifier: Apache-2.0

use core::mem::ManuallyDrop;
use core::sync::atomic::AtomicU32;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
#[smh_attacks::instead(pub union Task { name: u32, count: ManuallyDrop<AtomicU32> })]
pub struct Task {
    name: u32,
}

fn main() {
    let _ = ManuallyDrop::new(AtomicU32::new(0));
}
