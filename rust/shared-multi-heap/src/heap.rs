// SPDX-License-Identifier: Apache-2.0

//! The allocator of an attribute, without any `Allocator` trait.

use core::alloc::Layout;
use core::ffi::{c_uint, c_void};
use core::fmt;
use core::hint::black_box;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

use shared_multi_heap_sys as sys;

use crate::blocks::Blocks;
use crate::{Attribute, OutOfMemory};

/// The memory of one attribute, as an allocator.
///
/// It has no size and no state of its own: the pool is one per program and shared with C. All
/// values of one type are therefore equal, may be copied and sent at will, and give back what any
/// other of them, or C, has allocated.
///
/// [`Cacheable`](const@crate::Cacheable), [`NonCacheable`](const@crate::NonCacheable) and
/// [`External`](const@crate::External) are such types, and values too;
/// [`attribute!`](crate::attribute!) makes more.
///
/// If atomics work in the memory (`A: `[`SupportsAtomics`](crate::SupportsAtomics)), it implements
/// the `Allocator` traits that are enabled by features, and `GlobalAlloc`. The functions here are
/// the same without any trait: they are there for every attribute.
///
/// ```
/// # use std::{boxed::Box as StdBox, mem::MaybeUninit};
/// use shared_multi_heap::allocator_api2::{boxed::Box, vec::Vec};
/// use shared_multi_heap::Cacheable;
///
/// # fn main() -> Result<(), StdBox<dyn std::error::Error>> {
/// shared_multi_heap::init()?;
/// # let memory = StdBox::leak(StdBox::new_uninit_slice(4096));
/// Cacheable.add(memory)?;
///
/// let number: Box<u32, Cacheable> = Box::new_in(7, Cacheable);
/// let mut bytes: Vec<u8, Cacheable> = Vec::new_in(Cacheable);
/// bytes.extend_from_slice(&number.to_le_bytes());
/// assert!(Cacheable.owns(bytes.as_ptr()));
/// # Ok(())
/// # }
/// ```
pub struct Heap<A: Attribute>(PhantomData<A>);

impl<A: Attribute> Heap<A> {
    /// The number, checked at compile time wherever it is used.
    pub(crate) const ATTR: c_uint = {
        assert!(
            A::NUMBER < sys::MAX_ATTR,
            "the number of this attribute is not below SMH_MAX_ATTR of the C library"
        );
        A::NUMBER
    };

