// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, External, Fallback};

#[global_allocator]
static HEAP: Fallback<Cacheable, External> = Fallback::new(Cacheable, External);

fn main() {}
