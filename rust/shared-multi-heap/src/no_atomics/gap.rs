// SPDX-License-Identifier: Apache-2.0

//! The gap in a vector while elements are being taken out of it.

use super::NoAtomicsVec;
use crate::MemoryKind;

/// Closes the gap when it is dropped, so that the vector is whole again whatever has panicked.
///
/// Invariant: while this lives, the vector's length is at most `start`. Its elements before that
/// length, and those from `end` to `len`, are valid and its own; `start <= end <= len`, and `len` is
/// not above the capacity. What lies between `start` and `end` is not the vector's.
pub(super) struct Gap<'a, T, A: MemoryKind> {
    pub(super) vec: &'a mut NoAtomicsVec<T, A>,
    pub(super) start: usize,
    pub(super) end: usize,
    len: usize,
}

impl<'a, T, A: MemoryKind> Gap<'a, T, A> {
    /// Takes the elements from `start` to `end` away from the vector, for the caller to own.
    ///
    /// If this is leaked, the vector stays with the elements before `start`.
    ///
    /// # Panics
    ///
    /// Unless `start <= end` and `end` is not above the number of elements.
    #[track_caller]
    pub(super) fn new(vec: &'a mut NoAtomicsVec<T, A>, start: usize, end: usize) -> Self {
        let len = vec.len();

        assert!(
            start <= end,
            "a range that starts at {start} and ends at {end}"
        );
        assert!(
            end <= len,
            "a range that ends at {end}, in a vector of {len} elements"
        );
        // SAFETY: contract of `set_len`: elements that were there before, in part.
        unsafe { vec.set_len(start) };
        Self {
            vec,
            start,
            end,
            len,
        }
    }

    /// How many elements lie behind the gap.
    pub(super) fn rest(&self) -> usize {
        self.len - self.end
    }

    /// Moves the first element behind the gap to before it.
    ///
    /// # Safety
    ///
    /// There is an element behind the gap.
    pub(super) unsafe fn keep(&mut self) {
        let from = self.vec.place(self.end);
        // SAFETY: core::ptr::copy: a valid element (caller contract, invariant) is moved to a
        // place in the block that is not the vector's, or onto itself.
        unsafe { self.vec.place(self.start).copy_from(from, 1) };
        self.start += 1;
        self.end += 1;
    }
}

impl<T, A: MemoryKind> Drop for Gap<'_, T, A> {
    fn drop(&mut self) {
        let rest = self.rest();
        let from = self.vec.place(self.end);

        if self.start != self.end {
            // SAFETY: core::ptr::copy: the valid elements behind the gap (invariant) are moved
            // down, inside the block.
            unsafe { self.vec.place(self.start).copy_from(from, rest) };
        }
        // SAFETY: contract of `set_len`: the elements before the gap and those that have moved to
        // behind them (invariant).
        unsafe { self.vec.set_len(self.start + rest) };
    }
}
