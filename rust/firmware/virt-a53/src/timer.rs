// SPDX-License-Identifier: Apache-2.0

//! The virtual timer of the core, as a periodic interrupt.

use aarch64_cpu::asm::barrier;
use aarch64_cpu::registers::{CNTV_CTL_EL0, CNTV_TVAL_EL0, Writeable};

use crate::gic::{self, Private};

/// The interrupt of the virtual timer on this board.
pub const INTERRUPT: Private = Private::new(27);

/// Ticks of the counter from the end of one interrupt to the next. Under `-icount shift=4` a tick of
/// 16 ns is one instruction; a prime number moves through whatever the program repeats.
const PERIOD: u64 = 5003;

/// Interrupts come from now on.
pub fn start() {
    gic::start();
    gic::enable(INTERRUPT);
    again();
    CNTV_CTL_EL0.write(CNTV_CTL_EL0::ENABLE::SET);
    barrier::isb(barrier::SY);
}

/// The next one comes a period from now.
pub fn again() {
    CNTV_TVAL_EL0.set(PERIOD);
    barrier::isb(barrier::SY);
}

/// None comes any more.
pub fn stop() {
    CNTV_CTL_EL0.write(CNTV_CTL_EL0::ENABLE::CLEAR);
    gic::disable(INTERRUPT);
    barrier::isb(barrier::SY);
}
