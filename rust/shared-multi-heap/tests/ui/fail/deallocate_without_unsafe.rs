// SPDX-License-Identifier: Apache-2.0

use std::alloc::Layout;

use shared_multi_heap::External;

fn main() {
    let layout = Layout::new::<u32>();
    if let Ok(block) = External.allocate_block(layout) {
        // SAFETY: contract of `deallocate_block`: allocated above.
        External.deallocate_block(block.cast(), layout);
    }
}
