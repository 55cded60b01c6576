// SPDX-License-Identifier: Apache-2.0

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Far(FarAttribute) = unsafe { 64 } { atomics: true };
}

fn main() {
    println!("{Far:?}");
}
