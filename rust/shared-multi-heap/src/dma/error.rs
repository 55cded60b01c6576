// SPDX-License-Identifier: Apache-2.0

//! What can go wrong with a buffer.

use core::error::Error;
use core::fmt;

use crate::OutOfMemory;

/// Why there is no buffer. Nothing has changed.
///
/// ```
/// use shared_multi_heap::{DmaBuffer, DmaError, NonCacheable};
///
/// let buffer = DmaBuffer::<u32, NonCacheable>::zeroed(usize::MAX);
/// assert_eq!(buffer.unwrap_err(), DmaError::TooLarge);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum DmaError {
    /// No region of the attribute has room, or the pool is not initialised.
    OutOfMemory,
    /// The length in bytes, whole cache lines included, is larger than `isize::MAX`.
    TooLarge,
    /// A line of this chip's cache is larger than `SMH_CACHE_LINE`, with which the C library was
    /// built: a buffer would share lines with others.
    CacheLine,
}

impl fmt::Display for DmaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfMemory => "no memory of this attribute is left for the buffer",
            Self::TooLarge => "the buffer is larger than any memory",
            Self::CacheLine => "the cache lines of this chip are larger than SMH_CACHE_LINE",
        })
    }
}

impl Error for DmaError {}

impl From<OutOfMemory> for DmaError {
    #[inline]
    fn from(OutOfMemory: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// Why a part of a buffer was neither cleaned nor invalidated.
///
/// ```
/// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
/// # shared_multi_heap::init().unwrap();
/// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
/// use shared_multi_heap::{Cacheable, DmaBuffer, RangeError};
///
/// let mut buffer = DmaBuffer::<u8, Cacheable>::zeroed(2000).unwrap();
/// assert_eq!(buffer.clean_range(1000..2001), Err(RangeError::OutOfBounds));
/// assert_eq!(buffer.invalidate_range(1..), Err(RangeError::SplitsLine));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum RangeError {
    /// The range ends behind the last element, or before it starts.
    OutOfBounds,
    /// The range to invalidate starts or ends inside a cache line, the rest of which would be lost.
    SplitsLine,
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfBounds => "the range is not inside the buffer",
            Self::SplitsLine => "the range starts or ends inside a cache line",
        })
    }
}

impl Error for RangeError {}
