// SPDX-License-Identifier: Apache-2.0

use std::ptr::NonNull;

use shared_multi_heap::Cacheable;

fn main() {
    if let Some(block) = NonNull::<u8>::new(std::ptr::null_mut()) {
        // SAFETY: contract of `usable_size`: there is no such block.
        println!("{}", Cacheable.usable_size(block));
    }
}
