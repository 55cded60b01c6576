// SPDX-License-Identifier: Apache-2.0

//! What the vector has because its elements have it.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::no_room::panic_no_room;
use super::{NoAtomics, NoAtomicsVec};
use crate::{MemoryKind, OutOfMemory};

/// Panics if there is no room; [`NoAtomicsVec::try_clone`] tells so instead.
impl<T: NoAtomics + Clone, A: MemoryKind> Clone for NoAtomicsVec<T, A> {
    #[track_caller]
    fn clone(&self) -> Self {
        match self.try_clone() {
            Ok(clone) => clone,
            Err(OutOfMemory) => panic_no_room::<A>(),
        }
    }
}

impl<T, A: MemoryKind> Default for NoAtomicsVec<T, A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, A: MemoryKind> AsRef<[T]> for NoAtomicsVec<T, A> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T, A: MemoryKind> AsMut<[T]> for NoAtomicsVec<T, A> {
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, A: MemoryKind> Borrow<[T]> for NoAtomicsVec<T, A> {
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T, A: MemoryKind> BorrowMut<[T]> for NoAtomicsVec<T, A> {
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

/// Equality with whatever else holds elements in a row.
macro_rules! equal {
    ($([$($generics:tt)*] $other:ty),* $(,)?) => {
        $(
            impl<T: PartialEq<U>, U, A: MemoryKind, $($generics)*> PartialEq<$other>
                for NoAtomicsVec<T, A>
            {
                fn eq(&self, other: &$other) -> bool {
                    self[..] == other[..]
                }
            }
        )*
    };
}

equal! {
    [B: MemoryKind] NoAtomicsVec<U, B>,
    [] [U], [] &[U], [] &mut [U],
    [const N: usize] [U; N], [const N: usize] &[U; N],
}

impl<T: Eq, A: MemoryKind> Eq for NoAtomicsVec<T, A> {}

impl<T: PartialOrd, A: MemoryKind> PartialOrd for NoAtomicsVec<T, A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord, A: MemoryKind> Ord for NoAtomicsVec<T, A> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Hash, A: MemoryKind> Hash for NoAtomicsVec<T, A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: fmt::Debug, A: MemoryKind> fmt::Debug for NoAtomicsVec<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(feature = "defmt")]
impl<T: defmt::Format, A: MemoryKind> defmt::Format for NoAtomicsVec<T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        (**self).format(f);
    }
}
