// SPDX-License-Identifier: Apache-2.0

use shared_multi_heap::{Cacheable, DmaBuffer, DmaError, NonCacheable};

fn send(packet: Result<DmaBuffer<u8, NonCacheable>, DmaError>) -> bool {
    packet.is_ok() || Cacheable.owns(&raw const packet)
}

fn main() {
    assert!(!send(DmaBuffer::<u8, Cacheable>::zeroed(64)));
}
