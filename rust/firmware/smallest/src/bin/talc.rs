// SPDX-License-Identifier: Apache-2.0

//! With talc, as its documentation has it, and a lock on the critical section that the others have.

#![no_std]
#![no_main]

use core::cell::Cell;
use core::mem::MaybeUninit;

use allocator_api2::alloc::Global;
use cortex_m as _; // links the critical section
use cortex_m_rt::entry;
use critical_section::RestoreState;
use lock_api::{GuardNoSend, RawMutex};
use talc::TalcLock;
use talc::source::Claim;

/// The critical section as talc wants a lock.
struct Section(Cell<RestoreState>);

// SAFETY: core::marker::Sync: the cell is touched inside the critical section only.
unsafe impl Sync for Section {}

// SAFETY: core::marker::Sync: who is between `lock` and `unlock` is in the critical section, alone,
// which is what `RawMutex` asks for.
unsafe impl RawMutex for Section {
    #[allow(clippy::declare_interior_mutable_const, reason = "the trait has it so")]
    const INIT: Self = Self(Cell::new(RestoreState::invalid()));
    type GuardMarker = GuardNoSend;

    fn lock(&self) {
        // SAFETY: `unlock` releases it, which the core::ops::Drop of talc's guard calls, and talc locks
        // nothing while it has a guard.
        self.0.set(unsafe { critical_section::acquire() });
    }

    fn try_lock(&self) -> bool {
        self.lock();
        true
    }

    unsafe fn unlock(&self) {
        // SAFETY: the state of the matching `lock` (caller contract).
        unsafe { critical_section::release(self.0.get()) };
    }
}

#[global_allocator]
static HEAP: TalcLock<Section, Claim> = TalcLock::new({
    static mut RAM: [MaybeUninit<u8>; smallest::BYTES] = [MaybeUninit::uninit(); smallest::BYTES];

    let memory = &raw mut RAM;
    // SAFETY: core::ptr, "Safety": the memory is valid for ever, and nobody else has its name.
    unsafe { Claim::array(memory) }
});

#[entry]
fn main() -> ! {
    smallest::run(Global)
}
