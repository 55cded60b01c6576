// SPDX-License-Identifier: Apache-2.0

//! A user of the crates, for every target: what a driver does.

#![no_std]

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use shared_multi_heap::{Attribute, Cacheable, Heap, NoAtomics, SupportsAtomics};

/// The derive crate reaches a user through the safe one.
#[derive(NoAtomics)]
pub struct Pixel {
    pub x: u16,
    pub y: u16,
}

/// Generic, as a driver would be.
pub fn squares<A: SupportsAtomics>(count: u32) -> Vec<u32, Heap<A>> {
    let mut squares = Vec::with_capacity_in(count as usize, Heap::<A>::new());

    squares.extend((0..count).map(|n| n * n));
    squares
}

/// The name by which the attribute is known.
pub fn name_of<A: Attribute>() -> &'static str {
    A::NAME
}

/// Something that a linker cannot leave out.
#[unsafe(no_mangle)]
pub extern "C" fn consumer_sum(count: u32) -> u32 {
    let sum = Box::new_in(
        squares::<shared_multi_heap::attribute::Cacheable>(count),
        Cacheable,
    );

    sum.iter().sum()
}

/// What the collections of Rust itself take, were there any.
#[cfg(target_os = "none")]
#[global_allocator]
static GLOBAL: Cacheable = Cacheable;

#[cfg(target_os = "none")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
