// SPDX-License-Identifier: Apache-2.0

//! What happens on an interrupt and on a fault.

use core::arch::asm;

use aarch64_cpu::registers::{ESR_EL1, FAR_EL1, Readable};
use aarch64_rt::{ExceptionHandlers, RegisterStateRef, exception_handlers};
use semihosting::{println, process};

use crate::{gic, timer};

/// Status of a program that ended by a fault, as that of the C images.
const FAULT_STATUS: i32 = 70;

struct Exceptions;

exception_handlers!(Exceptions);

impl ExceptionHandlers for Exceptions {
    extern "C" fn sync_current(state: RegisterStateRef) {
        println!(
            "FAULT: ESR {:#x} FAR {:#x} ELR {:#x}",
            ESR_EL1.get(),
            FAR_EL1.get(),
            state.elr,
        );
        process::exit(FAULT_STATUS)
    }

    extern "C" fn irq_current(_: RegisterStateRef) {
        gic::dispatch(|interrupt| {
            assert_eq!(
                interrupt,
                timer::INTERRUPT,
                "nobody asked for this interrupt"
            );
            firmware_checks::on_interrupt();
            timer::again();
        });
    }
}

/// Lets interrupts in.
pub fn unmask_interrupts() {
    // SAFETY: changes the mask alone (core::arch::asm; Arm DDI 0487: DAIFClr); the handler above is
    // in place since start-up, and no critical section is open: only `main` calls this. Not `nomem`:
    // what was written before is seen by the handler.
    unsafe { asm!("msr daifclr, #2", options(nostack, preserves_flags)) };
}
