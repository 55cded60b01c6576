// SPDX-License-Identifier: Apache-2.0

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Fast(FastAttribute) = unsafe { 7 } { atomics: true, ordinary: true };
}

fn main() {
    assert!(Fast.add(Box::leak(Box::new_uninit_slice(1000))).is_err());
}
