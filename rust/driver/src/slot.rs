// SPDX-License-Identifier: Apache-2.0

//! One buffer of a ring, with its descriptor.

use core::mem;

use shared_multi_heap::{Attribute, DmaBuffer};

use crate::descriptor::{SMH_DESCRIPTOR_ENGINE, SMH_DESCRIPTOR_ERROR, smh_descriptor};
use crate::error::Error;

/// A buffer and its descriptor. At any time both are the driver's or both are the engine's, and
/// whichever it is stands in the descriptor, in memory that the engine sees.
pub struct Slot<A: Attribute> {
    /// Just one.
    descriptor: DmaBuffer<smh_descriptor, A>,
    buffer: DmaBuffer<u8, A>,
}

impl<A: Attribute> Slot<A> {
    /// The driver's, for frames of at most so many bytes.
    pub fn new(frame_bytes: u32) -> Result<Self, Error> {
        let len = usize::try_from(frame_bytes).map_err(|_| Error::BadArgument)?;
        let buffer = DmaBuffer::zeroed(len)?;
        let descriptor = DmaBuffer::from_fn(1, |_| smh_descriptor {
            buffer: address(buffer.as_ptr()),
            capacity: frame_bytes,
            ..smh_descriptor::default()
        })?;

        Ok(Self { descriptor, buffer })
    }

    /// Where the engine finds the slot.
    pub fn head(&mut self) -> *mut smh_descriptor {
        self.descriptor.as_mut_ptr()
    }

    /// Tells the engine which slot comes next.
    pub fn link(&mut self, next: *const smh_descriptor) {
        self.change(|descriptor| descriptor.next = address(next));
    }

    /// Whether the engine has yet to finish with the slot.
    pub fn is_engines(&mut self) -> bool {
        self.descriptor.invalidate();
        let descriptor = self.descriptor.as_ptr();
        // SAFETY: the first element of a buffer that has one (`core::ptr::addr_of`).
        let control = unsafe { &raw const (*descriptor).control };

        // SAFETY: aligned, initialised memory of this buffer, which the engine may be writing: a
        // volatile read is then a plain load (`core::ptr::read_volatile`).
        unsafe { control.read_volatile() & SMH_DESCRIPTOR_ENGINE != 0 }
    }

    /// Writes a frame. The slot is the driver's.
    pub fn fill(&mut self, frame: &[u8]) -> Result<u32, Error> {
        let room = self
            .buffer
            .get_mut(..frame.len())
            .ok_or(Error::BadArgument)?;

        room.copy_from_slice(frame);
        u32::try_from(frame.len()).map_err(|_| Error::BadArgument)
    }

    /// Hands the slot to the engine, with so many bytes to read.
    pub fn give(&mut self, length: u32) {
        let buffer = address(self.buffer.as_ptr());

        // All of it is in memory before the engine is told that the slot is its own.
        self.buffer.clean();
        self.change(|descriptor| {
            descriptor.buffer = buffer;
            descriptor.length = length;
        });
        self.change(|descriptor| descriptor.control = SMH_DESCRIPTOR_ENGINE);
    }

    /// The frame that the engine has stored. The slot is the driver's. What the engine wrote is
    /// not believed before it is checked.
    pub fn frame(&mut self) -> Result<&[u8], Error> {
        // What is read now was written before the engine gave the slot back.
        self.descriptor.invalidate();
        let descriptor = self.descriptor.first().copied().unwrap_or_default();
        let length = usize::try_from(descriptor.length).map_err(|_| Error::Engine)?;

        if descriptor.control & SMH_DESCRIPTOR_ERROR != 0 {
            return Err(Error::Engine);
        }
        self.buffer.invalidate();
        self.buffer.get(..length).ok_or(Error::Engine)
    }

    /// Puts another buffer of the same length into the slot, which is the driver's.
    pub fn exchange(&mut self, buffer: DmaBuffer<u8, A>) -> DmaBuffer<u8, A> {
        mem::replace(&mut self.buffer, buffer)
    }

    fn change(&mut self, change: impl FnOnce(&mut smh_descriptor)) {
        if let Some(descriptor) = self.descriptor.first_mut() {
            change(descriptor);
        }
        self.descriptor.clean();
    }
}

/// An address as the engine knows it, which is as the processor does.
fn address<T>(pointer: *const T) -> u64 {
    pointer.expose_provenance() as u64
}
