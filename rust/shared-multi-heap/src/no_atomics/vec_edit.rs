// SPDX-License-Identifier: Apache-2.0

//! Changes to a vector other than at its end.

use core::ops::{Bound, RangeBounds};

use super::gap::Gap;
use super::no_room::panic_no_room;
use super::{Drain, NoAtomics, NoAtomicsVec, NoRoom};
use crate::{MemoryKind, OutOfMemory};

impl<T, A: MemoryKind> NoAtomicsVec<T, A> {
    /// Takes an element out and moves those behind it down.
    ///
    /// # Panics
    ///
    /// If there is no such element.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// assert_eq!(bytes.remove(0), 1);
    /// assert_eq!(bytes, [2, 3]);
    /// ```
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        let len = self.len();
        assert!(index < len, "index {index} in a vector of {len} elements");

        let gap = Gap::new(self, index, index + 1);

        // SAFETY: core::ptr::read: a valid element that is in the gap, so not the vector's (what
        // `Gap::new` does).
        unsafe { gap.vec.place(index).read() }
    }

    /// Takes an element out and moves the last one to its place.
    ///
    /// # Panics
    ///
    /// If there is no such element.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=4).collect();
    /// assert_eq!(bytes.swap_remove(0), 1);
    /// assert_eq!(bytes, [4, 2, 3]);
    /// ```
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        let len = self.len();
        assert!(index < len, "index {index} in a vector of {len} elements");

        self.swap(index, len - 1);
        // SAFETY: contract of `set_len`: one less than there are (`len` is not 0).
        unsafe { self.set_len(len - 1) };
        // SAFETY: core::ptr::read: it was valid, and is no longer one of the vector.
        unsafe { self.place(len - 1).read() }
    }

    /// Keeps the elements for which a function is true, in their order, and drops the others.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=6).collect();
    /// bytes.retain(|byte| byte % 2 == 0);
    /// assert_eq!(bytes, [2, 4, 6]);
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.retain_mut(|element| keep(element));
    }

    /// As [`retain`](Self::retain), and the function may change the elements.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut lives: NoAtomicsVec<u8, External> = [3, 1, 2].into_iter().collect();
    /// lives.retain_mut(|left| {
    ///     *left -= 1;
    ///     *left > 0
    /// });
    /// assert_eq!(lives, [2, 1]);
    /// ```
    pub fn retain_mut(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        let mut gap = Gap::new(self, 0, 0);

        while gap.rest() > 0 {
            let next = gap.vec.place(gap.end);
            // SAFETY: core::ptr, "Pointer to reference conversion": a valid element behind the gap
            // (invariant of `Gap`), which nothing else refers to.
            if keep(unsafe { &mut *next }) {
                // SAFETY: contract of `keep`: there is one behind the gap.
                unsafe { gap.keep() };
            } else {
                // Before it is dropped, so that it is not dropped again if that panics.
                gap.end += 1;
                // SAFETY: core::ptr::drop_in_place: a valid element, in the gap by now.
                unsafe { next.drop_in_place() };
            }
        }
    }

    /// Takes the elements of a range out, one by one. Those that are not asked for are dropped with
    /// the iterator, and the others close up.
    ///
    /// If the iterator is leaked, so are the elements from the start of the range on.
    ///
    /// # Panics
    ///
    /// If the range ends before it starts, or beyond the vector.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=5).collect();
    /// assert!(bytes.drain(1..3).eq([2, 3]));
    /// assert_eq!(bytes, [1, 4, 5]);
    /// ```
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, T, A> {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last.saturating_add(1),
            Bound::Excluded(&end) => end,
            Bound::Unbounded => self.len(),
        };
        Drain::new(Gap::new(self, start, end))
    }
}

impl<T: NoAtomics, A: MemoryKind> NoAtomicsVec<T, A> {
    /// Puts an element before that at an index, or at the end.
    ///
    /// # Panics
    ///
    /// If the index is beyond the end, or there is no room. [`try_insert`](Self::try_insert) tells
    /// the latter instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// bytes.insert(0, 9);
    /// assert_eq!(bytes, [9, 1, 2, 3]);
    /// ```
    #[track_caller]
    pub fn insert(&mut self, index: usize, value: T) {
        if self.try_insert(index, value).is_err() {
            panic_no_room::<A>();
        }
    }

