// SPDX-License-Identifier: Apache-2.0

//! What can go wrong.

use core::error::Error;
use core::fmt;

/// No region of the attribute can hold the block. Nothing has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no memory of this attribute is left for the block")
    }
}

impl Error for OutOfMemory {}

/// Why the pool was not initialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum InitError {
    /// It was initialised before, by Rust or by C. It is ready for use.
    AlreadyInitialised,
}

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the pool is initialised already")
    }
}

impl Error for InitError {}

/// Why the policy was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum PolicyError {
    /// The C library was built with another policy for all attributes.
    Fixed,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the C library was built with a fixed region policy")
    }
}

impl Error for PolicyError {}

/// Why a region was not added, and the memory that it should have had: the pool has not touched it.
///
/// `M` is [`Memory`](crate::Memory), or `()` where an address was given.
#[non_exhaustive]
pub enum AddError<M> {
    /// The pool is not initialised.
    NotInitialised(M),
    /// The region is empty, too small for a single block, larger than `SMH_MAX_REGION_SHIFT`
    /// allows, or wraps around the end of the address space.
    Unsuitable(M),
    /// A region that is in the pool already has some of this memory.
    Overlap(M),
    /// [`MAX_REGIONS`](crate::MAX_REGIONS) regions are there already.
    TooManyRegions(M),
}

impl<M> AddError<M> {
    /// The memory that was not added.
    ///
    /// ```
    /// # use std::boxed::Box as StdBox;
    /// # shared_multi_heap::init().unwrap();
    /// use shared_multi_heap::Cacheable;
    ///
    /// let memory = StdBox::leak(StdBox::new_uninit_slice(10));
    /// let error = Cacheable.add(memory).unwrap_err();
    /// assert_eq!(error.to_string(), "the memory is unsuitable for a region");
    /// assert_eq!(error.into_memory().len(), 10);
    /// ```
    pub fn into_memory(self) -> M {
        match self {
            Self::NotInitialised(memory)
            | Self::Unsuitable(memory)
            | Self::Overlap(memory)
            | Self::TooManyRegions(memory) => memory,
        }
    }

    /// The same reason without the memory.
    pub(crate) fn with_memory<N>(&self, memory: N) -> AddError<N> {
        match self {
            Self::NotInitialised(_) => AddError::NotInitialised(memory),
            Self::Unsuitable(_) => AddError::Unsuitable(memory),
            Self::Overlap(_) => AddError::Overlap(memory),
            Self::TooManyRegions(_) => AddError::TooManyRegions(memory),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::NotInitialised(_) => "NotInitialised",
            Self::Unsuitable(_) => "Unsuitable",
            Self::Overlap(_) => "Overlap",
            Self::TooManyRegions(_) => "TooManyRegions",
        }
    }
}

// The memory itself is left out: it may be large, and is not initialised.
impl<M> fmt::Debug for AddError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(feature = "defmt")]
impl<M> defmt::Format for AddError<M> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.name());
    }
}

impl<M> fmt::Display for AddError<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotInitialised(_) => "the pool is not initialised",
            Self::Unsuitable(_) => "the memory is unsuitable for a region",
            Self::Overlap(_) => "the memory overlaps a region of the pool",
            Self::TooManyRegions(_) => "the pool has as many regions as it can hold",
        })
    }
}

impl<M> Error for AddError<M> {}
