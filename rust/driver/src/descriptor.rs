// SPDX-License-Identifier: Apache-2.0

//! What the engine reads and writes beside the frames.

use shared_multi_heap::DmaElement;

/// The engine's, until it clears the bit.
pub const SMH_DESCRIPTOR_ENGINE: u32 = 1 << 0;
/// Set by the engine: the frame did not fit the buffer, and is lost.
pub const SMH_DESCRIPTOR_ERROR: u32 = 1 << 1;

/// A descriptor: one buffer of a ring. Each lies in cache lines of its own, so that the engine can
/// write one while the driver writes its neighbour.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, Default, DmaElement, PartialEq, Eq)]
#[repr(C)]
pub struct smh_descriptor {
    /// Address of the next descriptor of the ring.
    pub next: u64,
    /// Address of the buffer.
    pub buffer: u64,
    /// Bytes of the buffer.
    pub capacity: u32,
    /// Bytes of the frame in it, check sequence included.
    pub length: u32,
    /// SMH_DESCRIPTOR_ENGINE, SMH_DESCRIPTOR_ERROR.
    pub control: u32,
    /// Not used; 0.
    pub reserved: u32,
}