    /// The allocator of the attribute.
    ///
    /// ```
    /// # use shared_multi_heap::{attribute, Heap, NonCacheable};
    /// const DMA: Heap<attribute::NonCacheable> = Heap::new();
    /// assert_eq!(DMA, NonCacheable);
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        let _ = Self::ATTR; // a number that is too large is refused here already
        Self(PhantomData)
    }

    /// The same without a look at the number: the library may be built for fewer attributes than
    /// this crate has names for, and only those that are used count.
    pub(crate) const fn named() -> Self {
        Self(PhantomData)
    }

    /// Allocates a block: as `Allocator::allocate`.
    ///
    /// A layout of size 0 takes no memory. May be called from an interrupt handler. Bounded,
    /// independent of the number of blocks and regions.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if no region of the attribute has room, or the pool is not initialised.
    ///
    /// ```
    /// # use std::boxed::Box as StdBox;
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// # fn main() -> Result<(), StdBox<dyn std::error::Error>> {
    /// # shared_multi_heap::init()?;
    /// # Cacheable.add(StdBox::leak(StdBox::new_uninit_slice(4096)))?;
    /// let layout = Layout::from_size_align(100, 32)?;
    /// let block = Cacheable.allocate_block(layout)?;
    /// assert_eq!(block.len(), 100);
    /// // SAFETY: allocated above with this layout.
    /// unsafe { Cacheable.deallocate_block(block.cast(), layout) };
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn allocate_block(self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        if layout.size() == 0 {
            return Ok(empty(layout));
        }
        let block = if layout.align() <= sys::ALIGN {
            // SAFETY: any arguments are allowed at any time (SPEC SMH-INIT-5, SMH-ALLOC-2,
            // SMH-ALLOC-4).
            unsafe { sys::shared_multi_heap_alloc(Self::ATTR, layout.size()) }
        } else {
            // SAFETY: as above (SPEC SMH-ALIGN-8).
            unsafe {
                sys::shared_multi_heap_aligned_alloc(Self::ATTR, layout.align(), layout.size())
            }
        };
        checked(block, layout)
    }

    /// Allocates a block of zeroes: as `Allocator::allocate_zeroed`.
    ///
    /// # Errors
    ///
    /// As [`allocate_block`](Heap::allocate_block).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let layout = Layout::new::<[u32; 8]>();
    /// let block = Cacheable.allocate_block_zeroed(layout).unwrap();
    /// // SAFETY: a block of that layout, all of it zeroes.
    /// assert_eq!(unsafe { block.cast::<[u32; 8]>().read() }, [0; 8]);
    /// ```
    #[inline]
    pub fn allocate_block_zeroed(self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        if layout.size() == 0 {
            return Ok(empty(layout));
        }
        if layout.align() <= sys::ALIGN {
            // SAFETY: any arguments are allowed at any time (SPEC SMH-CALLOC-3, SMH-INIT-5).
            let block = unsafe { sys::shared_multi_heap_calloc(Self::ATTR, 1, layout.size()) };
            return checked(block, layout);
        }
        let block = self.allocate_block(layout)?;
        // SAFETY: the block holds that many bytes and nobody else has it (SPEC SMH-ALLOC-1).
        unsafe { block.cast::<u8>().write_bytes(0, layout.size()) };
        Ok(block)
    }

    /// Gives a block back: as `Allocator::deallocate`.
    ///
    /// # Safety
    ///
    /// `block` was allocated from this attribute (by whichever instance, trait or language), with
    /// `layout` as the last layout asked for, and is not used afterwards.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let layout = Layout::new::<u64>();
    /// let block = Cacheable.allocate_block(layout).unwrap();
    /// // SAFETY: allocated above with this layout, and not used any more.
    /// unsafe { Cacheable.deallocate_block(block.cast(), layout) };
    /// ```
    #[inline]
    pub unsafe fn deallocate_block(self, block: NonNull<u8>, layout: Layout) {
        if layout.size() != 0 {
            // SAFETY: a live block by the caller contract, which is what SPEC SMH-FREE-2 takes; a
            // block of another size than 0 came from the pool.
            unsafe { sys::shared_multi_heap_free(block.as_ptr().cast::<c_void>()) }
        }
    }

    /// Makes a block larger, where it lies if it can: as `Allocator::grow`.
    ///
    /// # Safety
    ///
    /// `block` and `old` as for [`deallocate_block`](Heap::deallocate_block), and `new.size()` is
    /// at least `old.size()`. On success only the new block may be used.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`]; `block` is then untouched and still valid.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let (old, new) = (Layout::new::<[u8; 10]>(), Layout::new::<[u8; 500]>());
    /// let block = Cacheable.allocate_block(old).unwrap();
    /// // SAFETY: allocated above with the layout `old`, and `new` is larger.
    /// let block = unsafe { Cacheable.grow_block(block.cast(), old, new) }.unwrap();
    /// assert_eq!(block.len(), 500);
    /// ```
    #[inline]
    pub unsafe fn grow_block(
        self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        debug_assert!(new.size() >= old.size());
        if old.size() == 0 {
            return self.allocate_block(new);
        }
        // SAFETY: a live block of the pool, since its size is not 0 (caller contract), and the new
        // size is at least as large, so not 0.
        unsafe { Self::reallocate(block, new) }
    }

    /// Makes a block larger and clears what is new: as `Allocator::grow_zeroed`.
    ///
    /// # Safety
    ///
    /// As [`grow_block`](Heap::grow_block).
    ///
    /// # Errors
    ///
    /// As [`grow_block`](Heap::grow_block).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let (old, new) = (Layout::new::<u8>(), Layout::new::<[u8; 2]>());
    /// let block = Cacheable.allocate_block_zeroed(old).unwrap();
    /// // SAFETY: allocated above with the layout `old`, and `new` is larger.
    /// let block = unsafe { Cacheable.grow_block_zeroed(block.cast(), old, new) }.unwrap();
    /// // SAFETY: two bytes, both cleared.
    /// assert_eq!(unsafe { block.cast::<[u8; 2]>().read() }, [0, 0]);
    /// ```
    #[inline]
    pub unsafe fn grow_block_zeroed(
        self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        // SAFETY: the same contract (caller contract).
        unsafe { Blocks::grow_zeroed(&self, block, old, new) }
    }

    /// Makes a block smaller, where it lies unless the new alignment forbids: as
    /// `Allocator::shrink`.
    ///
    /// # Safety
    ///
    /// `block` and `old` as for [`deallocate_block`](Heap::deallocate_block), and `new.size()` is
    /// at most `old.size()`. On success only the new block may be used.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] if the block must move and cannot; it is then untouched and still valid.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let (old, new) = (Layout::new::<[u8; 500]>(), Layout::new::<[u8; 10]>());
    /// let block = Cacheable.allocate_block(old).unwrap();
    /// // SAFETY: allocated above with the layout `old`, and `new` is smaller.
    /// let block = unsafe { Cacheable.shrink_block(block.cast(), old, new) }.unwrap();
    /// assert_eq!(block.len(), 10);
    /// ```
    #[inline]
    pub unsafe fn shrink_block(
        self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        debug_assert!(new.size() <= old.size());
        if new.size() == 0 {
            // SAFETY: the same block and layout (caller contract).
            unsafe { self.deallocate_block(block, old) };
            return Ok(empty(new));
        }
        // SAFETY: old.size() >= new.size() > 0, so this is a live block of the pool (caller
        // contract).
        unsafe { Self::reallocate(block, new) }
    }

    /// Changes the size of a block without moving it, or not at all.
    ///
    /// Returns whether the block now fits `new`; if not, it is unchanged. A block of size 0 fits
    /// only size 0.
    ///
    /// # Safety
    ///
    /// `block` and `old` as for [`deallocate_block`](Heap::deallocate_block).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let (old, new) = (Layout::new::<[u8; 10]>(), Layout::new::<[u8; 500]>());
    /// let block = Cacheable.allocate_block(old).unwrap();
    /// // SAFETY: allocated above with the layout `old`.
    /// assert!(unsafe { Cacheable.resize_block_in_place(block.cast(), old, new) });
    /// ```
    #[inline]
    #[must_use]
    pub unsafe fn resize_block_in_place(
        self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> bool {
        if old.size() == 0 || new.size() == 0 || !is_aligned(block, new) {
            return old.size() == new.size() && is_aligned(block, new);
        }
        // SAFETY: a live block of the pool, since its size is not 0 (caller contract); what
        // happens to it is SPEC SMH-RESIZE-1.
        unsafe { sys::shared_multi_heap_resize(block.as_ptr().cast::<c_void>(), new.size()) == 0 }
    }

    /// How many bytes a block can hold without being resized, at least what was asked for.
    ///
    /// [`usable_size_of`](Heap::usable_size_of) is the safe way.
    ///
    /// # Safety
    ///
    /// `block` is live, was allocated from the pool, and its size is not 0.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 4096]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// use core::alloc::Layout;
    /// use shared_multi_heap::Cacheable;
    ///
    /// let block = Cacheable.allocate_block(Layout::new::<[u8; 10]>()).unwrap();
    /// // SAFETY: a live block of the pool.
    /// assert!(unsafe { Cacheable.usable_size(block.cast()) } >= 10);
    /// ```
    #[must_use]
    pub unsafe fn usable_size(self, block: NonNull<u8>) -> usize {
        // SAFETY: a live block (caller contract), which is what SPEC SMH-USABLE-1 takes.
        unsafe { sys::shared_multi_heap_usable_size(block.as_ptr().cast::<c_void>()) }
    }

    /// Whether an address lies in memory of this attribute. Compares addresses only.
    ///
    /// ```
    /// use shared_multi_heap::Cacheable;
    ///
    /// let on_the_stack = 0_u8;
    /// assert!(!Cacheable.owns(&raw const on_the_stack));
    /// ```
    #[must_use]
    pub fn owns<T>(self, address: *const T) -> bool {
        crate::region_of(address).is_some_and(|owner| owner.attribute == A::NUMBER)
    }

    /// Moves a live block, or not, to where it has the new size and alignment.
    ///
    /// # Safety
    ///
    /// `block` is a live block of the pool and the new size is not 0. On success only the result
    /// may be used.
    #[inline]
    unsafe fn reallocate(block: NonNull<u8>, new: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        // SAFETY: a live block (caller contract). Its content up to the smaller size is kept (SPEC
        // SMH-REALLOC-5), the result is aligned (SMH-REALLOC-8), and on failure the block stays
        // (SMH-REALLOC-6).
        let block = unsafe {
            sys::shared_multi_heap_aligned_realloc(
                Self::ATTR,
                block.as_ptr().cast::<c_void>(),
                new.align(),
                new.size(),
            )
        };
        checked(block, new)
    }
}

