// SPDX-License-Identifier: Apache-2.0

//! With `TlsfHeap` of embedded-alloc, as its documentation has it.

#![no_std]
#![no_main]

use allocator_api2::alloc::Global;
use cortex_m as _; // links the critical section
use cortex_m_rt::entry;
use embedded_alloc::TlsfHeap;

#[global_allocator]
static HEAP: TlsfHeap = TlsfHeap::empty();

#[entry]
fn main() -> ! {
    // SAFETY: core::ptr, "Safety": the memory is valid for ever and has no name but in the macro,
    // which is here once; so is `main`.
    unsafe {
        embedded_alloc::init!(HEAP, smallest::BYTES);
    }
    smallest::run(Global)
}
