// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{DeviceBuffer, DmaBuffer, NonCacheable};

fn start(buffer: DmaBuffer<u8, NonCacheable>) -> DeviceBuffer<u8, NonCacheable> {
    buffer.into_device()
}

fn main() {
    if let Ok(buffer) = DmaBuffer::<u8, NonCacheable>::zeroed(64) {
        let _transfer = start(buffer);
        println!("it runs");
    }
}
