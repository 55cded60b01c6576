// SPDX-License-Identifier: Apache-2.0

//! What the programs in `src/bin` do, each with another allocator: a vector that grows and is cut,
//! and a box. So allocation, reallocation and free are linked, and nothing else is.

#![no_std]

use core::hint::black_box;

use allocator_api2::alloc::Allocator;
use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;

/// Bytes of the region.
pub const BYTES: usize = 16 * 1024;

/// Bytes in the vector before it starts again.
const MOST: usize = 1000;

/// Uses the heap for ever.
pub fn run<A: Allocator + Copy>(heap: A) -> ! {
    let mut bytes: Vec<u8, A> = Vec::new_in(heap);

    loop {
        let byte = Box::new_in(black_box(1), heap);

        bytes.push(*byte);
        if bytes.len() == MOST {
            bytes.clear();
            bytes.shrink_to_fit();
        }
        black_box(bytes.as_slice());
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
