// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
pub struct Command {
    read: u8,
    write: u8,
}

fn main() {}
