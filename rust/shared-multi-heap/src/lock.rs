// SPDX-License-Identifier: Apache-2.0

//! The lock of the pool.
//!
//! With `SMH_LOCK=external`, the default from Rust, C leaves its two lock functions undefined; they
//! are here, on `critical-section`. Whoever forgets to link an implementation of that gets an error
//! of the linker: there is no way to a pool without a lock.

use shared_multi_heap_sys as sys;

const _: () = assert!(
    sys::LOCK != sys::SMH_LOCK_NONE,
    "SMH_LOCK=none leaves the pool without a lock, which no safe function may be: \
     use external, irq, spin, pthread or futex"
);

// Where Cargo's configuration replaces the build script of the library, it must say so as well.
const _: () = assert!(
    (sys::LOCK == sys::SMH_LOCK_EXTERNAL) == cfg!(smh_lock = "external"),
    "the key `lock` in the configuration of the library is not what SMH_BUILD_TAG says"
);

#[cfg(smh_lock = "external")]
mod external {
    use core::mem::{self, MaybeUninit};
    use core::ptr;

    use critical_section::RestoreState;

    const _: () = assert!(
        mem::size_of::<RestoreState>() <= mem::size_of::<usize>(),
        "the restore state of critical-section does not fit into a pointer"
    );

    /// The token that C keeps between the two calls. The bytes of the restore state, which may be
    /// of any type, come first; the rest are 0.
    fn token_of(state: RestoreState) -> usize {
        let mut token = 0_usize;

        // SAFETY: the state is not larger than the token (asserted above), a local variable, and
        // any alignment will do (`core::ptr::write_unaligned`).
        unsafe { ptr::write_unaligned((&raw mut token).cast::<RestoreState>(), state) };
        token
    }

    /// # Safety
    ///
    /// `token` comes from `token_of`.
    unsafe fn state_of(token: usize) -> RestoreState {
        let mut state = MaybeUninit::<RestoreState>::uninit();

        // SAFETY: the token is at least as large as the state (asserted above), and both are local
        // variables (`core::ptr::copy_nonoverlapping`).
        unsafe {
            ptr::copy_nonoverlapping(
                (&raw const token).cast::<u8>(),
                state.as_mut_ptr().cast::<u8>(),
                mem::size_of::<RestoreState>(),
            );
        }
        // SAFETY: its bytes are those of a state (caller contract).
        unsafe { state.assume_init() }
    }

    /// Enters the critical section: called by C.
    #[unsafe(no_mangle)]
    extern "C" fn smh_lock_acquire() -> usize {
        // SAFETY: C releases what it acquires, in the same function, without nesting (SPEC
        // SMH-LOCK-2), which is what `critical_section::acquire` asks for.
        token_of(unsafe { critical_section::acquire() })
    }

    /// Leaves the critical section: called by C.
    #[unsafe(no_mangle)]
    extern "C" fn smh_lock_release(token: usize) {
        // SAFETY: C gives back the token of the matching `smh_lock_acquire` (SPEC SMH-LOCK-2).
        let state = unsafe { state_of(token) };

        // SAFETY: the state of the matching `critical_section::acquire` (SPEC SMH-LOCK-2).
        unsafe { critical_section::release(state) }
    }
}
