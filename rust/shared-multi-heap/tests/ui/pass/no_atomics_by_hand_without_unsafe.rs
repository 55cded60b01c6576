// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::NoAtomics;

pub struct Word(u32);

// SAFETY: contract of `NoAtomics`: a number.
unsafe impl NoAtomics for Word {}

fn main() {}
