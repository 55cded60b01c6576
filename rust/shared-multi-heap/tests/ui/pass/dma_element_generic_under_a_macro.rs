// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(transparent)]
pub struct Word<T>(T);

fn main() {}
