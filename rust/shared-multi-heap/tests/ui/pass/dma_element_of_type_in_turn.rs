// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(DmaElement)]
#[repr(C)]
pub struct Descriptor {
    next: smh_attacks::in_turn!(u64, u64),
}

impl Copy for Descriptor {}

impl Clone for Descriptor {
    fn clone(&self) -> Self {
        *self
    }
}

fn main() {}
