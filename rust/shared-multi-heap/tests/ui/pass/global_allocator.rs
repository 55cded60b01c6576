// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::Cacheable;

#[global_allocator]
static HEAP: Cacheable = Cacheable;

fn main() {}
