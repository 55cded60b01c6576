// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Attribute, Heap};

#[derive(Clone, Copy)]
struct Tcm;

// SAFETY: contract of `Attribute`: nothing is claimed.
unsafe impl Attribute for Tcm {
    const NUMBER: u32 = 5;
    const NAME: &'static str = "tcm";
    const CACHED: bool = true;
}

fn main() {
    println!("{:?}", Heap::<Tcm>::new());
}
