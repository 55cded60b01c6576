// SPDX-License-Identifier: Apache-2.0

//! Memory by attribute: one typed allocator for each kind of RAM of a chip, over one pool that is
//! shared with C.
//!
//! ```
//! # use std::boxed::Box as StdBox;
//! use core::mem::MaybeUninit;
//!
//! use shared_multi_heap::allocator_api2::{boxed::Box, vec::Vec};
//! use shared_multi_heap::{Cacheable, NonCacheable, static_region};
//!
//! static_region! {
//!     static SRAM: [u8; 16384];
//!     static DMA_RAM: [u8; 8192];
//! }
//!
//! # fn main() -> Result<(), StdBox<dyn core::error::Error>> {
//! // Once, in the code of the board:
//! shared_multi_heap::init()?;
//! Cacheable.add(SRAM.take().expect("taken once"))?;
//! // SAFETY: no cache holds this memory: the board has none there.
//! unsafe { NonCacheable.add_claimed(DMA_RAM.take().expect("taken once"))? };
//!
//! // Anywhere, from then on:
//! let packet: Vec<u8, NonCacheable> = Vec::with_capacity_in(1500, NonCacheable);
//! let counter = Box::new_in(0_u32, Cacheable);
//! assert!(NonCacheable.owns(packet.as_ptr()));
//! # Ok(())
//! # }
//! ```
//!
//! # The kinds of memory
//!
//! An [`Attribute`] is a number that the pool knows, and claims about all memory that is added
//! under it. [`Cacheable`](const@Cacheable), [`NonCacheable`](const@NonCacheable) and
//! [`External`](const@External) are there; [`attribute!`] declares
//! more. Each names an allocator type, [`Heap`], and its only value. Drivers take a `Heap<A>` of any
//! `A: Attribute`; the numbers belong to the board.
//!
//! | what | for which attributes |
//! |---|---|
//! | `Box`, `Vec`, hash maps, `Arc`, … in [`Heap<A>`](Heap) | those in which atomics work: [`SupportsAtomics`] |
//! | [`NoAtomicsBox`], [`NoAtomicsVec`] of [`NoAtomics`](trait@NoAtomics) types | every one |
//! | [`DmaBuffer`] of [`DmaElement`](trait@DmaElement) types | every one |
//! | [`Fallback`] from one to another | those in which atomics work |
//!
//! # Adding memory
//!
//! [`init`] makes the pool, once; C may have done so before, which is an error value. A
//! `&'static mut [MaybeUninit<u8>]` proves that memory is nobody else's, but not what hardware it
//! is: adding it as ordinary RAM ([`Heap::add`]) is safe, under an attribute that claims more
//! ([`Heap::add_claimed`]) it is not. [`static_region!`] declares such memory. For addresses from a
//! linker there is [`Heap::add_address`]; a build script can make a [`FixedRegion`] of each region of a
//! devicetree, with the crate `shared-multi-heap-dtgen`.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `allocator-api2` (default) | the `Allocator` trait of `allocator-api2` 0.2, which hashbrown takes |
//! | `allocator-api2-03`, `allocator-api2-04` | that of 0.3, of 0.4 |
//! | `alloc` | their `Box` and `Vec`, in the modules `allocator_api2`, `allocator_api2_03`, `allocator_api2_04` |
//! | `nightly` | `core::alloc::Allocator` |
//! | `derive` | `#[derive(NoAtomics)]`, `#[derive(DmaElement)]` |
//! | `defmt` | `defmt::Format` for public types |
//! | `embedded-dma` | the buffer traits of `embedded-dma` for [`DeviceBuffer`] |
//!
//! `alloc` links Rust's crate of that name, for which a `no_std` program must name a global heap. Any of the
//! allocators can be it: `#[global_allocator] static HEAP: Cacheable = Cacheable;`.
//!
//! The options of the C library are `SMH_*` environment variables at build time: see the crate
//! `shared-multi-heap-sys`.
//!
//! # The lock
//!
//! The pool is locked by `critical-section`: a program must link an implementation of it, which
//! chips' crates have (`cortex-m` with `critical-section-single-core`, for example). On a host it is
//! the feature `std` of `critical-section`. A program without one does not link. With `SMH_LOCK=irq`,
//! `spin`, `pthread` or `futex` the C library locks by itself.
//!
//! # What cannot be refused
//!
//! Memory without atomics holds plain integers, and `AtomicU32::from_mut` and `from_ptr` make an
//! atomic of one. Whoever calls them on such memory breaks what they ask for; no type prevents it.
//! The documentation of [`NoAtomics`](trait@NoAtomics) has the whole list.

