// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use std::sync::Arc;

shared_multi_heap::attribute! {
    // SAFETY: contract of `Attribute`: no memory is added.
    attribute Psram(PsramAttribute) = unsafe { 6 } { atomics: true };
}

fn main() {
    assert!(Arc::try_new_in(7, Psram).is_err());
}
