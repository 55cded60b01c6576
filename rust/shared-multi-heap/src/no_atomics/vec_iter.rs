// SPDX-License-Identifier: Apache-2.0

//! Iterators over a vector, and vectors out of iterators.

use core::iter::FusedIterator;
use core::{fmt, ptr, slice};

use super::slots::Slots;
use super::{NoAtomics, NoAtomicsVec};
use crate::MemoryKind;

/// The elements of a vector by value, and its memory.
///
/// ```
/// # use shared_multi_heap::{External, NoAtomicsVec};
/// # shared_multi_heap::init().unwrap();
/// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
/// let bytes: NoAtomicsVec<u8, External> = (1..=5).collect();
/// let mut elements = bytes.into_iter();
/// assert_eq!(elements.next(), Some(1));
/// assert_eq!(elements.as_slice(), [2, 3, 4, 5]);
/// ```
pub struct IntoIter<T, A: MemoryKind> {
    slots: Slots<T, A>,
    /// Invariant: the elements from `front` to `back` are valid and this iterator's own.
    front: usize,
    back: usize,
}

impl<T, A: MemoryKind> IntoIter<T, A> {
    /// The elements that are still to come.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let bytes: NoAtomicsVec<u8, External> = (1..=2).collect();
    /// assert_eq!(bytes.into_iter().as_slice(), [1, 2]);
    /// ```
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: core::slice::from_raw_parts: valid elements (invariant of `front`), borrowed
        // with the iterator that owns them.
        unsafe { slice::from_raw_parts(self.place(self.front), self.len()) }
    }

    /// Where an element is, or was.
    #[inline]
    fn place(&self, index: usize) -> *mut T {
        self.slots.start().as_ptr().wrapping_add(index)
    }
}

impl<T, A: MemoryKind> Iterator for IntoIter<T, A> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.front == self.back {
            return None;
        }
        let place = self.place(self.front);
        self.front += 1;
        // SAFETY: core::ptr::read: it was valid and the iterator's (invariant of `front`).
        Some(unsafe { place.read() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.back - self.front;

        (left, Some(left))
    }
}

impl<T, A: MemoryKind> DoubleEndedIterator for IntoIter<T, A> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        if self.front == self.back {
            return None;
        }
        self.back -= 1;
        // SAFETY: core::ptr::read: it was valid and the iterator's (invariant of `front`).
        Some(unsafe { self.place(self.back).read() })
    }
}

impl<T, A: MemoryKind> ExactSizeIterator for IntoIter<T, A> {}

impl<T, A: MemoryKind> FusedIterator for IntoIter<T, A> {}

impl<T, A: MemoryKind> Drop for IntoIter<T, A> {
    fn drop(&mut self) {
        let left = ptr::slice_from_raw_parts_mut(self.place(self.front), self.len());

        // The slots give the memory back afterwards, also if this panics.
        // SAFETY: core::ptr::drop_in_place: valid elements (invariant of `front`) of an iterator
        // that is being dropped.
        unsafe { left.drop_in_place() }
    }
}

impl<T: fmt::Debug, A: MemoryKind> fmt::Debug for IntoIter<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.as_slice()).finish()
    }
}

impl<T, A: MemoryKind> IntoIterator for NoAtomicsVec<T, A> {
    type Item = T;
    type IntoIter = IntoIter<T, A>;

    #[inline]
    fn into_iter(self) -> IntoIter<T, A> {
        let (slots, len) = self.into_parts();

        IntoIter {
            slots,
            front: 0,
            back: len,
        }
    }
}

impl<'a, T, A: MemoryKind> IntoIterator for &'a NoAtomicsVec<T, A> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T, A: MemoryKind> IntoIterator for &'a mut NoAtomicsVec<T, A> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'a, T> {
        self.iter_mut()
    }
}

/// Panics if there is no room.
impl<T: NoAtomics, A: MemoryKind> Extend<T> for NoAtomicsVec<T, A> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        let elements = elements.into_iter();

        self.reserve(elements.size_hint().0);
        for element in elements {
            self.push(element);
        }
    }
}

/// Panics if there is no room.
impl<'a, T: NoAtomics + Copy, A: MemoryKind> Extend<&'a T> for NoAtomicsVec<T, A> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, elements: I) {
        self.extend(elements.into_iter().copied());
    }
}

/// Panics if there is no room.
impl<T: NoAtomics, A: MemoryKind> FromIterator<T> for NoAtomicsVec<T, A> {
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut vec = Self::new();

        vec.extend(elements);
        vec
    }
}

#[cfg(feature = "defmt")]
impl<T: defmt::Format, A: MemoryKind> defmt::Format for IntoIter<T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::Format::format(self.as_slice(), f);
    }
}
