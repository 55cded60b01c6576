// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Heap, NonCacheable, attribute};

fn main() {
    let heap = Heap::<NonCacheable>::new();
    let _: (NonCacheable, attribute::NonCacheable) = (heap, attribute::NonCacheable);
}
