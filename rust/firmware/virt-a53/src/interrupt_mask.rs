// SPDX-License-Identifier: Apache-2.0

//! The critical section: interrupts of the only core are masked.

use core::arch::asm;

use critical_section::{Impl, RawRestoreState, set_impl};

struct MaskInterrupts;

set_impl!(MaskInterrupts);

// SAFETY: `critical_section::Impl` asks that nobody else enters a section between the two calls, and
// that sections nest. One core runs, which takes no interrupt in between (Arm DDI 0487: PSTATE.I),
// and the state is the mask as it was. Neither block is `nomem`: accesses stay inside
// (core::arch::asm).
unsafe impl Impl for MaskInterrupts {
    unsafe fn acquire() -> RawRestoreState {
        let daif: u64;

        // SAFETY: masks interrupts and changes nothing else (core::arch::asm; Arm DDI 0487:
        // DAIFSet).
        unsafe {
            asm!("mrs {}, daif", "msr daifset, #2", out(reg) daif, options(nostack, preserves_flags))
        };
        daif as RawRestoreState
    }

    unsafe fn release(state: RawRestoreState) {
        let daif = u64::from(state);

        // SAFETY: brings back a mask that was in force before (caller contract).
        unsafe { asm!("msr daif, {}", in(reg) daif, options(nostack, preserves_flags)) };
    }
}
