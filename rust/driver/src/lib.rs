// SPDX-License-Identifier: Apache-2.0

//! A driver in a program whose other half is C: rings of frames for a DMA engine, in memory of
//! whichever attribute the board chooses. Pool and regions are made by C.
//!
//! [`Ring`] is the driver, for any attribute; [`c`] is what C calls, and decides nothing.

#![cfg_attr(target_os = "none", no_std)]

mod board;
pub mod c;
pub mod checksum;
mod descriptor;
mod error;
mod queue;
mod ring;
mod room;
mod slot;

#[cfg(target_os = "none")]
mod lock;
#[cfg(target_os = "none")]
mod panic;

pub use board::SMH_DRIVER_ATTR_PSRAM;
pub use descriptor::{SMH_DESCRIPTOR_ENGINE, SMH_DESCRIPTOR_ERROR, smh_descriptor};
pub use error::Error;
pub use ring::{Figures, Ring};

/// What Rust's own collections take without being told is ordinary RAM of the pool.
#[cfg(target_os = "none")]
#[global_allocator]
static GLOBAL: shared_multi_heap::Cacheable = shared_multi_heap::Cacheable;
