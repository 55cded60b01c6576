// SPDX-License-Identifier: Apache-2.0

//! What the box has because its value has it.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::no_room::panic_no_room;
use super::{NoAtomics, NoAtomicsBox, NoAtomicsVec};
use crate::{MemoryKind, OutOfMemory};

impl<T: NoAtomics + Clone, A: MemoryKind> NoAtomicsBox<T, A> {
    /// A box with a clone of the value.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if there is no room.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let boxed = NoAtomicsBox::<_, External>::try_new(7)?;
    /// assert_eq!(NoAtomicsBox::try_clone(&boxed)?, boxed);
    /// # Ok(())
    /// # }
    /// ```
    pub fn try_clone(this: &Self) -> Result<Self, OutOfMemory> {
        let place = Self::try_new_uninit()?;

        Ok(NoAtomicsBox::write(place, T::clone(this)))
    }
}

impl<T: NoAtomics, A: MemoryKind> NoAtomicsBox<[T], A> {
    /// The same elements in the same memory as a vector, which can grow.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsVec};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let bytes: NoAtomicsVec<u8, External> = (1..=3).collect();
    /// let mut again = bytes.into_boxed_slice().into_vec();
    /// again.push(4);
    /// assert_eq!(again, [1, 2, 3, 4]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn into_vec(self) -> NoAtomicsVec<T, A> {
        NoAtomicsVec::from_box(self)
    }
}

/// Panics if there is no room; [`NoAtomicsBox::try_clone`] tells so instead.
impl<T: NoAtomics + Clone, A: MemoryKind> Clone for NoAtomicsBox<T, A> {
    #[track_caller]
    fn clone(&self) -> Self {
        match Self::try_clone(self) {
            Ok(clone) => clone,
            Err(OutOfMemory) => panic_no_room::<A>(),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        (**self).clone_from(source);
    }
}

/// Panics if there is no room.
impl<T: NoAtomics + Clone, A: MemoryKind> Clone for NoAtomicsBox<[T], A> {
    #[track_caller]
    fn clone(&self) -> Self {
        let mut elements = NoAtomicsVec::with_capacity(self.len());
        elements.extend_from_slice(self);
        elements.into_boxed_slice()
    }
}

impl<T: ?Sized, A: MemoryKind> AsRef<T> for NoAtomicsBox<T, A> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized, A: MemoryKind> AsMut<T> for NoAtomicsBox<T, A> {
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized, A: MemoryKind> Borrow<T> for NoAtomicsBox<T, A> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: ?Sized, A: MemoryKind> BorrowMut<T> for NoAtomicsBox<T, A> {
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized + PartialEq, A: MemoryKind> PartialEq for NoAtomicsBox<T, A> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq, A: MemoryKind> Eq for NoAtomicsBox<T, A> {}

impl<T: ?Sized + PartialOrd, A: MemoryKind> PartialOrd for NoAtomicsBox<T, A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord, A: MemoryKind> Ord for NoAtomicsBox<T, A> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash, A: MemoryKind> Hash for NoAtomicsBox<T, A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + fmt::Debug, A: MemoryKind> fmt::Debug for NoAtomicsBox<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display, A: MemoryKind> fmt::Display for NoAtomicsBox<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized, A: MemoryKind> fmt::Pointer for NoAtomicsBox<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&Self::as_ptr(self), f)
    }
}

#[cfg(feature = "defmt")]
impl<T: ?Sized + defmt::Format, A: MemoryKind> defmt::Format for NoAtomicsBox<T, A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        (**self).format(f);
    }
}
