// SPDX-License-Identifier: Apache-2.0

//! Checks that a firmware makes of the shared multi-heap, the same on every board.
//!
//! A board brings memory and a periodic interrupt; everything else, output included, is here.

#![no_std]
#![cfg_attr(feature = "nightly", feature(allocator_api, btreemap_alloc))]

mod bad_input;
mod blocks;
mod board;
mod collections;
mod dma;
mod fallback;
mod faults;
mod global;
mod information;
mod interrupt;
mod no_atomics;
mod regions;
#[cfg(feature = "nightly")]
mod standard;
mod tally;

pub use board::Board;
pub use interrupt::on_interrupt;
pub use tally::Tally;

/// Makes all checks.
pub fn run(board: &mut impl Board, tally: &mut Tally) {
    regions::check(board, tally);
    collections::check(tally);
    blocks::check(tally);
    global::check(tally);
    #[cfg(feature = "nightly")]
    standard::check(tally);
    no_atomics::check(tally);
    fallback::check(tally);
    dma::check(tally);
    bad_input::check(tally);
    information::check(tally);
    interrupt::check(board, tally);
    faults::check(tally);
    information::check_all_given_back(tally);
}
