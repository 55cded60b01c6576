// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, Fallback, NonCacheable};

#[global_allocator]
static HEAP: Fallback<Cacheable, NonCacheable> = Fallback::new(Cacheable, NonCacheable);

fn main() {}
