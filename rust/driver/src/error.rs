// SPDX-License-Identifier: Apache-2.0

//! What can go wrong.

use core::ffi::CStr;

use shared_multi_heap::{DmaError, OutOfMemory};

use crate::c::codes;

/// Why a call was refused, or what became of a frame. The number is the one that C knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Error {
    /// A pointer is NULL.
    Null = codes::SMH_DRIVER_NULL,
    /// A number is out of bounds.
    BadArgument = codes::SMH_DRIVER_BAD_ARGUMENT,
    /// The driver of this board is not made for the attribute.
    NoAttribute = codes::SMH_DRIVER_NO_ATTRIBUTE,
    /// No memory of the attribute is left.
    OutOfMemory = codes::SMH_DRIVER_OUT_OF_MEMORY,
    /// The block does not lie in memory of the attribute.
    Foreign = codes::SMH_DRIVER_FOREIGN,
    /// The check sequence does not fit the frame.
    BadFrame = codes::SMH_DRIVER_BAD_FRAME,
    /// Every transmit buffer is in the engine's hands.
    Full = codes::SMH_DRIVER_FULL,
    /// The engine has received no frame.
    Empty = codes::SMH_DRIVER_EMPTY,
    /// The engine could not store a frame.
    Engine = codes::SMH_DRIVER_ENGINE,
    /// The pool is initialised already.
    AlreadyInitialised = codes::SMH_DRIVER_ALREADY,
    /// There is no such region, or none has the address.
    NoRegion = codes::SMH_DRIVER_NO_REGION,
    /// The metadata of a region is damaged.
    Damaged = codes::SMH_DRIVER_DAMAGED,
    /// A region has live blocks.
    InUse = codes::SMH_DRIVER_IN_USE,
    /// The cache lines of the chip are larger than the C library was built for.
    CacheLine = codes::SMH_DRIVER_CACHE_LINE,
}

const ALL: [Error; 14] = [
    Error::Null,
    Error::BadArgument,
    Error::NoAttribute,
    Error::OutOfMemory,
    Error::Foreign,
    Error::BadFrame,
    Error::Full,
    Error::Empty,
    Error::Engine,
    Error::AlreadyInitialised,
    Error::NoRegion,
    Error::Damaged,
    Error::InUse,
    Error::CacheLine,
];

impl Error {
    /// The number that C knows: negative.
    #[must_use]
    pub const fn code(self) -> i32 {
        self as i32
    }

    /// The error of a number, if it is one.
    #[must_use]
    pub fn from_code(code: i32) -> Option<Self> {
        ALL.into_iter().find(|error| error.code() == code)
    }

    /// A short text for messages.
    #[must_use]
    pub const fn name(self) -> &'static CStr {
        match self {
            Self::Null => c"a pointer is NULL",
            Self::BadArgument => c"a number is out of bounds",
            Self::NoAttribute => c"the driver is not made for this attribute",
            Self::OutOfMemory => c"out of memory",
            Self::Foreign => c"the block is not in memory of this attribute",
            Self::BadFrame => c"the check sequence does not fit the frame",
            Self::Full => c"no transmit buffer is free",
            Self::Empty => c"no frame was received",
            Self::Engine => c"the engine could not store a frame",
            Self::AlreadyInitialised => c"the pool is initialised already",
            Self::NoRegion => c"there is no such region",
            Self::Damaged => c"a region is damaged",
            Self::InUse => c"a region has live blocks",
            Self::CacheLine => c"the cache lines are larger than SMH_CACHE_LINE",
        }
    }
}

impl From<OutOfMemory> for Error {
    fn from(OutOfMemory: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

impl From<allocator_api2::collections::TryReserveError> for Error {
    fn from(_: allocator_api2::collections::TryReserveError) -> Self {
        Self::OutOfMemory
    }
}

impl From<DmaError> for Error {
    fn from(error: DmaError) -> Self {
        match error {
            DmaError::OutOfMemory => Self::OutOfMemory,
            DmaError::CacheLine => Self::CacheLine,
            _ => Self::BadArgument,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Error};

    #[test]
    fn every_number_stands_for_one_error() {
        for error in ALL {
            assert_eq!(Error::from_code(error.code()), Some(error));
            assert!(error.code() < 0 && !error.name().is_empty());
        }
        assert_eq!(Error::from_code(0), None);
        assert_eq!(Error::from_code(-15), None);
        assert_eq!(Error::from_code(i32::MIN), None);
    }
}
