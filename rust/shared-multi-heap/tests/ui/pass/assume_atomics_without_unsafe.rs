// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{AssumeAtomics, attribute};

fn main() {
    // SAFETY: contract of `new`: nothing is allocated.
    let external = unsafe { AssumeAtomics::<attribute::External>::new() };
    println!("{external:?}");
}
