// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Word(u32);

// SAFETY: contract of `DmaElement`: a number, all of whose bit patterns are values.
unsafe impl DmaElement for Word {}

fn main() {}
