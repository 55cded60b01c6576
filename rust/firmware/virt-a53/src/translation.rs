// SPDX-License-Identifier: Apache-2.0

//! Asks the processor how an address is mapped.

use core::arch::asm;

use aarch64_paging::mair::MairAttribute;
use aarch64_paging::paging::PAGE_SIZE;

/// What the processor says of an address that it can translate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The physical address.
    pub phys: usize,
    /// The memory type that an access would have.
    pub memory_type: MairAttribute,
}

/// Bit 0 of PAR_EL1: the translation was aborted.
const ABORTED: usize = 1;

/// PAR_EL1 after the instruction has translated the address.
macro_rules! par_after {
    ($instruction:literal, $virt:expr) => {
        critical_section::with(|_| {
            let par: usize;

            // SAFETY: translates without an access and changes PAR_EL1 only, which nothing reads
            // but such sections (core::arch::asm; Arm DDI 0487: AT S1E1R, AT S1E1W).
            unsafe {
                asm!(
                    concat!($instruction, ", {virt}"),
                    "isb",
                    "mrs {par}, par_el1",
                    virt = in(reg) $virt,
                    par = out(reg) par,
                    options(nostack, preserves_flags),
                );
            }
            par
        })
    };
}

/// How EL1 would read from the address; `None` if it could not.
pub fn for_reading(virt: usize) -> Option<Translated> {
    decode(par_after!("at s1e1r", virt), virt)
}

/// How EL1 would write to the address; `None` if it could not.
pub fn for_writing(virt: usize) -> Option<Translated> {
    decode(par_after!("at s1e1w", virt), virt)
}

/// PAR_EL1: the page in bits 12 to 47, the memory type, encoded as in MAIR_EL1, in 56 to 63.
fn decode(par: usize, virt: usize) -> Option<Translated> {
    let page = par & 0x0000_ffff_ffff_f000;

    (par & ABORTED == 0).then_some(Translated {
        phys: page | (virt % PAGE_SIZE),
        memory_type: MairAttribute((par >> 56) as u8),
    })
}
