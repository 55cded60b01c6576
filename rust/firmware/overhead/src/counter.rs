// SPDX-License-Identifier: Apache-2.0

//! Exact numbers of instructions, by the timer of the processor.
//!
//! With `-icount shift=8` an instruction takes 256 ns and a cycle of the timer 40 ns, so that n
//! instructions are floor(6.4 n) cycles since it was started, and n is ceil(cycles * 5 / 32).

use core::arch::asm;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;

/// The timer counts down from here once: room for more than two million instructions.
const START: u32 = 0x00ff_ffff;

/// What makes a value, in the way that is measured.
pub type New = extern "C" fn(u32) -> *mut u32;

/// What ends it.
pub type Drop = unsafe extern "C" fn(*mut u32);

/// The timer while it runs.
pub struct Counter {
    base: i32,
}

impl Counter {
    pub fn start(mut timer: SYST) -> Self {
        timer.set_clock_source(SystClkSource::Core);
        timer.set_reload(START);
        timer.clear_current();
        timer.enable_counter();

        let mut counter = Self { base: 0 };
        counter.base = counter.of_turns(0);
        counter
    }

    /// Instructions since the start.
    #[inline(always)]
    fn now() -> i32 {
        let cycles = START - SYST::get_current();

        (cycles * 5).div_ceil(32) as i32
    }

    /// Instructions of one call of `new`, with the call itself.
    #[inline(never)]
    pub fn of_new(&self, new: New, value: u32) -> (*mut u32, i32) {
        let start = Self::now();
        let value = new(value);

        (value, Self::now() - start)
    }

    /// Instructions of one call of `drop`, with the call itself.
    ///
    /// # Safety
    ///
    /// `value` was made by the other half of the pair that `drop` is of, and is not used afterwards.
    #[inline(never)]
    pub unsafe fn of_drop(&self, drop: Drop, value: *mut u32) -> i32 {
        let start = Self::now();

        // SAFETY: made by the other half, and this is its end (caller contract).
        unsafe { drop(value) };
        Self::now() - start
    }

    /// Instructions of a loop of two, but for those around it.
    #[inline(never)]
    fn of_turns(&self, turns: u32) -> i32 {
        let start = Self::now();

        // SAFETY: counts a register down and does nothing else (core::arch::asm; Arm DDI 0403: SUBS).
        unsafe {
            asm!("1: subs {0}, {0}, #1", "bne 1b", inout(reg) turns + 1 => _, options(nomem, nostack));
        }
        Self::now() - start - self.base
    }

    /// Loops of known length are counted to the instruction, whenever they begin.
    pub fn assert_exact(&self) {
        for turns in (0..100).chain([1_000, 10_000]) {
            assert_eq!(
                self.of_turns(turns),
                2 * turns as i32,
                "the counter is exact"
            );
        }
    }
}
