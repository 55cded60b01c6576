// SPDX-License-Identifier: Apache-2.0

//! The lock of the tests: the critical section of the host.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use critical_section::RestoreState;

struct Held(UnsafeCell<Option<RestoreState>>);

// SAFETY: `core::marker::Sync`: the cell is touched only by whoever holds the critical section.
unsafe impl Sync for Held {}

static HELD: Held = Held(UnsafeCell::new(None));
static TOKEN: AtomicUsize = AtomicUsize::new(0);

/// How often the library took the lock.
pub fn times_taken() -> usize {
    TOKEN.load(Ordering::Relaxed)
}

#[unsafe(no_mangle)]
extern "C" fn smh_lock_acquire() -> usize {
    // SAFETY: `critical_section::acquire` asks for a release in the same thread, in the order
    // of nesting: SPEC SMH-LOCK-2, the hooks come in pairs and are not nested.
    let state = unsafe { critical_section::acquire() };

    // SAFETY: `core::cell::UnsafeCell`: no other reference is alive, the section is held.
    let held = unsafe { &mut *HELD.0.get() };
    assert!(held.replace(state).is_none(), "the lock is nested");
    TOKEN.fetch_add(1, Ordering::Relaxed) + 1
}

#[unsafe(no_mangle)]
extern "C" fn smh_lock_release(token: usize) {
    assert_eq!(
        token,
        TOKEN.load(Ordering::Relaxed),
        "a token of another section"
    );
    // SAFETY: `core::cell::UnsafeCell`: no other reference is alive, the section is held.
    let held = unsafe { &mut *HELD.0.get() };
    let state = held.take().expect("the lock is released twice");

    // SAFETY: SPEC SMH-LOCK-2: this is the release that belongs to the `acquire` which gave the state.
    unsafe { critical_section::release(state) };
}
