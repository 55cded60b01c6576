// SPDX-License-Identifier: Apache-2.0

//! One value in memory in which atomics may not work.

use core::alloc::Layout;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use super::no_room::panic_no_room;
use super::slots::Block;
use super::{NoAtomics, NoRoom};
use crate::{Heap, MemoryKind, OutOfMemory};

/// A value in memory of an attribute in which atomics may not work: what `Box` is elsewhere.
///
/// ```
/// use shared_multi_heap::{External, NoAtomicsBox};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # shared_multi_heap::init()?;
/// # let memory = Box::leak(Box::new_uninit_slice(4096));
/// # External.add(memory)?;
/// let mut table: NoAtomicsBox<[u16; 256], External> = NoAtomicsBox::try_new([0; 256])?;
/// table[3] = 7;
/// assert!(External.owns(table.as_ptr()));
/// # Ok(())
/// # }
/// ```
///
/// It has no handle to its heap: that is part of the type. As with `Box`, functions that concern
/// the box are not methods, so that they never hide one of the value.
pub struct NoAtomicsBox<T: ?Sized, A: MemoryKind> {
    /// Invariant: a valid value; it lies in a block of the attribute with the layout of the value,
    /// or the value has no size. Both belong to this box alone.
    value: NonNull<T>,
    owned: PhantomData<T>,
    attribute: PhantomData<A>,
}

// SAFETY: core::marker::Send: the box owns the value and nothing else, and the heap may be used
// from any thread (SPEC SMH-LOCK-1).
unsafe impl<T: ?Sized + Send, A: MemoryKind> Send for NoAtomicsBox<T, A> {}

// SAFETY: core::marker::Sync: through `&self` nothing can be reached but `&T`.
unsafe impl<T: ?Sized + Sync, A: MemoryKind> Sync for NoAtomicsBox<T, A> {}

// The value does not move with the box.
impl<T: ?Sized, A: MemoryKind> Unpin for NoAtomicsBox<T, A> {}

impl<T: NoAtomics, A: MemoryKind> NoAtomicsBox<T, A> {
    /// Puts a value into memory of the attribute. A value without a size takes none.
    ///
    /// # Panics
    ///
    /// If there is no room. [`try_new`](Self::try_new) tells so instead.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let number = NoAtomicsBox::<_, External>::new(7);
    /// assert_eq!(*number, 7);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(value: T) -> Self {
        match Self::try_new(value) {
            Ok(boxed) => boxed,
            Err(_) => panic_no_room::<A>(),
        }
    }

    /// Puts a value into memory of the attribute. A value without a size takes none.
    ///
    /// # Errors
    ///
    /// [`NoRoom`], with the value.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// // No region has been added yet.
    /// let refused = NoAtomicsBox::<_, External>::try_new([1, 2, 3]);
    /// assert_eq!(refused.unwrap_err().0, [1, 2, 3]);
    /// ```
    #[inline]
    pub fn try_new(value: T) -> Result<Self, NoRoom<T>> {
        match Self::try_new_uninit() {
            Ok(place) => Ok(NoAtomicsBox::write(place, value)),
            Err(OutOfMemory) => Err(NoRoom(value)),
        }
    }

    /// Allocates the memory for a value that is yet to be written.
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
    /// let mut place = NoAtomicsBox::<[u8; 2000], External>::try_new_uninit()?;
    /// // Without passing 2000 bytes over the stack:
    /// // SAFETY: all bytes of the array, and the box owns them.
    /// unsafe { place.as_mut_ptr().write_bytes(0x55, 1) };
    /// // SAFETY: every byte has just been written.
    /// let bytes = unsafe { NoAtomicsBox::assume_init(place) };
    /// assert_eq!(bytes[1999], 0x55);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn try_new_uninit() -> Result<NoAtomicsBox<MaybeUninit<T>, A>, OutOfMemory> {
        let place = Heap::<A::Attribute>::new()
            .allocate_block(Layout::new::<T>())?
            .cast();

        // SAFETY: contract of `from_non_null`: a new block with the layout of the value, which is
        // that of `MaybeUninit<T>` too, or an aligned address where that has no size; any bytes
        // are valid (core::mem::MaybeUninit).
        Ok(unsafe { NoAtomicsBox::from_non_null(place) })
    }
}

impl<T, A: MemoryKind> NoAtomicsBox<MaybeUninit<T>, A> {
    /// Writes the value and makes it accessible.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let place = NoAtomicsBox::<u32, External>::try_new_uninit()?;
    /// assert_eq!(*NoAtomicsBox::write(place, 7), 7);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn write(mut this: Self, value: T) -> NoAtomicsBox<T, A> {
        (*this).write(value);
        // SAFETY: contract of `assume_init`: the value has just been written.
        unsafe { Self::assume_init(this) }
    }

    /// Makes a value accessible that was written by other means.
    ///
    /// # Safety
    ///
    /// As for [`MaybeUninit::assume_init`]: the value is initialised.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut place = NoAtomicsBox::<u32, External>::try_new_uninit()?;
    /// place.write(7);
    /// // SAFETY: just written.
    /// let number = unsafe { NoAtomicsBox::assume_init(place) };
    /// assert_eq!(*number, 7);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub unsafe fn assume_init(this: Self) -> NoAtomicsBox<T, A> {
        let place = Self::into_non_null(this);

        // SAFETY: from a box, with the same layout, and the value is valid (caller contract).
        unsafe { NoAtomicsBox::from_non_null(place.cast()) }
    }
}

