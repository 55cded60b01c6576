// SPDX-License-Identifier: Apache-2.0

use core::sync::atomic::AtomicU32;

use shared_multi_heap::NoAtomics;

#[derive(NoAtomics)]
pub struct Task<T>(smh_attacks::in_turn!(u32, T));

fn main() {
    let _ = Task(AtomicU32::new(0));
}
