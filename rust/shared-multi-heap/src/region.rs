// SPDX-License-Identifier: Apache-2.0

//! Adding memory to the pool.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;
use core::ptr;

use shared_multi_heap_sys as sys;

use crate::{AddError, Attribute, Heap, OrdinaryRam, RegionId};

/// Memory that a region can be made of: nobody else has it, for ever, and its content is void.
pub type Memory = &'static mut [MaybeUninit<u8>];

impl<A: Attribute> Heap<A> {
    /// Adds ordinary memory to the pool.
    ///
    /// Start and end are trimmed inwards to [`ALIGN`](crate::ALIGN); 64 bytes are enough for one
    /// allocation. From a thread; O(regions).
    ///
    /// # Errors
    ///
    /// An [`AddError`], which gives the memory back.
    ///
    /// ```
    /// use shared_multi_heap::{AddError, Cacheable, static_region};
    ///
    /// static_region! { static RAM: [u8; 1024]; }
    ///
    /// let memory = RAM.take().unwrap();
    /// let Err(AddError::NotInitialised(memory)) = Cacheable.add(memory) else { panic!() };
    /// shared_multi_heap::init().unwrap();
    /// let region = Cacheable.add(memory).unwrap();
    /// assert!(region.info().unwrap().capacity > 900);
    /// ```
    #[expect(clippy::should_implement_trait, reason = "nobody takes it for a sum")]
    pub fn add(self, memory: Memory) -> Result<RegionId, AddError<Memory>>
    where
        // Here and not on the `impl`: only so does the compiler show the note of `OrdinaryRam`.
        A: OrdinaryRam,
    {
        // SAFETY: the attribute claims nothing that this memory does not have: that is what
        // `OrdinaryRam` says of every `static`, and memory that `core::alloc` has given out is no
        // less ordinary. What came from a less ordinary region of this pool is refused, since it
        // overlaps that (SPEC SMH-ADD-9).
        unsafe { self.add_claimed(memory) }
    }

    /// Adds memory to the pool under an attribute that claims more than ordinary RAM has.
    ///
    /// # Safety
    ///
    /// The claims of the attribute hold for the memory: see [`Attribute`], and
    /// [`SupportsAtomics`](crate::SupportsAtomics) if `A` has it.
    ///
    /// # Errors
    ///
    /// An [`AddError`], which gives the memory back.
    ///
    /// ```
    /// use shared_multi_heap::{NonCacheable, static_region};
    ///
    /// static_region! {
    ///     // SAFETY: the linker script puts this section into RAM, which is added below alone.
    ///     static DMA_RAM: [u8; 65536] in unsafe { ".nocache" };
    /// }
    ///
    /// shared_multi_heap::init().unwrap();
    /// // SAFETY: the MPU keeps the section out of the cache, and atomics work in it.
    /// unsafe { NonCacheable.add_claimed(DMA_RAM.take().unwrap()).unwrap() };
    /// ```
    pub unsafe fn add_claimed(self, memory: Memory) -> Result<RegionId, AddError<Memory>> {
        let start = memory.as_mut_ptr().expose_provenance();

        // SAFETY: `memory` proves that the bytes are valid, and nobody else's for ever; the claims
        // of the attribute hold (caller contract).
        match unsafe { self.add_address(start, memory.len(), ptr::null_mut()) } {
            Ok(region) => Ok(region),
            // Nothing has touched it: SPEC SMH-ADD-12.
            Err(error) => Err(error.with_memory(memory)),
        }
    }

    /// Adds memory whose address a linker script, a devicetree or a data sheet gives.
    ///
    /// `user_data` is kept with the region: [`region_of`](crate::region_of) tells it. From a thread;
    /// O(regions).
    ///
    /// # Safety
    ///
    /// - The bytes from `address` on, `size` of them, can be read and written at that address for
    ///   ever, and nothing else uses them.
    /// - The claims of the attribute hold for them, as for [`add_claimed`](Heap::add_claimed).
    ///
    /// # Errors
    ///
    /// An [`AddError`]; neither pool nor memory is touched.
    ///
    /// ```no_run
    /// use core::ptr;
    /// use shared_multi_heap::NonCacheable;
    ///
    /// shared_multi_heap::init().unwrap();
    /// // SAFETY: the board has 16 KiB of SRAM there, for DMA alone and never cached.
    /// let region = unsafe { NonCacheable.add_address(0x3000_0000, 0x4000, ptr::null_mut()) };
    /// ```
    pub unsafe fn add_address(
        self,
        address: usize,
        size: usize,
        user_data: *mut c_void,
    ) -> Result<RegionId, AddError<()>> {
        let mut region = sys::shared_multi_heap_region {
            attr: Self::ATTR,
            addr: address,
            size,
        };
        // SAFETY: the structure is read during the call only (SPEC SMH-ADD-1); the memory is the
        // pool's from now on (caller contract); every wrong range is refused (SMH-ADD-4 to 9).
        let result = unsafe { sys::shared_multi_heap_add(&mut region, user_data) };

        if result != 0 {
            return Err(reason(result));
        }
        // The middle of it is inside whatever was trimmed off.
        match crate::region_of(ptr::without_provenance::<u8>(address + size / 2)) {
            Some(owner) => Ok(owner.region),
            None => Err(AddError::NotInitialised(())),
        }
    }
}

/// What an error number of `shared_multi_heap_add` means.
fn reason(result: c_int) -> AddError<()> {
    let errno = sys::errno();

    if result == -errno.eperm {
        AddError::NotInitialised(())
    } else if result == -errno.eexist {
        AddError::Overlap(())
    } else if result == -errno.enomem {
        AddError::TooManyRegions(())
    } else {
        AddError::Unsuitable(())
    }
}
