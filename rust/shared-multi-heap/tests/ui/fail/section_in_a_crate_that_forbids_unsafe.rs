// SPDX-License-Identifier: Apache-2.0
#![forbid(unsafe_code)]

use shared_multi_heap::static_region;

static_region! {
    // SAFETY: contract of `static_region`: the linker gives a section that it does not know ordinary RAM.
    static RAM: [u8; 1000] in unsafe { ".smh_ui" };
}

fn main() {
    assert!(RAM.take().is_some());
}
