// SPDX-License-Identifier: Apache-2.0

//! The critical section of a board with one core, which is also the lock of the pool: interrupts
//! are masked.

use critical_section::RawRestoreState;

struct Interrupts;
critical_section::set_impl!(Interrupts);

// SAFETY: the boards have one core, on which nothing but an interrupt can run in between; sections
// nest, since each restores what it found (`critical_section::Impl`). The assembly may access
// memory for all that the compiler knows, so that no access moves out of the section
// (`core::arch::asm`, "nomem").
unsafe impl critical_section::Impl for Interrupts {
    unsafe fn acquire() -> RawRestoreState {
        mask()
    }

    unsafe fn release(state: RawRestoreState) {
        // SAFETY: the state of the matching `acquire` (caller contract).
        unsafe { restore(state) }
    }
}

#[cfg(target_arch = "aarch64")]
fn mask() -> usize {
    let state: usize;

    // SAFETY: the board runs at EL1, where the masks can be read and set; no register or flag
    // changes but the one that is given (`core::arch::asm`).
    unsafe {
        core::arch::asm!(
            "mrs {}, daif",
            "msr daifset, #3",
            out(reg) state,
            options(nostack, preserves_flags),
        );
    }
    state
}

/// # Safety
///
/// `state` comes from the matching `mask`.
#[cfg(target_arch = "aarch64")]
unsafe fn restore(state: usize) {
    // SAFETY: the masks become what they were (caller contract); no register or flag changes
    // (`core::arch::asm`).
    unsafe { core::arch::asm!("msr daif, {}", in(reg) state, options(nostack, preserves_flags)) }
}

#[cfg(target_arch = "arm")]
fn mask() -> usize {
    let state: usize;

    // SAFETY: the board runs privileged, where the mask can be read and set; no register or flag
    // changes but the one that is given (`core::arch::asm`).
    unsafe {
        core::arch::asm!(
            "mrs {}, primask",
            "cpsid i",
            out(reg) state,
            options(nostack, preserves_flags),
        );
    }
    state
}

/// # Safety
///
/// `state` comes from the matching `mask`.
#[cfg(target_arch = "arm")]
unsafe fn restore(state: usize) {
    // SAFETY: the mask becomes what it was (caller contract); no register or flag changes
    // (`core::arch::asm`).
    unsafe { core::arch::asm!("msr primask, {}", in(reg) state, options(nostack, preserves_flags)) }
}
