// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
pub struct Command { number: u8, flags: u8 }

fn main() {}
