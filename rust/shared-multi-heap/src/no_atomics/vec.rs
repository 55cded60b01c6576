// SPDX-License-Identifier: Apache-2.0

//! A growing array in memory in which atomics may not work.

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use core::{ptr, slice};

use super::no_room::panic_no_room;
use super::slots::Slots;
use super::{NoAtomics, NoAtomicsBox, NoRoom};
use crate::{MemoryKind, OutOfMemory};

/// A growing array in memory of an attribute in which atomics may not work: what `Vec` is
/// elsewhere.
///
/// ```
/// use shared_multi_heap::{External, NoAtomicsVec};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # shared_multi_heap::init()?;
/// # let memory = Box::leak(Box::new_uninit_slice(4096));
/// # External.add(memory)?;
/// let mut log: NoAtomicsVec<u16, External> = NoAtomicsVec::new();
/// log.try_push(7)?;
/// log.extend([8, 9]);
/// assert_eq!(log.iter().sum::<u16>(), 24);
/// assert!(External.owns(log.as_ptr()));
/// # Ok(())
/// # }
/// ```
///
/// It has no handle to its heap: that is part of the type. When it is full it doubles its capacity,
/// where it lies if there is room, or takes just what it needs if there is no more. All of a slice
/// is there by dereferencing.
///
/// Functions that need memory and may not get it have a twin with `try_`, which tells so; without
/// it they panic.
pub struct NoAtomicsVec<T, A: MemoryKind> {
    slots: Slots<T, A>,
    /// Invariant: so many elements are valid and belong to this vector, from the first slot on. It
    /// is not above the capacity.
    len: usize,
}