impl<T, A: MemoryKind> NoAtomicsBox<T, A> {
    /// Takes the value out and gives the memory back.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let boxed = NoAtomicsBox::<_, External>::try_new([1, 2, 3])?;
    /// assert_eq!(NoAtomicsBox::into_inner(boxed), [1, 2, 3]);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn into_inner(this: Self) -> T {
        let value = Self::into_non_null(this);
        // SAFETY: contract of `Block::new`: the block of the box, which is no more (invariant of
        // `value`).
        let _block = unsafe { Block::<A>::new(value.cast(), Layout::new::<T>()) };

        // SAFETY: core::ptr::read: a valid value (invariant of `value`), and nobody else reads it
        // again.
        unsafe { value.read() }
    }
}

impl<T: ?Sized, A: MemoryKind> NoAtomicsBox<T, A> {
    /// Takes over a value that [`into_raw`](Self::into_raw) gave out.
    ///
    /// # Safety
    ///
    /// `value` points to a valid `T` in a block of the attribute with the layout of that value (or
    /// the value has no size), nobody else owns either, and the value does no atomic operations
    /// where it lies, as [`NoAtomics`] says. What `into_raw` gives is so.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// extern "C" fn on_event(context: *mut u32) {
    ///     // SAFETY: from `into_raw` below, and called once.
    ///     let count = unsafe { NoAtomicsBox::<u32, External>::from_raw(context) };
    ///     assert_eq!(*count, 7);
    /// }
    ///
    /// let count = NoAtomicsBox::<u32, External>::try_new(7)?;
    /// on_event(NoAtomicsBox::into_raw(count));
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub unsafe fn from_raw(value: *mut T) -> Self {
        // SAFETY: it points to a value, so it is not null (caller contract).
        let value = unsafe { NonNull::new_unchecked(value) };

        // SAFETY: the same contract (caller contract).
        unsafe { Self::from_non_null(value) }
    }

    /// Gives out the value, for other code to own. [`from_raw`](Self::from_raw) takes it back; C
    /// may free it, but drops nothing.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let context: *mut u32 = NoAtomicsBox::into_raw(NoAtomicsBox::<_, External>::try_new(7)?);
    /// // SAFETY: from `into_raw` of a box of this type.
    /// let boxed = unsafe { NoAtomicsBox::<_, External>::from_raw(context) };
    /// assert_eq!(*boxed, 7);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    #[must_use = "the value is lost if nobody takes it back"]
    pub fn into_raw(this: Self) -> *mut T {
        Self::into_non_null(this).as_ptr()
    }

    /// Gives up the box and keeps the value where it is, for as long as is wished.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let table = NoAtomicsBox::<_, External>::try_new([0_u8; 64])?;
    /// let table: &'static mut [u8; 64] = NoAtomicsBox::leak(table);
    /// table[0] = 1;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    #[must_use = "the memory is never given back"]
    pub fn leak<'a>(this: Self) -> &'a mut T
    where
        T: 'a,
    {
        // SAFETY: core::ptr::NonNull::as_mut: a valid value that belonged to the box alone
        // (invariant of `value`), which is no more and did not give the memory back.
        unsafe { Self::into_non_null(this).as_mut() }
    }

    /// Where the value is.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let boxed = NoAtomicsBox::<_, External>::try_new(7)?;
    /// assert!(External.owns(NoAtomicsBox::as_ptr(&boxed)));
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        this.value.as_ptr()
    }

    /// Where the value is, to write there.
    ///
    /// ```
    /// # use shared_multi_heap::{External, NoAtomicsBox};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # External.add(Box::leak(Box::new_uninit_slice(4096)))?;
    /// let mut boxed = NoAtomicsBox::<_, External>::try_new(7)?;
    /// let place = NoAtomicsBox::as_mut_ptr(&mut boxed);
    /// // SAFETY: the box owns the value and is not used meanwhile.
    /// unsafe { place.write_volatile(8) };
    /// assert_eq!(*boxed, 8);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn as_mut_ptr(this: &mut Self) -> *mut T {
        this.value.as_ptr()
    }

    /// # Safety
    ///
    /// As for [`from_raw`](Self::from_raw).
    #[inline]
    pub(super) unsafe fn from_non_null(value: NonNull<T>) -> Self {
        Self {
            value,
            owned: PhantomData,
            attribute: PhantomData,
        }
    }

    #[inline]
    pub(super) fn into_non_null(this: Self) -> NonNull<T> {
        ManuallyDrop::new(this).value
    }
}

impl<T: ?Sized, A: MemoryKind> Drop for NoAtomicsBox<T, A> {
    #[inline]
    fn drop(&mut self) {
        let layout = Layout::for_value::<T>(self);
        // It is given back also if dropping the value panics.
        // SAFETY: contract of `Block::new`: the block of the value (invariant of `value`), which is
        // not used after this.
        let _block = unsafe { Block::<A>::new(self.value.cast(), layout) };

        // SAFETY: core::ptr::drop_in_place: a valid value of this box (invariant of `value`),
        // which nobody can reach any more.
        unsafe { self.value.drop_in_place() }
    }
}

impl<T: ?Sized, A: MemoryKind> Deref for NoAtomicsBox<T, A> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: core::ptr::NonNull::as_ref: a valid value, borrowed as long as the box that owns
        // it (invariant of `value`).
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized, A: MemoryKind> DerefMut for NoAtomicsBox<T, A> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: core::ptr::NonNull::as_mut: a valid value, borrowed as long as the box that owns
        // it (invariant of `value`), by nobody else.
        unsafe { self.value.as_mut() }
    }
}
