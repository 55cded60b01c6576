// SPDX-License-Identifier: Apache-2.0

//! Cache maintenance for memory that changes its type.

use core::arch::asm;
use core::ops::Range;

use aarch64_cpu::asm::barrier;

/// Log2 of the words of the smallest data cache line, as CTR_EL0 tells in bits 16 to 19.
fn smallest_line() -> usize {
    let ctr: usize;

    // SAFETY: reads a register that is always readable at EL1, and nothing else, as the options say
    // (core::arch::asm; Arm DDI 0487: CTR_EL0).
    unsafe { asm!("mrs {}, ctr_el0", out(reg) ctr, options(nomem, nostack, preserves_flags)) };
    4 << ((ctr >> 16) & 0xf)
}

/// Writes every dirty line of the addresses back to memory and drops all lines. They must be
/// mapped.
pub fn clean_and_invalidate(addresses: Range<usize>) {
    barrier::dsb(barrier::SY);
    for line in addresses.step_by(smallest_line()) {
        // SAFETY: changes no content of memory, no register and no flag (core::arch::asm; Arm DDI
        // 0487: DC CIVAC); it is not `nomem`, so that no access moves across.
        unsafe { asm!("dc civac, {}", in(reg) line, options(nostack, preserves_flags)) };
    }
    barrier::dsb(barrier::SY);
}
