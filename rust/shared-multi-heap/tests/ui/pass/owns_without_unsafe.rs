// SPDX-License-Identifier: Apache-2.0

use std::ptr::NonNull;

use shared_multi_heap::Owns;

pub struct Nothing;

// SAFETY: contract of `Owns`: it has no blocks.
unsafe impl Owns for Nothing {
    fn owns_block(&self, _: NonNull<u8>) -> bool {
        false
    }
}

fn main() {}
