// SPDX-License-Identifier: Apache-2.0

//! The pool, as Rust sees it: for C to compare.

use core::ffi::{c_char, c_void};
use core::ptr::{self, NonNull};

use shared_multi_heap::{InitError, RegionInfo};

use super::code;
use crate::error::Error;

/// A region of the pool, as Rust sees it. Sizes are in bytes.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct smh_region {
    /// What was given when the region was added.
    pub user_data: *mut c_void,
    /// First byte in use after trimming.
    pub addr: *const c_void,
    /// Length in use after trimming.
    pub size: usize,
    /// What a single block could have were the region empty.
    pub capacity: usize,
    /// Held by live blocks.
    pub allocated: usize,
    /// Number of the region.
    pub number: u32,
    /// Its attribute.
    pub attr: u32,
}

/// Initialises the pool, for programs in which C does not.
///
/// SMH_DRIVER_OK; SMH_DRIVER_ALREADY, and nothing has changed.
#[unsafe(no_mangle)]
pub extern "C" fn smh_driver_pool_init() -> i32 {
    code(shared_multi_heap::init().map_err(|error| match error {
        InitError::AlreadyInitialised => Error::AlreadyInitialised,
        _ => Error::BadArgument,
    }))
}

/// Describes the region of that number.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_NO_REGION, and nothing is written.
///
/// # Safety
///
/// `region` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_driver_region(number: u32, region: *mut smh_region) -> i32 {
    let found = shared_multi_heap::regions().find(|info| info.region.number() == number);

    // SAFETY: NULL or valid for writing (caller contract).
    code(unsafe { describe(found, region) })
}

/// Describes the region that an address lies in. Nothing is read through `address`.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_NO_REGION, and nothing is written.
///
/// # Safety
///
/// `region` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_driver_owner(address: *const c_void, region: *mut smh_region) -> i32 {
    let owner = shared_multi_heap::region_of(address);

    // SAFETY: NULL or valid for writing (caller contract).
    code(unsafe { describe(owner.and_then(|owner| owner.region.info()), region) })
}

/// # Safety
///
/// `region` is NULL or valid for writing.
unsafe fn describe(info: Option<RegionInfo>, region: *mut smh_region) -> Result<(), Error> {
    let region = NonNull::new(region).ok_or(Error::Null)?;
    let info = info.ok_or(Error::NoRegion)?;

    // SAFETY: not NULL, so valid for writing (caller contract).
    unsafe { region.write(smh_region::new(&info)) };
    Ok(())
}

impl smh_region {
    const fn new(info: &RegionInfo) -> Self {
        Self {
            user_data: info.user_data,
            addr: ptr::without_provenance(info.address),
            size: info.size,
            capacity: info.capacity,
            allocated: info.allocated,
            number: info.region.number(),
            attr: info.attribute,
        }
    }
}

/// Checks that every region is sound and has no live block.
///
/// SMH_DRIVER_OK, SMH_DRIVER_DAMAGED, SMH_DRIVER_IN_USE; SMH_DRIVER_NO_REGION if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn smh_driver_regions_check() -> i32 {
    let mut found = Err(Error::NoRegion);

    for info in shared_multi_heap::regions() {
        found = check(&info);
        if found.is_err() {
            break;
        }
    }
    code(found)
}

fn check(info: &RegionInfo) -> Result<(), Error> {
    info.region.validate().map_err(|_| Error::Damaged)?;
    if info.allocated == 0 {
        Ok(())
    } else {
        Err(Error::InUse)
    }
}

/// A short text for a result other than SMH_DRIVER_OK; NULL for a number that is none.
#[unsafe(no_mangle)]
pub extern "C" fn smh_driver_error_name(code: i32) -> *const c_char {
    Error::from_code(code).map_or(ptr::null(), |error| error.name().as_ptr())
}
