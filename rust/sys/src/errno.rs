// SPDX-License-Identifier: Apache-2.0

use crate::bindings;

/// The error numbers that the linked library returns, as positive values. They differ between
/// C libraries, so none is a constant here.
///
/// ```
/// use shared_multi_heap_sys::errno;
///
/// // What the library returns is negative.
/// let full = -errno().enomem;
/// assert!(full < 0 && full != -errno().einval);
/// ```
#[inline]
pub fn errno() -> &'static bindings::smh_errno_numbers {
    // SAFETY: SPEC SMH-BUILD-3: the library defines this constant object, and its layout is that of
    // the binding, which `layout.c` has the C compiler confirm.
    unsafe { &bindings::smh_errno_numbers }
}
