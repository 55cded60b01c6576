// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
pub struct Descriptor {
    flags: u8,
    address: u32,
}

fn main() {}