/// What stands for a block of size 0: an address that is aligned and belongs to nobody.
#[inline]
pub(crate) fn empty(layout: Layout) -> NonNull<[u8]> {
    NonNull::slice_from_raw_parts(layout.dangling_block(), 0)
}

/// An aligned address that is not null and may not be accessed.
trait Dangling {
    fn dangling_block(&self) -> NonNull<u8>;
}

impl Dangling for Layout {
    #[inline]
    fn dangling_block(&self) -> NonNull<u8> {
        let address = ptr::without_provenance_mut(self.align());

        // SAFETY: an alignment is never 0 (`core::alloc::Layout::align`).
        unsafe { NonNull::new_unchecked(address) }
    }
}

#[inline]
pub(crate) fn is_aligned(block: NonNull<u8>, layout: Layout) -> bool {
    block.addr().get() & (layout.align() - 1) == 0
}

/// What C returned, as a block of the layout.
#[inline]
fn checked(block: *mut c_void, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
    match NonNull::new(block.cast::<u8>()) {
        Some(block) => Ok(NonNull::slice_from_raw_parts(block, layout.size())),
        None => Err(out_of_memory()),
    }
}

/// Every way to allocate refers to this function, and it to the symbol that names how the C library
/// was built: another library does not link.
#[cold]
#[inline(never)]
fn out_of_memory() -> OutOfMemory {
    black_box(sys::build_tag());
    OutOfMemory
}

