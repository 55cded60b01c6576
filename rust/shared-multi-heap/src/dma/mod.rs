// SPDX-License-Identifier: Apache-2.0

//! Memory that a device reads and writes on its own.
//!
//! A cache works on whole lines. When a line is dropped, so that what a device stored behind it is
//! seen, everything in that line is lost that was not written back: what other blocks or the heap
//! itself have there too. So no line of a buffer may be anyone else's:
//!
//! ```text
//!     line             line             line             line
//!     |neighbour   hdr |element element |element : 0 0 0 |hdr  neighbour  |
//!                      |<--------- byte_len() --------->|
//! ```
//!
//! The block starts at a line, which SPEC SMH-ALIGN-3 grants, and is asked for in whole lines. Of
//! the bytes asked for none is another block's and none is metadata: SPEC SMH-ALLOC-1. The header
//! of this block is before its first byte, that of the next one behind its last, in other lines.
//!
//! Where no cache holds the memory, all this would be waste: there a buffer follows only the unit
//! in which the engine writes.

mod buffer;
mod cache;
mod device;
mod element;
#[cfg(feature = "embedded-dma")]
mod embedded;
mod error;
mod extent;
mod format;
mod maintain;
mod raw;

pub use buffer::DmaBuffer;
pub use device::DeviceBuffer;
pub use element::{__is_dma_element, __size_of_field, DmaElement};
pub use error::{DmaError, RangeError};
