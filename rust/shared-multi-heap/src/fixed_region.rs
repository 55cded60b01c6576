// SPDX-License-Identifier: Apache-2.0

//! Regions whose place is known at build time.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;
use core::ptr;

use crate::{AddError, Attribute, Heap, MemoryKind, RegionId};

/// A region at a fixed address, in memory of the attribute `A`: what the tool `smh-dtgen` makes of
/// each region of a devicetree.
///
/// Making one claims nothing; adding it to the pool does.
///
/// ```
/// use shared_multi_heap::{FixedRegion, NonCacheable};
///
/// const DMA: FixedRegion<NonCacheable> = FixedRegion::new(0x2002_0000, 0x4000, "dma");
///
/// assert_eq!(DMA.range(), 0x2002_0000..0x2002_4000);
/// ```
pub struct FixedRegion<A: MemoryKind> {
    address: usize,
    size: usize,
    label: &'static str,
    attribute: PhantomData<A>,
}

impl<A: MemoryKind> FixedRegion<A> {
    /// A region of `size` bytes from `address` on.
    ///
    /// # Panics
    ///
    /// If it goes beyond the last address; in a constant that is an error of the compiler.
    #[must_use]
    pub const fn new(address: usize, size: usize, label: &'static str) -> Self {
        assert!(size == 0 || size - 1 <= usize::MAX - address);
        Self {
            address,
            size,
            label,
            attribute: PhantomData,
        }
    }

    /// The first byte.
    #[must_use]
    pub const fn address(&self) -> usize {
        self.address
    }

    /// The length in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// What people call it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// All of its addresses. The end of a region that ends with the last address is 0.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.address..self.address.wrapping_add(self.size)
    }

    /// The allocator of its attribute.
    #[must_use]
    pub const fn heap(&self) -> Heap<A::Attribute> {
        Heap::new()
    }

    /// Adds it to the pool, without user data. From a thread; O(regions).
    ///
    /// # Safety
    ///
    /// As for [`Heap::add_address`]: the bytes can be read and written at that address for ever,
    /// nothing else uses them, and the claims of the attribute hold for them.
    ///
    /// # Errors
    ///
    /// An [`AddError`]; neither pool nor memory is touched.
    ///
    /// ```no_run
    /// use shared_multi_heap::{FixedRegion, NonCacheable};
    ///
    /// const DMA: FixedRegion<NonCacheable> = FixedRegion::new(0x2002_0000, 0x4000, "dma");
    ///
    /// shared_multi_heap::init().unwrap();
    /// // SAFETY: the board has 16 KiB of SRAM there, for DMA alone and never cached.
    /// unsafe { DMA.add().unwrap() };
    /// ```
    pub unsafe fn add(&self) -> Result<RegionId, AddError<()>> {
        // SAFETY: the same memory and the same claims (caller contract).
        unsafe {
            self.heap()
                .add_address(self.address, self.size, ptr::null_mut())
        }
    }
}

impl<A: MemoryKind> Clone for FixedRegion<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: MemoryKind> Copy for FixedRegion<A> {}

impl<A: MemoryKind> fmt::Debug for FixedRegion<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FixedRegion")
            .field("attribute", &A::Attribute::NAME)
            .field("address", &format_args!("{:#x}", self.address))
            .field("size", &format_args!("{:#x}", self.size))
            .field("label", &self.label)
            .finish()
    }
}

#[cfg(feature = "defmt")]
impl<A: MemoryKind> defmt::Format for FixedRegion<A> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(
            f,
            "FixedRegion({=str}, {=usize:#x}, {=usize:#x}, {=str})",
            A::Attribute::NAME,
            self.address,
            self.size,
            self.label
        );
    }
}
