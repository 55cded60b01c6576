// SPDX-License-Identifier: Apache-2.0

//! Elements on their way out of a vector that stays.

use core::iter::FusedIterator;
use core::{fmt, ptr, slice};

use super::gap::Gap;
use crate::MemoryKind;

/// What [`NoAtomicsVec::drain`](super::NoAtomicsVec::drain) gives.
///
/// ```
/// # use shared_multi_heap::{External, NoAtomicsVec};
/// # shared_multi_heap::init().unwrap();
/// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
/// let mut bytes: NoAtomicsVec<u8, External> = (1..=5).collect();
/// let mut last_three = bytes.drain(2..);
/// assert_eq!(last_three.next_back(), Some(5));
/// assert_eq!(last_three.as_slice(), [3, 4]);
/// ```
pub struct Drain<'a, T, A: MemoryKind> {
    /// Invariant: the elements from `front` to `back`, inside the gap, are valid and this iterator's own.
    front: usize,
    back: usize,
    gap: Gap<'a, T, A>,
}

impl<'a, T, A: MemoryKind> Drain<'a, T, A> {
    /// All elements of a new gap.
    pub(super) fn new(gap: Gap<'a, T, A>) -> Self {
        Self {
            front: gap.start,
            back: gap.end,
            gap,
        }
    }

    /// The elements that are still to come.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=5).collect();
    /// assert_eq!(bytes.drain(..2).as_slice(), [1, 2]);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: core::slice::from_raw_parts: valid elements (invariant of `front`), borrowed
        // with the iterator that owns them.
        unsafe { slice::from_raw_parts(self.gap.vec.place(self.front), self.len()) }
    }
}

impl<T, A: MemoryKind> Iterator for Drain<'_, T, A> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.front == self.back {
            return None;
        }
        let place = self.gap.vec.place(self.front);
        self.front += 1;
        // SAFETY: core::ptr::read: it was valid and the iterator's (invariant of `front`).
        Some(unsafe { place.read() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.back - self.front;

        (left, Some(left))
    }
}

impl<T, A: MemoryKind> DoubleEndedIterator for Drain<'_, T, A> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        if self.front == self.back {
            return None;
        }
        self.back -= 1;
        // SAFETY: core::ptr::read: it was valid and the iterator's (invariant of `front`).
        Some(unsafe { self.gap.vec.place(self.back).read() })
    }
}

impl<T, A: MemoryKind> ExactSizeIterator for Drain<'_, T, A> {}

impl<T, A: MemoryKind> FusedIterator for Drain<'_, T, A> {}

impl<T, A: MemoryKind> Drop for Drain<'_, T, A> {
    fn drop(&mut self) {
        let place = self.gap.vec.place(self.front);
        let left = ptr::slice_from_raw_parts_mut(place, self.len());

        // The gap closes afterwards, also if this panics.
        // SAFETY: core::ptr::drop_in_place: valid elements (invariant of `front`) of an iterator
        // that is being dropped.
        unsafe { left.drop_in_place() }
    }
}

impl<T: fmt::Debug, A: MemoryKind> fmt::Debug for Drain<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.as_slice()).finish()
    }
}

#[cfg(feature = "defmt")]
impl<T: defmt::Format, A: MemoryKind> defmt::Format for Drain<'_, T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::Format::format(self.as_slice(), f);
    }
}
