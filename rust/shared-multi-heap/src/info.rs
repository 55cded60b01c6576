// SPDX-License-Identifier: Apache-2.0

//! Questions to the pool: whose address is this, how full is a region, is it sound.

use core::error::Error;
use core::ffi::{c_uint, c_void};
use core::fmt;
use core::mem::MaybeUninit;
use core::ptr;

use shared_multi_heap_sys as sys;

/// A region of the pool. Regions are numbered from 0 in the order in which they were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RegionId(u32);

/// To whom an address belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Owner {
    /// The region that it lies in.
    pub region: RegionId,
    /// The number of that region's attribute.
    pub attribute: u32,
    /// What was given when the region was added.
    pub user_data: *mut c_void,
}

/// What the pool knows of a region. Sizes are in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RegionInfo {
    /// The region.
    pub region: RegionId,
    /// Number of its attribute.
    pub attribute: u32,
    /// What was given when it was added.
    pub user_data: *mut c_void,
    /// First byte in use after trimming.
    pub address: usize,
    /// Length in use after trimming.
    pub size: usize,
    /// What a single block could have were the region empty.
    pub capacity: usize,
    /// Held by live blocks (0 in a build without figures).
    pub allocated: usize,
    /// Highest value of `allocated` so far (0 in a build without figures).
    pub max_allocated: usize,
    /// `capacity - allocated`; each further block takes a header of 4 bytes from it.
    pub free: usize,
    /// A request of this size is certain to be served now.
    pub largest_free: usize,
}

// SAFETY: core::marker::Send: `user_data` is a pointer that is kept and given back; no function here
// reads through it, and who does must prove that it is valid where he is (`core::ptr`, "Safety").
unsafe impl Send for Owner {}

// SAFETY: core::marker::Sync: `&Owner` gives a copy of that pointer.
unsafe impl Sync for Owner {}

// SAFETY: core::marker::Send: as for `Owner`, and the rest are numbers.
unsafe impl Send for RegionInfo {}

// SAFETY: core::marker::Sync: `&RegionInfo` gives copies of them.
unsafe impl Sync for RegionInfo {}

/// The metadata of a region has been overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Damaged(pub RegionId);

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the metadata of region {} is damaged", self.0.0)
    }
}

impl Error for Damaged {}

impl RegionId {
    /// Its number, as C knows it.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 1024]; }
    /// # shared_multi_heap::init().unwrap();
    /// let region = shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// assert_eq!(region.number(), 0);
    /// ```
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Describes the region; `None` if there is none of this number. Constant time.
    ///
    /// ```
    /// # use shared_multi_heap::{Cacheable, static_region};
    /// # static_region! { static RAM: [u8; 1024]; }
    /// # shared_multi_heap::init().unwrap();
    /// let region = Cacheable.add(RAM.take().unwrap()).unwrap();
    /// let info = region.info().unwrap();
    /// assert_eq!(info.size, 1024);
    /// assert_eq!(info.allocated, 0);
    /// assert!(info.largest_free > 900);
    /// ```
    #[must_use]
    pub fn info(self) -> Option<RegionInfo> {
        let mut info = MaybeUninit::uninit();
        // SAFETY: `info` is valid for writing, and any number may be asked for (SPEC SMH-INFO-6).
        let result = unsafe { sys::shared_multi_heap_region_info(self.0, info.as_mut_ptr()) };

        if result != 0 {
            return None;
        }
        // SAFETY: 0 means that it is filled (SPEC SMH-INFO-2).
        Some(RegionInfo::new(self, &unsafe { info.assume_init() }))
    }

    /// Checks every invariant of the region. O(blocks), with the lock held.
    ///
    /// # Errors
    ///
    /// [`Damaged`], also if there is no region of this number.
    ///
    /// ```
    /// # use shared_multi_heap::{Cacheable, static_region};
    /// # static_region! { static RAM: [u8; 1024]; }
    /// # shared_multi_heap::init().unwrap();
    /// let region = Cacheable.add(RAM.take().unwrap()).unwrap();
    /// assert_eq!(region.validate(), Ok(()));
    /// ```
    pub fn validate(self) -> Result<(), Damaged> {
        // SAFETY: any number may be asked for, and the pool is only read (SPEC SMH-INFO-7).
        match unsafe { sys::shared_multi_heap_region_validate(self.0) } {
            0 => Ok(()),
            _ => Err(Damaged(self)),
        }
    }
}

impl RegionInfo {
    fn new(region: RegionId, info: &sys::shared_multi_heap_region_info) -> Self {
        Self {
            region,
            attribute: info.attr,
            user_data: info.user_data,
            address: info.addr,
            size: info.size,
            capacity: info.capacity,
            allocated: info.allocated,
            max_allocated: info.max_allocated,
            free: info.free,
            largest_free: info.largest_free,
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for RegionInfo {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(
            f,
            "region {=u32}: attribute {=u32}, {=usize} bytes at {=usize:#x}, {=usize} of {=usize} allocated",
            self.region.0,
            self.attribute,
            self.size,
            self.address,
            self.allocated,
            self.capacity,
        );
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Owner {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(
            f,
            "region {=u32}, attribute {=u32}",
            self.region.0,
            self.attribute
        );
    }
}

/// All regions of the pool, in the order in which they were added.
///
/// ```
/// # use shared_multi_heap::{Cacheable, static_region};
/// # static_region! { static RAM: [u8; 1024]; }
/// # shared_multi_heap::init().unwrap();
/// # Cacheable.add(RAM.take().unwrap()).unwrap();
/// let free: usize = shared_multi_heap::regions().map(|region| region.free).sum();
/// assert!(free > 900);
/// ```
pub fn regions() -> impl Iterator<Item = RegionInfo> {
    // SAFETY: may be asked at any time (SPEC SMH-INIT-7).
    let count = unsafe { sys::shared_multi_heap_region_count() };

    (0..count).filter_map(|number| RegionId(number).info())
}

/// The region that an address lies in. Compares addresses only: nothing is read through the
/// pointer, which may be any. O(log regions).
///
/// ```
/// # use shared_multi_heap::{Cacheable, static_region};
/// # static_region! { static RAM: [u8; 1024]; }
/// # shared_multi_heap::init().unwrap();
/// use shared_multi_heap::allocator_api2::boxed::Box;
///
/// let region = Cacheable.add(RAM.take().unwrap()).unwrap();
/// let number = Box::new_in(7, Cacheable);
/// let owner = shared_multi_heap::region_of(&raw const *number).unwrap();
/// assert_eq!(owner.region, region);
/// assert!(shared_multi_heap::region_of(&raw const region).is_none());
/// ```
#[must_use]
pub fn region_of<T>(address: *const T) -> Option<Owner> {
    let mut user_data = ptr::null_mut();
    let mut attribute: c_uint = 0;
    // SAFETY: the address is compared only (SPEC SMH-OWNER-2), both results are valid for writing.
    let number = unsafe {
        sys::shared_multi_heap_owner(address.cast::<c_void>(), &mut user_data, &mut attribute)
    };

    Some(Owner {
        region: RegionId(u32::try_from(number).ok()?),
        attribute,
        user_data,
    })
}
