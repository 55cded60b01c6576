// SPDX-License-Identifier: Apache-2.0

//! Allocation in an interrupt handler while the program allocates as well.
//!
//! Each side has workers that hold blocks full of bytes that only they write. A block handed out
//! twice shows as a byte of the other side, a block lost as memory missing in the end.

use core::array;
use core::cell::Cell;

use allocator_api2::vec::Vec;
use critical_section::Mutex;
use shared_multi_heap::{Cacheable, Heap, NonCacheable, SupportsAtomics, attribute};

use crate::information::{allocated, check_sound};
use crate::{Board, Tally, check};

/// Interrupts to wait for.
const INTERRUPTS: u32 = 1000;

/// Steps after which the program gives up waiting for them.
const PATIENCE: u32 = 10_000_000;

/// Holds blocks of one attribute, and checks each before it gives it back.
struct Worker<A: SupportsAtomics> {
    blocks: [Option<Vec<u8, Heap<A>>>; 8],
    /// The byte that all its blocks are full of.
    mark: u8,
    random: u32,
    steps: u32,
    damaged: u32,
    refused: u32,
}

impl<A: SupportsAtomics> Worker<A> {
    fn new(mark: u8) -> Self {
        Self {
            blocks: array::from_fn(|_| None),
            mark,
            random: u32::from(mark),
            steps: 0,
            damaged: 0,
            refused: 0,
        }
    }

    /// A linear congruential generator; its upper bits are the good ones.
    fn random(&mut self) -> usize {
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        (self.random >> 16) as usize
    }

    /// Allocates, grows or gives back one block.
    fn step(&mut self) {
        let place = self.random() % self.blocks.len();
        let size = 1 + self.random() % 200;

        self.steps += 1;
        match self.blocks[place].take() {
            Some(block) if !size.is_multiple_of(3) => self.examine(&block),
            block => self.blocks[place] = self.enlarge(block, size),
        }
    }

    fn enlarge(&mut self, block: Option<Vec<u8, Heap<A>>>, by: usize) -> Option<Vec<u8, Heap<A>>> {
        let mut block = block.unwrap_or_else(|| Vec::new_in(Heap::new()));

        if block.try_reserve_exact(by).is_err() {
            self.refused += 1;
            self.examine(&block);
            return None;
        }
        block.resize(block.len() + by, self.mark);
        Some(block)
    }

    fn examine(&mut self, block: &[u8]) {
        if block.iter().any(|byte| *byte != self.mark) {
            self.damaged += 1;
        }
    }

    fn finish(&mut self) {
        for place in 0..self.blocks.len() {
            if let Some(block) = self.blocks[place].take() {
                self.examine(&block);
            }
        }
    }
}

/// One side: workers in two kinds of memory.
struct Side {
    cacheable: Worker<attribute::Cacheable>,
    non_cacheable: Worker<attribute::NonCacheable>,
}

impl Side {
    fn new(mark: u8) -> Self {
        Self {
            cacheable: Worker::new(mark),
            non_cacheable: Worker::new(mark + 1),
        }
    }

    fn step(&mut self) {
        self.cacheable.step();
        self.non_cacheable.step();
    }

    fn finish(&mut self) {
        self.cacheable.finish();
        self.non_cacheable.finish();
    }

    fn steps(&self) -> u32 {
        self.cacheable.steps
    }

    fn damaged(&self) -> u32 {
        self.cacheable.damaged + self.non_cacheable.damaged
    }

    fn refused(&self) -> u32 {
        self.cacheable.refused + self.non_cacheable.refused
    }
}

/// The side of the interrupt handler while it runs; empty during an interrupt.
static HANDLER: Mutex<Cell<Option<Side>>> = Mutex::new(Cell::new(None));

/// Steps of the handler, for the program to see.
static STEPS: Mutex<Cell<u32>> = Mutex::new(Cell::new(0));

/// What the interrupt handler of a board calls. The lock is not held while it allocates.
pub fn on_interrupt() {
    let Some(mut side) = critical_section::with(|cs| HANDLER.borrow(cs).take()) else {
        return;
    };

    side.step();
    critical_section::with(|cs| {
        STEPS.borrow(cs).set(side.steps());
        HANDLER.borrow(cs).set(Some(side));
    });
}

fn steps_of_handler() -> u32 {
    critical_section::with(|cs| STEPS.borrow(cs).get())
}

pub fn check(board: &mut impl Board, tally: &mut Tally) {
    tally.heading("Interrupts");
    let before = (allocated(Cacheable), allocated(NonCacheable));
    let mut program = Side::new(0x11);

    critical_section::with(|cs| HANDLER.borrow(cs).set(Some(Side::new(0xe1))));
    board.start_interrupts();
    while steps_of_handler() < INTERRUPTS && program.steps() < PATIENCE {
        program.step();
    }
    board.stop_interrupts();
    program.finish();

    let handler = critical_section::with(|cs| HANDLER.borrow(cs).take());
    let Some(mut handler) = handler else {
        return check!(tally, false, "the handler is not running any more");
    };
    handler.finish();
    report(&program, &handler, tally);
    drop((program, handler));
    check!(
        tally,
        before == (allocated(Cacheable), allocated(NonCacheable)),
        "no block is lost",
    );
    check_sound(tally);
}

fn report(program: &Side, handler: &Side, tally: &mut Tally) {
    check!(
        tally,
        handler.steps() >= INTERRUPTS && program.steps() > INTERRUPTS,
        "{} interrupts allocate while the program allocates {} times",
        handler.steps(),
        program.steps(),
    );
    check!(
        tally,
        handler.damaged() + program.damaged() == 0,
        "no block is damaged, so none was handed out twice",
    );
    check!(
        tally,
        handler.refused() + program.refused() == 0,
        "all requests are served"
    );
}
