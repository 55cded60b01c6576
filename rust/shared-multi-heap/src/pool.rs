// SPDX-License-Identifier: Apache-2.0

//! The pool itself.

use crate::InitError;

/// Makes the pool ready, without any memory yet. Once for each program.
///
/// Two callers may race, in either language: exactly one succeeds, and the other may use the pool
/// at once.
///
/// # Errors
///
/// [`InitError::AlreadyInitialised`] if Rust or C has done so before; nothing has changed.
///
/// ```
/// use shared_multi_heap::InitError;
///
/// assert_eq!(shared_multi_heap::init(), Ok(()));
/// assert_eq!(shared_multi_heap::init(), Err(InitError::AlreadyInitialised));
/// ```
pub fn init() -> Result<(), InitError> {
    // SAFETY: may be called at any time, by any number of callers (SPEC SMH-INIT-2, SMH-INIT-3).
    match unsafe { shared_multi_heap_sys::shared_multi_heap_pool_init() } {
        0 => Ok(()),
        _ => Err(InitError::AlreadyInitialised),
    }
}
