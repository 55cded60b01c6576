// SPDX-License-Identifier: Apache-2.0

//! Cache maintenance as the C library was built to do it.

use core::ffi::{c_int, c_void};

use shared_multi_heap_sys as sys;

use crate::DmaError;

/// Whether no line of this chip's cache is larger than the one that buffers follow.
#[inline]
pub(super) fn check_line() -> Result<(), DmaError> {
    // SAFETY: reads a register at most (SPEC SMH-CACHE-4).
    verdict(unsafe { sys::smh_cache_line_check() })
}

/// What the result of the check means.
#[inline]
fn verdict(result: c_int) -> Result<(), DmaError> {
    match result {
        0 => Ok(()),
        _ => Err(DmaError::CacheLine),
    }
}

/// Writes the lines back that a range touches; of 0 bytes none (SPEC SMH-CACHE-3).
///
/// # Safety
///
/// They are memory that may be read.
#[inline]
pub(super) unsafe fn clean(start: *const u8, bytes: usize) {
    // SAFETY: readable memory (caller contract); no byte of it changes (SPEC SMH-CACHE-1).
    unsafe { sys::smh_cache_clean(start.cast::<c_void>(), bytes) }
}

/// Drops the lines that a range touches: bytes in them become what the memory behind the cache has,
/// or stay as they are, if the cache had written them back. Of 0 bytes none (SPEC SMH-CACHE-3).
///
/// # Safety
///
/// They are memory that may be written, and nobody else uses any of it.
#[inline]
pub(super) unsafe fn invalidate(start: *mut u8, bytes: usize) {
    // SAFETY: lines of writable memory that is the caller's (caller contract), and other lines are
    // as they were (SPEC SMH-CACHE-1).
    unsafe { sys::smh_cache_invalidate(start.cast::<c_void>(), bytes) }
}

/// Orders accesses to memory that no cache holds against those of devices.
#[inline]
pub(super) fn barrier() {
    // SAFETY: takes no address; it is what stands between accesses in SPEC SMH-CACHE-2.
    unsafe { sys::smh_cache_barrier() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_with_larger_lines_is_an_error() {
        assert_eq!(verdict(0), Ok(()));
        assert_eq!(verdict(-sys::errno().einval), Err(DmaError::CacheLine));
    }
}
