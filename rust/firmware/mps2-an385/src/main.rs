// SPDX-License-Identifier: Apache-2.0

//! Firmware for the Arm MPS2 with the AN385 image (Cortex-M3).

#![no_std]
#![no_main]

use core::ops::Range;

use cortex_m::Peripherals;
use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::{ExceptionFrame, entry, exception};
use firmware_checks::{Board, Tally, on_interrupt};
use semihosting::{println, process};

/// Cycles between two interrupts. Under `-icount shift=8` an instruction takes 6.4 of them; a prime
/// number moves through whatever the program repeats.
const PERIOD: u32 = 64_007;

/// Status of a program that ended by a fault, as that of the C images.
const FAULT_STATUS: i32 = 70;

/// The regions of the devicetree (boards/mps2-an385/dts/firmware.dts), which the build script names.
mod regions {
    include!(concat!(env!("OUT_DIR"), "/board_regions.rs"));
}

// As `Board` asks.
const _: () = assert!(regions::CACHEABLE.size() == 1 << 20);
const _: () = assert!(regions::NON_CACHEABLE.size() == 1 << 20);
const _: () = assert!(regions::EXTERNAL.size() == 1 << 20);

struct Mps2 {
    timer: SYST,
}

// SAFETY: the regions lie in the PSRAM, which can be read and written; the linker keeps them free of
// all else; they are apart, or the devicetree would have been refused; and the processor has no cache
// and one core (contract of `Board`; board memory map: PSRAM from 0x2100_0000, 16 MiB).
unsafe impl Board for Mps2 {
    fn cacheable(&self) -> Range<usize> {
        regions::CACHEABLE.range()
    }

    fn non_cacheable(&self) -> Range<usize> {
        regions::NON_CACHEABLE.range()
    }

    fn external(&self) -> Range<usize> {
        regions::EXTERNAL.range()
    }

    fn start_interrupts(&mut self) {
        self.timer.set_clock_source(SystClkSource::Core);
        self.timer.set_reload(PERIOD - 1);
        self.timer.clear_current();
        self.timer.enable_interrupt();
        self.timer.enable_counter();
    }

    fn stop_interrupts(&mut self) {
        self.timer.disable_counter();
        self.timer.disable_interrupt();
    }
}

#[entry]
fn main() -> ! {
    let mut tally = Tally::new();
    let peripherals = Peripherals::take().expect("nobody took them before");
    let mut board = Mps2 {
        timer: peripherals.SYST,
    };

    firmware_checks::run(&mut board, &mut tally);
    tally.finish()
}

#[exception]
fn SysTick() {
    on_interrupt();
}

#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    println!("FAULT: {frame:?}");
    process::exit(FAULT_STATUS)
}

#[exception]
unsafe fn DefaultHandler(number: i16) {
    println!("FAULT: nobody asked for the interrupt {number}");
    process::exit(FAULT_STATUS)
}
