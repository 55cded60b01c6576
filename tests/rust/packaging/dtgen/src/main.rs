// SPDX-License-Identifier: Apache-2.0

//! Regions that a build script made of a devicetree.

use shared_multi_heap::{AddError, Cacheable, External, FixedRegion, MemoryKind, NonCacheable};

shared_multi_heap::attribute! {
    /// As the devicetree calls it "tcm".
    // SAFETY: contract of `Attribute`: the program adds no memory at all.
    pub attribute Tcm(TcmAttribute) = unsafe { 5 } { cached: false, atomics: true };
}

mod board {
    include!(concat!(env!("OUT_DIR"), "/board.rs"));
}

mod harm {
    include!(concat!(env!("OUT_DIR"), "/harm.rs"));
}

// Each is of the type that stands for its attribute, and known at compile time.
const DTCM: FixedRegion<Tcm> = board::DTCM;
const DMA: FixedRegion<NonCacheable> = board::DMA_BUFFERS;
const PSRAM: FixedRegion<External> = board::PSRAM_60000000;
const RAM: FixedRegion<Cacheable> = board::RAM_22000000;
const _: () = assert!(DTCM.address() == 0x2000_0000 && DTCM.size() == 0x2000);
const _: () = assert!(DMA.address() == 0x2100_0000 && DMA.size() == 0x4000);
const _: () = assert!(PSRAM.address() == 0x6000_0000 && PSRAM.size() == 0x80_0000);

/// Prints a region as hostile_blobs does.
#[allow(dead_code, reason = "there may be no such regions")]
fn tell<A: MemoryKind>(region: FixedRegion<A>) {
    let label: String = region
        .label()
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect();

    println!("harm {:x} {:x} {label}", region.address(), region.size());
}

fn main() {
    assert_eq!(DTCM.label(), "tcm@20000000");
    assert_eq!(DMA.label(), "dma \"buffers\"");
    assert_eq!(PSRAM.label(), "psram@60000000");
    assert_eq!(RAM.label(), "ram@22000000");
    // SAFETY: before the pool is there, nothing is added (SPEC SMH-INIT-4), so nothing is claimed.
    let result = unsafe { board::add_all() };
    assert!(matches!(result, Err(AddError::NotInitialised(()))));
    println!("4 regions");
    harm::print();
}
