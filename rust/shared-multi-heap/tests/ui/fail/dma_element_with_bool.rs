// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
pub struct Descriptor {
    last: bool,
    length: u8,
}

fn main() {}
