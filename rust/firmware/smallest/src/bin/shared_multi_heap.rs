// SPDX-License-Identifier: Apache-2.0

//! With this library, as its README has it.

#![no_std]
#![no_main]

use cortex_m as _; // links the critical section
use cortex_m_rt::entry;
use shared_multi_heap::{Cacheable, static_region};

#[global_allocator]
static HEAP: Cacheable = Cacheable;

static_region! {
    static RAM: [u8; smallest::BYTES];
}

fn board_memory() -> Option<()> {
    shared_multi_heap::init().ok()?;
    Cacheable.add(RAM.take()?).ok()?;
    Some(())
}

#[entry]
fn main() -> ! {
    board_memory().expect("the first call, with a good region");
    smallest::run(Cacheable)
}
