// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::External;

#[global_allocator]
static HEAP: External = External;

fn main() {}
