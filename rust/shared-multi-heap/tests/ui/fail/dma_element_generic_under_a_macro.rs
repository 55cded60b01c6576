// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[smh_attacks::instead(#[repr(align(16))] pub struct Word<T>(T);)]
#[repr(transparent)]
pub struct Word<T>(T);

fn main() {}
