// SPDX-License-Identifier: Apache-2.0

//! Firmware for QEMU's machine virt with a Cortex-A53 at EL1.

#![no_std]
#![no_main]

mod boot;
mod cache;
mod exceptions;
mod gic;
mod interrupt_mask;
mod layout;
mod mapping;
mod tables;
mod timer;
mod translation;

use core::ops::Range;

use aarch64_rt::entry;
use firmware_checks::{Board, Tally};
use layout::{CACHEABLE, EXTERNAL, NON_CACHEABLE};

struct Virt;

// SAFETY: the regions are mapped before this is used, for as long as the program runs; nothing else
// has them, no cache holds the second, and atomics of the only core work in any RAM (contract of
// `Board`; board memory map: RAM from 0x4000_0000, 256 MiB).
unsafe impl Board for Virt {
    fn cacheable(&self) -> Range<usize> {
        CACHEABLE.virt
    }

    fn non_cacheable(&self) -> Range<usize> {
        NON_CACHEABLE.virt
    }

    fn external(&self) -> Range<usize> {
        EXTERNAL.virt
    }

    fn start_interrupts(&mut self) {
        timer::start();
        exceptions::unmask_interrupts();
    }

    fn stop_interrupts(&mut self) {
        timer::stop();
    }
}

entry!(main, 64);
fn main(_: u64, _: u64, _: u64, _: u64) -> ! {
    let mut tally = Tally::new();
    let mut tables = tables::Tables::new();
    let _mapping = mapping::map_everything(&mut tables);

    mapping::check(&mut tally);
    firmware_checks::run(&mut Virt, &mut tally);
    mapping::check_blocks(&mut tally);
    tally.finish()
}