impl<T, A: MemoryKind> NoAtomicsVec<T, A> {
    /// An empty vector, which takes no memory yet.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// let bytes: NoAtomicsVec<u8, External> = NoAtomicsVec::new();
    /// assert_eq!(bytes.capacity(), 0);
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slots: Slots::new(),
            len: 0,
        }
    }

    /// How many elements there is room for. It is `usize::MAX` if they have no size.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// let units: NoAtomicsVec<(), External> = NoAtomicsVec::new();
    /// assert_eq!(units.capacity(), usize::MAX);
    /// ```
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.slots.capacity()
    }

    /// How many elements there are.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// assert_eq!(bytes.len(), 3);
    /// ```
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no elements.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// assert!(NoAtomicsVec::<u8, External>::new().is_empty());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the first element is, or would be: aligned, with room for
    /// [`capacity`](Self::capacity) elements.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// let longs: NoAtomicsVec<u64, External> = NoAtomicsVec::new();
    /// assert!(longs.as_ptr().is_aligned());
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.slots.start().as_ptr()
    }

    /// As [`as_ptr`](Self::as_ptr), to write there.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// let mut longs: NoAtomicsVec<u64, External> = NoAtomicsVec::new();
    /// assert!(longs.as_mut_ptr().is_aligned());
    /// ```
    #[inline]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.slots.start().as_ptr()
    }

    /// The room behind the last element.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut bytes = NoAtomicsVec::<u8, External>::try_with_capacity(10)?;
    /// bytes.spare_capacity_mut()[0].write(7);
    /// // SAFETY: the first element has just been written.
    /// unsafe { bytes.set_len(1) };
    /// assert_eq!(bytes, [7]);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        let spare = self.slots.capacity() - self.len;

        // SAFETY: core::slice::from_raw_parts_mut: the places from `len` to the capacity are in the
        // block (invariant of `Slots`), and `MaybeUninit` is valid with any bytes.
        unsafe { slice::from_raw_parts_mut(self.place(self.len).cast(), spare) }
    }

    /// Says how many elements there are, without touching any.
    ///
    /// # Safety
    ///
    /// The first `len` elements are valid and the vector's own, and `len` is not above the capacity.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=9).collect();
    /// // SAFETY: the first of nine valid elements.
    /// unsafe { bytes.set_len(1) };
    /// assert_eq!(bytes, [1]);
    /// ```
    #[inline]
    pub unsafe fn set_len(&mut self, len: usize) {
        debug_assert!(len <= self.capacity());
        self.len = len;
    }

    /// Takes the last element off.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// assert_eq!(bytes.pop(), Some(3));
    /// assert_eq!(bytes, [1, 2]);
    /// ```
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: core::ptr::read: the last element was valid, and is no longer one of the vector
        // (invariant of `len`).
        Some(unsafe { self.place(self.len).read() })
    }

    /// Keeps the first `len` elements and drops the others. The capacity stays.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=9).collect();
    /// bytes.truncate(2);
    /// assert_eq!(bytes, [1, 2]);
    /// ```
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        let rest = ptr::slice_from_raw_parts_mut(self.place(len), self.len - len);
        // Before they are dropped, so that none is dropped again if that panics.
        self.len = len;
        // SAFETY: core::ptr::drop_in_place: valid elements (invariant of `len`), which are the
        // vector's no longer.
        unsafe { rest.drop_in_place() }
    }

    /// Drops all elements. The capacity stays.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let mut bytes: NoAtomicsVec<u8, External> = (1..=9).collect();
    /// bytes.clear();
    /// assert!(bytes.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Gives back the memory behind the last element. Where that cannot be done, nothing changes.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut bytes = NoAtomicsVec::<u8, External>::try_with_capacity(100)?;
    /// bytes.extend_from_slice(b"data");
    /// bytes.shrink_to_fit();
    /// assert_eq!(bytes.capacity(), 4);
    /// # Ok(())
    /// # }
    /// ```
    pub fn shrink_to_fit(&mut self) {
        let _ = self.slots.shrink_to(self.len);
    }

    /// Gives up the vector and keeps the elements where they are, for as long as is wished.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # shared_multi_heap::init().unwrap();
    /// # External.add(Box::leak(Box::new_uninit_slice(4096))).unwrap();
    /// let table: NoAtomicsVec<u32, External> = (1..=9).collect();
    /// let table: &'static mut [u32] = table.leak();
    /// table[0] = 7;
    /// ```
    #[must_use = "the memory is never given back"]
    pub fn leak<'a>(self) -> &'a mut [T] {
        let mut this = ManuallyDrop::new(self);

        // SAFETY: core::slice::from_raw_parts_mut: valid elements (invariant of `len`) of a
        // vector that is no more and did not give the memory back.
        unsafe { slice::from_raw_parts_mut(this.as_mut_ptr(), this.len) }
    }

    /// Takes the vector apart. Nothing is dropped or given back; the elements are the caller's.
    pub(super) fn into_parts(self) -> (Slots<T, A>, usize) {
        let this = ManuallyDrop::new(self);
        // SAFETY: core::ptr::read: a valid value, which is not used here again.
        let slots = unsafe { ptr::read(&raw const this.slots) };

        (slots, this.len)
    }

    /// Where an element is, or would be.
    #[inline]
    pub(super) const fn place(&self, index: usize) -> *mut T {
        self.slots.start().as_ptr().wrapping_add(index)
    }
}

