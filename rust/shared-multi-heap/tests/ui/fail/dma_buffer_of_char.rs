// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{DmaBuffer, NonCacheable};

fn main() {
    assert!(DmaBuffer::<char, NonCacheable>::zeroed(64).is_err());
}
