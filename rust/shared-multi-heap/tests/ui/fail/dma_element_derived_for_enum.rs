// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(u8)]
pub enum Command { Read = 1, Write = 2 }

fn main() {}
