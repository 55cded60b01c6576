// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::DmaElement;

#[derive(Clone, Copy, DmaElement)]
#[repr(transparent)]
#[smh_attacks::instead(#[repr(C, align(4))] pub struct Word(u8);)]
pub struct Word(u8);

fn main() {}
