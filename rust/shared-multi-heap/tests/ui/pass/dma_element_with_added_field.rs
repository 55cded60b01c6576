// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
#[smh_attacks::instead(#[repr(C)] pub struct Flags { word: u64 })]
pub struct Flags {
    word: u64,
}

fn main() {}
