// SPDX-License-Identifier: Apache-2.0

#![feature(allocator_api, btreemap_alloc)]

use std::sync::Arc;

shared_multi_heap::attribute! {
    unsafe attribute Psram(PsramAttribute) = 6 { atomics: false };
}

fn main() {
    assert!(Arc::try_new_in(7, Psram).is_err());
}