impl<T: NoAtomics, A: MemoryKind> NoAtomicsVec<T, A> {
    /// An empty vector with room for some elements.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_with_capacity`](Self::try_with_capacity) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let bytes = NoAtomicsVec::<u8, External>::with_capacity(100);
    /// assert_eq!(bytes.capacity(), 100);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_capacity(capacity: usize) -> Self {
        match Self::try_with_capacity(capacity) {
            Ok(vec) => vec,
            Err(OutOfMemory) => panic_no_room::<A>(),
        }
    }

    /// An empty vector with room for some elements.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, OutOfMemory};
    /// // No region has been added yet.
    /// let refused = NoAtomicsVec::<u8, External>::try_with_capacity(100);
    /// assert_eq!(refused, Err(OutOfMemory));
    /// ```
    pub fn try_with_capacity(capacity: usize) -> Result<Self, OutOfMemory> {
        let mut vec = Self::new();

        vec.try_reserve_exact(capacity)?;
        Ok(vec)
    }

    /// Makes room for more elements, and for some to come if it can.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_reserve`](Self::try_reserve) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// bytes.reserve(100);
    /// assert!(bytes.capacity() >= 100);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn reserve(&mut self, more: usize) {
        if self.try_reserve(more).is_err() {
            panic_no_room::<A>();
        }
    }

    /// Makes room for more elements, and for some to come if it can.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room, or that many have no size in a `usize`. Nothing has
    /// changed.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, OutOfMemory};
    /// let mut longs = NoAtomicsVec::<u64, External>::new();
    /// assert_eq!(longs.try_reserve(usize::MAX), Err(OutOfMemory));
    /// ```
    #[inline]
    pub fn try_reserve(&mut self, more: usize) -> Result<(), OutOfMemory> {
        self.slots.try_reserve(self.len, more)
    }

    /// Makes room for that many more elements only.
    ///
    /// # Errors
    ///
    /// As [`try_reserve`](Self::try_reserve).
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// bytes.try_reserve_exact(1)?;
    /// assert_eq!(bytes.capacity(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn try_reserve_exact(&mut self, more: usize) -> Result<(), OutOfMemory> {
        self.slots.try_reserve_exact(self.len, more)
    }

    /// Appends an element.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_push`](Self::try_push) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// bytes.push(7);
    /// assert_eq!(bytes, [7]);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    #[track_caller]
    pub fn push(&mut self, value: T) {
        if self.try_push(value).is_err() {
            panic_no_room::<A>();
        }
    }

    /// Appends an element.
    ///
    /// # Errors
    ///
    /// [`NoRoom`], with the element. The vector is unchanged.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec, NoRoom};
    /// // No region has been added yet.
    /// let mut bytes = NoAtomicsVec::<u8, External>::new();
    /// assert_eq!(bytes.try_push(7), Err(NoRoom(7)));
    /// ```
    #[inline]
    pub fn try_push(&mut self, value: T) -> Result<(), NoRoom<T>> {
        if self.try_reserve(1).is_err() {
            return Err(NoRoom(value));
        }
        // SAFETY: contract of `push_within_capacity`: there is room for one more.
        unsafe { self.push_within_capacity(value) };
        Ok(())
    }

    /// The elements in a box. Memory behind the last one is given back.
    ///
    /// # Panics
    ///
    /// If the heap finds itself damaged there, which is the one reason not to take memory back.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// let bytes: NoAtomicsBox<[u8], External> = bytes.into_boxed_slice();
    /// assert_eq!(*bytes, [1, 2, 3]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn into_boxed_slice(mut self) -> NoAtomicsBox<[T], A> {
        assert!(self.slots.shrink_to(self.len), "the heap is damaged");
        let (slots, len) = self.into_parts();
        let elements = NonNull::slice_from_raw_parts(ManuallyDrop::new(slots).start(), len);

        // SAFETY: contract of `from_non_null`: valid elements (invariant of `len`), in a block of
        // the attribute that is just as large, and nobody else's any more.
        unsafe { NoAtomicsBox::from_non_null(elements) }
    }

    /// The opposite of `into_boxed_slice`.
    pub(super) fn from_box(elements: NoAtomicsBox<[T], A>) -> Self {
        let elements = NoAtomicsBox::into_non_null(elements);
        let len = elements.len();
        // SAFETY: contract of `from_parts`: the block of a box has the layout of its elements, and
        // is given over here.
        let slots = unsafe { Slots::from_parts(elements.cast(), len) };

        Self { slots, len }
    }

    /// # Safety
    ///
    /// `len` is below the capacity.
    #[inline]
    pub(super) unsafe fn push_within_capacity(&mut self, value: T) {
        // SAFETY: core::ptr::write: a place inside the block (caller contract), without a valid
        // element as yet (invariant of `len`).
        unsafe { self.place(self.len).write(value) };
        self.len += 1;
    }
}

impl<T, A: MemoryKind> Drop for NoAtomicsVec<T, A> {
    fn drop(&mut self) {
        // The slots give the memory back afterwards, also if this panics.
        self.clear();
    }
}

impl<T, A: MemoryKind> Deref for NoAtomicsVec<T, A> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        // SAFETY: core::slice::from_raw_parts: valid elements (invariant of `len`), borrowed with
        // the vector.
        unsafe { slice::from_raw_parts(self.as_ptr(), self.len) }
    }
}

impl<T, A: MemoryKind> DerefMut for NoAtomicsVec<T, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: core::slice::from_raw_parts_mut: valid elements (invariant of `len`), borrowed
        // with the vector, by nobody else.
        unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len) }
    }
}