#![no_std]
#![cfg_attr(feature = "nightly", feature(allocator_api))]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(feature = "alloc", feature = "nightly"))]
extern crate alloc;

mod allocator;
pub mod attribute;
mod blocks;
mod dma;
mod error;
mod fallback;
mod fault;
mod fixed_region;
mod heap;
mod info;
mod lock;
pub mod no_atomics;
mod policy;
mod pool;
mod region;
mod static_region;
mod usable;

pub use attribute::{Attribute, MemoryKind, OrdinaryRam, SupportsAtomics};
#[doc(hidden)]
pub use dma::{__is_dma_element, __size_of_field};
pub use dma::{DeviceBuffer, DmaBuffer, DmaElement, DmaError, RangeError};
pub use error::{AddError, InitError, OutOfMemory, PolicyError};
pub use fallback::{Fallback, Owns};
pub use fault::{Fault, FaultKind, fault_count, set_fault_handler};
pub use fixed_region::FixedRegion;
pub use heap::Heap;
pub use info::{Damaged, Owner, RegionId, RegionInfo, region_of, regions};
#[doc(hidden)]
pub use no_atomics::__has_no_atomics;
pub use no_atomics::{AssumeAtomics, NoAtomics, NoAtomicsBox, NoAtomicsVec, NoRoom};
pub use policy::Policy;
pub use pool::init;
pub use region::Memory;
#[doc(hidden)]
pub use static_region::RegionMemory;
pub use static_region::StaticRegion;
pub use usable::HasBlock;

/// The crate `allocator-api2` 0.2, whose `Allocator` trait is implemented here. A program that takes
/// `Vec` and `Box` from here cannot meet another version of that crate.
#[cfg(feature = "allocator-api2")]
pub use allocator_api2;
/// The crate `allocator-api2` 0.3.
#[cfg(feature = "allocator-api2-03")]
pub use allocator_api2_03;
/// The crate `allocator-api2` 0.4.
#[cfg(feature = "allocator-api2-04")]
pub use allocator_api2_04;

#[cfg(feature = "derive")]
pub use shared_multi_heap_derive::{DmaElement, NoAtomics};

/// Attributes have numbers below this one: `SMH_MAX_ATTR` of the C library.
pub const MAX_ATTR: u32 = shared_multi_heap_sys::MAX_ATTR;

/// Every block is aligned to this many bytes at least: `SMH_ALIGN` of the C library.
pub const ALIGN: usize = shared_multi_heap_sys::ALIGN;

/// How many regions the pool can hold: `SMH_MAX_REGIONS` of the C library.
pub const MAX_REGIONS: usize = shared_multi_heap_sys::MAX_REGIONS;

/// Length of a cache line in bytes: `SMH_CACHE_LINE` of the C library.
pub const CACHE_LINE: usize = shared_multi_heap_sys::CACHE_LINE;

/// Ordinary RAM, which a cache may hold: type and value of the allocator.
pub type Cacheable = Heap<attribute::Cacheable>;

/// Ordinary RAM, which a cache may hold: type and value of the allocator.
#[allow(non_upper_case_globals)]
pub const Cacheable: Cacheable = Heap::named();

/// Memory that no cache holds: type and value of the allocator.
pub type NonCacheable = Heap<attribute::NonCacheable>;

/// Memory that no cache holds: type and value of the allocator.
#[allow(non_upper_case_globals)]
pub const NonCacheable: NonCacheable = Heap::named();

/// Memory outside the chip, in which atomics may not work: type and value.
pub type External = Heap<attribute::External>;

/// Memory outside the chip, in which atomics may not work: type and value.
#[allow(non_upper_case_globals)]
pub const External: External = Heap::named();
