// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(DmaElement)]
#[repr(C)]
pub struct Descriptor {
    at: u32,
    flags: smh_attacks::in_turn!(u32, u32),
}

impl Copy for Descriptor {}

impl Clone for Descriptor {
    fn clone(&self) -> Self {
        *self
    }
}

fn main() {}