// SAFETY: the functions of the same names above keep to what `core::alloc::Allocator` asks for, and
// `Blocks` asks for the same: blocks are valid until given back (SPEC
// SMH-ALLOC-1, SMH-FREE-2), through any instance, since none has state.
unsafe impl<A: Attribute> Blocks for Heap<A> {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        self.allocate_block(layout)
    }

    #[inline]
    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, OutOfMemory> {
        self.allocate_block_zeroed(layout)
    }

    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the same contract (caller contract).
        unsafe { self.deallocate_block(block, layout) }
    }

    #[inline]
    unsafe fn grow(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        // SAFETY: the same contract (caller contract).
        unsafe { self.grow_block(block, old, new) }
    }

    #[inline]
    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, OutOfMemory> {
        // SAFETY: the same contract (caller contract).
        unsafe { self.shrink_block(block, old, new) }
    }
}

impl<A: Attribute> Clone for Heap<A> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Attribute> Copy for Heap<A> {}

impl<A: Attribute> Default for Heap<A> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Attribute> PartialEq for Heap<A> {
    #[inline]
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<A: Attribute> Eq for Heap<A> {}

impl<A: Attribute> fmt::Debug for Heap<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Heap").field(&A::NAME).finish()
    }
}

#[cfg(feature = "defmt")]
impl<A: Attribute> defmt::Format for Heap<A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "Heap({=str})", A::NAME);
    }
}
