// SPDX-License-Identifier: Apache-2.0

shared_multi_heap::attribute! {
    unsafe attribute Far(FarAttribute) = 64 { atomics: true };
}

fn main() {
    println!("{Far:?}");
}
