// SPDX-License-Identifier: Apache-2.0

//! Containers, as far as they report a lack of memory as a value.

use core::ptr::NonNull;

use allocator_api2::boxed::Box;
use shared_multi_heap::{Cacheable, External, NoAtomicsBox, NoAtomicsVec};

#[unsafe(no_mangle)]
fn path_box_try_new(value: u32) -> *mut u32 {
    Box::try_new_in(value, Cacheable).map_or(core::ptr::null_mut(), Box::into_raw)
}

/// # Safety
///
/// `value` came from `path_box_try_new`.
#[unsafe(no_mangle)]
unsafe fn path_box_drop(value: *mut u32) {
    // SAFETY: a box of this heap that was taken apart (caller contract).
    drop(unsafe { Box::from_raw_in(value, Cacheable) });
}

#[unsafe(no_mangle)]
fn path_no_atomics_box_try_new(value: u32) -> Option<NonNull<u32>> {
    NoAtomicsBox::<u32, External>::try_new(value)
        .ok()
        .and_then(|value| NonNull::new(NoAtomicsBox::into_raw(value)))
}

/// # Safety
///
/// `value` came from `path_no_atomics_box_try_new`.
#[unsafe(no_mangle)]
unsafe fn path_no_atomics_box_drop(value: *mut u32) {
    // SAFETY: a box of this heap that was taken apart (caller contract).
    drop(unsafe { NoAtomicsBox::<u32, External>::from_raw(value) });
}

/// Pushes, reserves, shrinks and drops.
#[unsafe(no_mangle)]
fn path_no_atomics_vec(count: usize, value: u32) -> bool {
    let mut numbers: NoAtomicsVec<u32, External> = NoAtomicsVec::new();

    if numbers.try_reserve(count).is_err() {
        return false;
    }
    (0..count).all(|_| numbers.try_push(value).is_ok())
}
