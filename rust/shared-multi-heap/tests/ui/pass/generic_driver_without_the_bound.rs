// SPDX-License-Identifier: Apache-2.0

use allocator_api2::boxed::Box;
use shared_multi_heap::{Heap, NonCacheable, SupportsAtomics};

fn boxed<A: SupportsAtomics>(heap: Heap<A>) -> Option<Box<u32, Heap<A>>> {
    Box::try_new_in(7, heap).ok()
}

fn main() {
    assert!(boxed(NonCacheable).is_none());
}
