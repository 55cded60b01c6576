// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{NonCacheable, static_region};

static_region! { static RAM: [u8; 1000]; }

fn main() {
    assert!(NonCacheable.add(RAM.take().unwrap()).is_err());
}
