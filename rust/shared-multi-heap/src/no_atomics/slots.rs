// SPDX-License-Identifier: Apache-2.0

//! Blocks that give themselves back: the memory below the box and the vector.

use core::alloc::Layout;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::{Heap, MemoryKind, OutOfMemory};

/// A block that is given back when this is dropped, whatever happens in between.
pub(super) struct Block<A: MemoryKind> {
    start: NonNull<u8>,
    layout: Layout,
    heap: Heap<A::Attribute>,
}

impl<A: MemoryKind> Block<A> {
    /// # Safety
    ///
    /// The block was allocated from the attribute with `layout` as the last layout asked for, or
    /// the size of `layout` is 0. Nobody else gives it back or uses it once this is dropped.
    pub(super) unsafe fn new(start: NonNull<u8>, layout: Layout) -> Self {
        Self {
            start,
            layout,
            heap: Heap::new(),
        }
    }
}

impl<A: MemoryKind> Drop for Block<A> {
    #[inline]
    fn drop(&mut self) {
        if self.layout.size() != 0 {
            // SAFETY: allocated with this layout, and not used any more (caller contract of `new`).
            unsafe { self.heap.deallocate_block(self.start, self.layout) }
        }
    }
}

/// A block with room for elements. It knows nothing of which of them exist, and drops none.
///
/// Invariant: if `capacity` and the size of `T` are not 0, `start` is a block of the attribute,
/// owned by this value, whose layout is that of `[T; capacity]`. Else there is no block and `start`
/// dangles, aligned. For a `T` without a size `capacity` is always 0.
pub(super) struct Slots<T, A: MemoryKind> {
    start: NonNull<T>,
    capacity: usize,
    heap: Heap<A::Attribute>,
    elements: PhantomData<T>,
}

// SAFETY: core::marker::Send: the block belongs to this value alone, and the heap may be used
// from any thread (SPEC SMH-LOCK-1); so what is sent is at most some `T`.
unsafe impl<T: Send, A: MemoryKind> Send for Slots<T, A> {}

// SAFETY: core::marker::Sync: through `&self` nothing can be reached but a pointer.
unsafe impl<T: Sync, A: MemoryKind> Sync for Slots<T, A> {}

impl<T, A: MemoryKind> Slots<T, A> {
    /// The least capacity to grow to, so that pushing one by one does not begin with four moves.
    const FIRST: usize = 4;

    pub(super) const fn new() -> Self {
        Self {
            start: NonNull::dangling(),
            capacity: 0,
            heap: Heap::new(),
            elements: PhantomData,
        }
    }

    /// # Safety
    ///
    /// `start` is a block of the attribute with the layout of `[T; capacity]`, which the result
    /// takes over; or that size is 0 and `start` is aligned.
    pub(super) const unsafe fn from_parts(start: NonNull<T>, capacity: usize) -> Self {
        let capacity = if size_of::<T>() == 0 { 0 } else { capacity };
        Self {
            start,
            capacity,
            heap: Heap::new(),
            elements: PhantomData,
        }
    }

    /// The first element's place: aligned, and with [`capacity`](Self::capacity) elements of room.
    #[inline]
    pub(super) const fn start(&self) -> NonNull<T> {
        self.start
    }

    /// How many elements there is room for.
    #[inline]
    pub(super) const fn capacity(&self) -> usize {
        if size_of::<T>() == 0 {
            usize::MAX
        } else {
            self.capacity
        }
    }

    /// Makes room for `more` elements behind the first `len`, and for some to come if it can.
    #[inline]
    pub(super) fn try_reserve(&mut self, len: usize, more: usize) -> Result<(), OutOfMemory> {
        if self.has_room(len, more) {
            return Ok(());
        }
        self.try_grow(len, more)
    }

    /// Makes room for `more` elements behind the first `len`, and no more than that.
    pub(super) fn try_reserve_exact(&mut self, len: usize, more: usize) -> Result<(), OutOfMemory> {
        if self.has_room(len, more) {
            return Ok(());
        }
        self.try_grow_to(len.checked_add(more).ok_or(OutOfMemory)?)
    }

    #[inline]
    fn has_room(&self, len: usize, more: usize) -> bool {
        self.capacity().wrapping_sub(len) >= more
    }

    /// Doubles the capacity if there is room for that, so that pushing is cheap on the average.
    #[cold]
    fn try_grow(&mut self, len: usize, more: usize) -> Result<(), OutOfMemory> {
        let needed = len.checked_add(more).ok_or(OutOfMemory)?;
        let wished = needed.max(self.capacity.saturating_mul(2)).max(Self::FIRST);

        self.try_grow_to(wished)
            .or_else(|_| self.try_grow_to(needed))
    }

    /// Grows to a capacity above the present one. On failure nothing has changed.
    fn try_grow_to(&mut self, capacity: usize) -> Result<(), OutOfMemory> {
        if size_of::<T>() == 0 {
            return Err(OutOfMemory);
        }
        let new = Layout::array::<T>(capacity).map_err(|_| OutOfMemory)?;
        let block = if self.capacity == 0 {
            self.heap.allocate_block(new)?
        } else {
            // SAFETY: contract of `grow_block`: a block with this layout (invariant), and the new
            // size is larger, as the capacity is.
            unsafe {
                self.heap
                    .grow_block(self.start.cast(), self.layout(), new)?
            }
        };
        self.start = block.cast();
        self.capacity = capacity;
        Ok(())
    }

    /// Gives back what is behind the first `capacity` elements, if there is anything. Returns
    /// whether that was done; if not, nothing has changed.
    pub(super) fn shrink_to(&mut self, capacity: usize) -> bool {
        if capacity >= self.capacity {
            return true;
        }
        if capacity == 0 {
            *self = Self::new();
            return true;
        }
        // No overflow: it is less than the size of the block that is there.
        let size = size_of::<T>() * capacity;
        // SAFETY: core::alloc::Layout::from_size_align_unchecked: the alignment of a type, and a
        // size below that of a layout of this alignment (invariant).
        let new = unsafe { Layout::from_size_align_unchecked(size, align_of::<T>()) };
        // SAFETY: contract of `shrink_block`: a block with this layout (invariant), and the new
        // size is smaller.
        match unsafe {
            self.heap
                .shrink_block(self.start.cast(), self.layout(), new)
        } {
            Ok(block) => {
                self.start = block.cast();
                self.capacity = capacity;
                true
            }
            Err(OutOfMemory) => false,
        }
    }

    /// The layout of `[T; capacity]`.
    #[inline]
    fn layout(&self) -> Layout {
        // No overflow: `Layout::array` took the capacity.
        let size = size_of::<T>() * self.capacity;

        // SAFETY: core::alloc::Layout::from_size_align_unchecked: what `Layout::array` had as
        // its result when the block was allocated (invariant).
        unsafe { Layout::from_size_align_unchecked(size, align_of::<T>()) }
    }
}

impl<T, A: MemoryKind> Drop for Slots<T, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: contract of `Block::new`: a block with this layout, or none with a layout of size
        // 0 (invariant); it was this value's own.
        drop(unsafe { Block::<A>::new(self.start.cast(), self.layout()) });
    }
}
