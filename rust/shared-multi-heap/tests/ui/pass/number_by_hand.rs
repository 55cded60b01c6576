// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Attribute, Heap};

#[derive(Clone, Copy)]
struct Far;

// SAFETY: contract of `Attribute`: nothing is claimed.
unsafe impl Attribute for Far {
    const NUMBER: u32 = 14;
    const NAME: &'static str = "far";
    const CACHED: bool = true;
}

const FAR: Heap<Far> = Heap::new();

fn main() {
    println!("{FAR:?}");
}
