// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::Heap;

fn main() {
    println!("{:?}", Heap::<u32>::new());
}
