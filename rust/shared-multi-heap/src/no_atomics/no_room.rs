// SPDX-License-Identifier: Apache-2.0

//! The error that gives back what could not be stored.

use core::error::Error;
use core::fmt;

use crate::{Attribute, MemoryKind, OutOfMemory};

/// There was no room for a value; here it is again.
///
/// It turns into [`OutOfMemory`] where `?` wants that, which drops the value.
///
/// ```
/// use shared_multi_heap::{External, NoAtomicsBox, NoRoom};
///
/// // No region has been added yet.
/// let NoRoom(value) = NoAtomicsBox::<_, External>::try_new(7_u32).unwrap_err();
/// assert_eq!(value, 7);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NoRoom<T>(
    /// The value.
    pub T,
);

impl<T> fmt::Debug for NoRoom<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NoRoom").finish_non_exhaustive()
    }
}

impl<T> fmt::Display for NoRoom<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no room for a value in memory of this attribute")
    }
}

impl<T> Error for NoRoom<T> {}

impl<T> From<NoRoom<T>> for OutOfMemory {
    fn from(_: NoRoom<T>) -> Self {
        OutOfMemory
    }
}

#[cfg(feature = "defmt")]
impl<T> defmt::Format for NoRoom<T> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "NoRoom");
    }
}

/// For functions that have no other way to say so.
#[cold]
#[track_caller]
pub(super) fn panic_no_room<A: MemoryKind>() -> ! {
    panic!(
        "no room in memory of the attribute `{}`",
        A::Attribute::NAME
    )
}