    /// Puts an element before that at an index, or at the end.
    ///
    /// # Errors
    ///
    /// [`NoRoom`], with the element. The vector is unchanged.
    ///
    /// # Panics
    ///
    /// If the index is beyond the end.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, NoRoom};
    /// // No region has been added yet.
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// assert_eq!(bytes.try_insert(0, 7), Err(NoRoom(7)));
    /// ```
    #[track_caller]
    pub fn try_insert(&mut self, index: usize, value: T) -> Result<(), NoRoom<T>> {
        let len = self.len();
        assert!(index <= len, "index {index} in a vector of {len} elements");

        if self.try_reserve(1).is_err() {
            return Err(NoRoom(value));
        }
        let place = self.place(index);
        // SAFETY: core::ptr::copy: there is room for one more, so the elements from `index` on
        // are moved inside the block.
        unsafe { self.place(index + 1).copy_from(place, len - index) };
        // SAFETY: core::ptr::write: the element that was there has moved.
        unsafe { place.write(value) };
        // SAFETY: contract of `set_len`: all elements are valid, one more than before.
        unsafe { self.set_len(len + 1) };
        Ok(())
    }
}

impl<T: NoAtomics + Clone, A: MemoryKind> NoAtomicsVec<T, A> {
    /// Appends clones of all elements of a slice.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_extend_from_slice`](Self::try_extend_from_slice) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// bytes.extend_from_slice(b"data");
    /// assert_eq!(bytes, *b"data");
    /// ```
    #[track_caller]
    pub fn extend_from_slice(&mut self, elements: &[T]) {
        if self.try_extend_from_slice(elements).is_err() {
            panic_no_room::<A>();
        }
    }

    /// Appends clones of all elements of a slice.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room for all of them; then none is appended.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, OutOfMemory};
    /// // No region has been added yet.
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// assert_eq!(bytes.try_extend_from_slice(b"data"), Err(OutOfMemory));
    /// ```
    pub fn try_extend_from_slice(&mut self, elements: &[T]) -> Result<(), OutOfMemory> {
        self.try_reserve(elements.len())?;
        for element in elements {
            let clone = element.clone();
            // SAFETY: contract of `push_within_capacity`: room for all has just been made.
            unsafe { self.push_within_capacity(clone) };
        }
        Ok(())
    }

    /// Appends clones of a value, or drops elements at the end, until there are `len`.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_resize`](Self::try_resize) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=2).collect();
    /// bytes.resize(4, 0);
    /// assert_eq!(bytes, [1, 2, 0, 0]);
    /// bytes.resize(1, 0);
    /// assert_eq!(bytes, [1]);
    /// ```
    #[track_caller]
    pub fn resize(&mut self, len: usize, value: T) {
        if self.try_resize(len, value).is_err() {
            panic_no_room::<A>();
        }
    }

    /// Appends clones of a value, or drops elements at the end, until there are `len`.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room for all of them. The vector is unchanged.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, OutOfMemory};
    /// // No region has been added yet.
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// assert_eq!(bytes.try_resize(4, 0), Err(OutOfMemory));
    /// ```
    pub fn try_resize(&mut self, len: usize, value: T) -> Result<(), OutOfMemory> {
        if len <= self.len() {
            self.truncate(len);
            return Ok(());
        }
        self.try_reserve(len - self.len())?;
        while self.len() + 1 < len {
            let clone = value.clone();
            // SAFETY: contract of `push_within_capacity`: room for `len` has just been made.
            unsafe { self.push_within_capacity(clone) };
        }
        // SAFETY: contract of `push_within_capacity`: room for `len`, and one is to go.
        unsafe { self.push_within_capacity(value) };
        Ok(())
    }

    /// A vector with clones of all elements.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let bytes: NoAtomicsVec<u8, External> = (1..=2).collect();
    /// assert_eq!(bytes.try_clone().unwrap(), bytes);
    /// ```
    pub fn try_clone(&self) -> Result<Self, OutOfMemory> {
        let mut clone = Self::try_with_capacity(self.len())?;

        clone.try_extend_from_slice(self)?;
        Ok(clone)
    }
}
