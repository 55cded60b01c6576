// SPDX-License-Identifier: Apache-2.0

//! The interrupt controller of the board, a GICv2, as far as one timer needs it.

use core::ptr;

use crate::layout::GIC;

const DISTRIBUTOR: usize = GIC.start;
const INTERFACE: usize = GIC.start + 0x1_0000;

const DISTRIBUTOR_CONTROL: usize = DISTRIBUTOR;
const SET_ENABLE: usize = DISTRIBUTOR + 0x100;
const CLEAR_ENABLE: usize = DISTRIBUTOR + 0x180;
const INTERFACE_CONTROL: usize = INTERFACE;
const PRIORITY_MASK: usize = INTERFACE + 0x4;
const ACKNOWLEDGE: usize = INTERFACE + 0xc;
const END: usize = INTERFACE + 0x10;

/// What is read when no interrupt is waiting.
const NONE: u32 = 1023;

/// An interrupt of one core: numbers 0 to 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Private(u32);

impl Private {
    pub const fn new(number: u32) -> Self {
        assert!(number < 32);
        Self(number)
    }
}

/// Lets interrupts through to the core.
pub fn start() {
    write(DISTRIBUTOR_CONTROL, 1);
    write(PRIORITY_MASK, 0xff);
    write(INTERFACE_CONTROL, 1);
}

pub fn enable(interrupt: Private) {
    write(SET_ENABLE, 1 << interrupt.0);
}

pub fn disable(interrupt: Private) {
    write(CLEAR_ENABLE, 1 << interrupt.0);
}

/// Takes the interrupt that is waiting, calls `handle` with it, and ends it.
pub fn dispatch(handle: impl FnOnce(Private)) {
    let number = read(ACKNOWLEDGE) & 0x3ff;

    if number == NONE {
        return;
    }
    handle(Private::new(number));
    write(END, number);
}

fn read(register: usize) -> u32 {
    let register = ptr::with_exposed_provenance::<u32>(register);

    // SAFETY: a register that is mapped as device memory for good, at an aligned address outside
    // every object of the program (core::ptr::read_volatile; board memory map: GICv2 at
    // 0x0800_0000): only constants of this file are passed.
    unsafe { register.read_volatile() }
}

fn write(register: usize, value: u32) {
    let register = ptr::with_exposed_provenance_mut::<u32>(register);

    // SAFETY: a register that is mapped as device memory for good, at an aligned address outside
    // every object of the program (core::ptr::write_volatile; board memory map: GICv2 at
    // 0x0800_0000): only constants of this file are passed, and the controller writes to no memory.
    unsafe { register.write_volatile(value) }
}
