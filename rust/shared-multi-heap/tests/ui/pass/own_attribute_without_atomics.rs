// SPDX-License-Identifier: Apache-2.0

use allocator_api2::vec::Vec;

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Psram(PsramAttribute) = unsafe { 6 } { cached: true, atomics: true };
}

fn main() {
    let bytes: Vec<u8, _> = Vec::new_in(Psram);
    assert!(bytes.is_empty());
}
