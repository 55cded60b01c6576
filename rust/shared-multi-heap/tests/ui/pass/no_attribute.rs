// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::Heap;

fn main() {
    println!(
        "{:?}",
        Heap::<shared_multi_heap::attribute::Cacheable>::new()
    );
}
