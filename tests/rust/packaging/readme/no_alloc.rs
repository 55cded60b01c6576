// SPDX-License-Identifier: Apache-2.0

//! A firmware without the feature `alloc` and without a global heap.

#![no_std]
#![no_main]

use cortex_m as _;
use cortex_m_rt::entry;
use shared_multi_heap::{
    Cacheable, DmaBuffer, External, NoAtomicsBox, NoAtomicsVec, static_region,
};

static_region! { static SRAM: [u8; 4096]; }

fn use_memory() -> Option<()> {
    shared_multi_heap::init().ok()?;
    Cacheable.add(SRAM.take()?).ok()?;
    let number = NoAtomicsBox::<u32, Cacheable>::try_new(7).ok()?;
    let mut bytes = NoAtomicsVec::<u32, External>::new();
    bytes.try_push(*number).ok()?;
    DmaBuffer::<u8, Cacheable>::zeroed(64).ok()?;
    Some(())
}

#[entry]
fn main() -> ! {
    use_memory().expect("room");
    loop {}
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
