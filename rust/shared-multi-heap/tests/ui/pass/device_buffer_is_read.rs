// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{DmaBuffer, NonCacheable};

fn main() {
    if let Ok(buffer) = DmaBuffer::<u8, NonCacheable>::zeroed(64) {
        let transfer = buffer.into_device();
        println!("{}", transfer.into_cpu()[0]);
    }
}
