// SPDX-License-Identifier: Apache-2.0

//! Counts the instructions of a box and of its end, against those of the C calls that they stand
//! for: the same pool, the same lock, the same state of the heap.
//!
//! Prints a table and ends with status 1 if Rust takes more than five instructions more anywhere.

#![no_std]
#![no_main]
#![cfg_attr(feature = "nightly", feature(allocator_api))]

extern crate alloc;

mod counter;
mod pairs;

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use cortex_m::Peripherals;
use cortex_m_rt::entry;
use counter::Counter;
use pairs::{C, PAIRS, Pair};
use semihosting::{println, process};
use shared_multi_heap::{Cacheable, static_region};

/// What a user may be asked to pay.
const LIMIT: i32 = 5;

/// Needed by `alloc`.
#[global_allocator]
static GLOBAL: Cacheable = Cacheable;

static_region! {
    static RAM: [u8; 64 * 1024];
}

/// Instructions of one call for each half of a pair.
#[derive(Clone, Copy, PartialEq)]
struct Cost {
    new: i32,
    drop: i32,
}

fn cost_of(pair: &Pair, counter: &Counter) -> Cost {
    let (value, new) = counter.of_new(pair.new, 0x1234_5678);
    // SAFETY: every `new` writes the value to a block of its own (SPEC SMH-ALLOC-1).
    assert_eq!(unsafe { value.read() }, 0x1234_5678);
    // SAFETY: from `new` of the same pair, and not used any more (contract of `of_drop`).
    let drop = unsafe { counter.of_drop(pair.drop, value) };

    Cost { new, drop }
}

/// Measured twice, before and after the other, to see that the heap is the same.
fn compare(heap: &str, pair: &Pair, counter: &Counter) -> bool {
    // The high-water mark of the region rises the first time.
    cost_of(&C, counter);
    let c = cost_of(&C, counter);
    let rust = cost_of(pair, counter);

    assert!(c == cost_of(&C, counter) && rust == cost_of(pair, counter));
    row(heap, pair, "new", c.new, rust.new) && row(heap, pair, "drop", c.drop, rust.drop)
}

fn row(heap: &str, pair: &Pair, half: &str, c: i32, rust: i32) -> bool {
    let (level, more) = (env!("OPT_LEVEL"), rust - c);

    println!("{level},{heap},{},{half},{c},{rust},{more}", pair.name);
    more <= LIMIT
}

fn compare_all(heap: &str, counter: &Counter) -> bool {
    PAIRS
        .iter()
        .filter(|pair| !compare(heap, pair, counter))
        .count()
        == 0
}

#[entry]
fn main() -> ! {
    let peripherals = Peripherals::take().expect("nobody took them before");
    let counter = Counter::start(peripherals.SYST);
    counter.assert_exact();

    shared_multi_heap::init().expect("nobody did so before");
    let memory = RAM.take().expect("nobody took it before");
    Cacheable.add(memory).expect("it is large enough");

    println!("opt_level,heap,box,half,c,rust,difference");
    let mut good = compare_all("empty", &counter);
    let mut blocks: Vec<_, Cacheable> = Vec::with_capacity_in(100, Cacheable);
    for _ in 0..100 {
        blocks.push(Some(Box::new_in(0_u32, Cacheable)));
    }
    good &= compare_all("without holes", &counter);
    for block in blocks.iter_mut().step_by(3) {
        *block = None;
    }
    good &= compare_all("with holes", &counter);
    process::exit(i32::from(!good))
}
