// SPDX-License-Identifier: Apache-2.0

use crate::bindings;

/// The error numbers that the linked library returns, as positive values. They differ between
/// C libraries, so none is a constant here.
#[inline]
pub fn errno() -> &'static bindings::smh_errno_numbers {
    // SAFETY: SPEC BUILD-2: the library defines this object for good, never writes it, and its
    // layout is that of the binding, which `layout.c` has the C compiler confirm.
    unsafe { &bindings::smh_errno_numbers }
}
