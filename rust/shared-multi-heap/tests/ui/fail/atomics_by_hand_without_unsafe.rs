// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::SupportsAtomics;

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Tcm(TcmAttribute) = unsafe { 5 } { cached: false };
}

// SAFETY: contract of `SupportsAtomics`: there is no such memory.
impl SupportsAtomics for TcmAttribute {}

fn main() {
    println!("{Tcm:?}");
}
