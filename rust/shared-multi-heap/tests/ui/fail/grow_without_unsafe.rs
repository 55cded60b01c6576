// SPDX-License-Identifier: Apache-2.0

use std::alloc::Layout;

use shared_multi_heap::External;

fn main() {
    let (old, new) = (Layout::new::<u32>(), Layout::new::<u64>());
    if let Ok(block) = External.allocate_block(old) {
        // SAFETY: contract of `grow_block`: allocated above, to a larger size.
        let _ = External.grow_block(block.cast(), old, new);
    }
}
