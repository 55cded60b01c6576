// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
pub struct Descriptor {
    address: u32,
    length: u32,
}

fn main() {}
