// SPDX-License-Identifier: Apache-2.0

//! Frames to an engine and from it.

use core::ops::RangeInclusive;

use allocator_api2::vec::Vec;
use shared_multi_heap::{Attribute, Cacheable, DmaBuffer, Heap, SupportsAtomics};

use crate::checksum;
use crate::descriptor::smh_descriptor;
use crate::error::Error;
use crate::queue::Queue;
use crate::room;

/// Slots for each direction.
const SLOTS: RangeInclusive<u32> = 1..=256;
/// Bytes of a frame, check sequence included.
const FRAME_BYTES: RangeInclusive<u32> = checksum::BYTES as u32..=65536;

/// What became of frames so far. The numbers wrap around.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Handed to the engine.
    pub sent: u32,
    /// Handed to the user, in blocks of their own.
    pub copied: u32,
    /// Handed to the user, with the buffer that they came in.
    pub whole: u32,
    /// Lost: the check sequence does not fit, or the engine said so.
    pub lost: u32,
}

/// Two circles of buffers in memory of the attribute `A`, one for each direction. The engine finds
/// its way by their descriptors; frames end in their check sequence.
///
/// An engine must have been stopped before its ring is dropped: that is the obligation of whoever
/// starts it at the addresses of [`heads`](Ring::heads).
pub struct Ring<A: Attribute> {
    transmit: Queue<A>,
    receive: Queue<A>,
    /// Buffers that users gave back.
    spares: Vec<DmaBuffer<u8, A>, Cacheable>,
    frame_bytes: u32,
    figures: Figures,
}

impl<A: Attribute> Ring<A> {
    /// So many slots for each direction, 1 to 256, with buffers for frames of at most so many bytes,
    /// 4 to 65536. All receive buffers are the engine's at once.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] if a number is out of bounds, [`Error::OutOfMemory`],
    /// [`Error::CacheLine`].
    pub fn new(slots: u32, frame_bytes: u32) -> Result<Self, Error> {
        if !SLOTS.contains(&slots) || !FRAME_BYTES.contains(&frame_bytes) {
            return Err(Error::BadArgument);
        }
        let mut receive = Queue::new(slots, frame_bytes)?;

        receive.give_all();
        Ok(Self {
            transmit: Queue::new(slots, frame_bytes)?,
            receive,
            spares: room::for_elements(slots as usize)?,
            frame_bytes,
            figures: Figures::default(),
        })
    }

    /// Where the engine begins to transmit and to receive.
    pub fn heads(&mut self) -> (*mut smh_descriptor, *mut smh_descriptor) {
        (self.transmit.head(), self.receive.head())
    }

    /// What became of frames so far.
    #[must_use]
    pub const fn figures(&self) -> Figures {
        self.figures
    }

    /// Transmits a frame that ends in its check sequence. It is copied.
    ///
    /// # Errors
    ///
    /// [`Error::BadFrame`] if the sequence does not fit it, [`Error::BadArgument`] if it is too
    /// long, [`Error::Full`].
    pub fn transmit(&mut self, frame: &[u8]) -> Result<(), Error> {
        if !checksum::holds(frame) {
            return Err(Error::BadFrame);
        }
        let slot = self.transmit.turn().ok_or(Error::Full)?;
        let length = slot.fill(frame)?;

        self.transmit.give(length);
        self.figures.sent = self.figures.sent.wrapping_add(1);
        Ok(())
    }

    /// Length of the frame that is received next. It stays where it is.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`]; [`Error::Engine`] or [`Error::BadFrame`] if the frame was lost.
    pub fn waiting(&mut self) -> Result<usize, Error> {
        let slot = self.receive.turn().ok_or(Error::Empty)?;
        let found = match slot.frame() {
            Ok(frame) if checksum::holds(frame) => Ok(frame.len()),
            Ok(_) => Err(Error::BadFrame),
            Err(error) => Err(error),
        };

        if found.is_err() {
            self.figures.lost = self.figures.lost.wrapping_add(1);
            self.receive.give(0);
        }
        found
    }

    /// Receives a frame, with the buffer that it came in, and its length. Another buffer takes its
    /// place.
    ///
    /// # Errors
    ///
    /// As [`waiting`](Ring::waiting); [`Error::OutOfMemory`] if there is no other buffer: the frame
    /// then stays where it is.
    pub fn receive_whole(&mut self) -> Result<(DmaBuffer<u8, A>, usize), Error> {
        let length = self.waiting()?;
        let other = self.spare()?;
        let slot = self.receive.turn().ok_or(Error::Empty)?;
        let buffer = slot.exchange(other);

        self.receive.give(0);
        self.figures.whole = self.figures.whole.wrapping_add(1);
        Ok((buffer, length))
    }

    /// Takes a buffer back that [`receive_whole`](Ring::receive_whole) gave. The ring keeps as many
    /// as it has slots; more of them, or one of another length, are freed.
    pub fn give_back(&mut self, buffer: DmaBuffer<u8, A>) {
        if buffer.len() == self.buffer_len() {
            drop(room::push(&mut self.spares, buffer));
        }
    }

    fn spare(&mut self) -> Result<DmaBuffer<u8, A>, Error> {
        match self.spares.pop() {
            Some(buffer) => Ok(buffer),
            None => Ok(DmaBuffer::zeroed(self.buffer_len())?),
        }
    }

    /// Bytes of each buffer.
    #[must_use]
    pub const fn buffer_len(&self) -> usize {
        self.frame_bytes as usize
    }
}

impl<A: SupportsAtomics> Ring<A> {
    /// Transmits a frame in a block of its own, which is freed then.
    ///
    /// # Errors
    ///
    /// As [`transmit`](Ring::transmit), with the frame.
    pub fn send(&mut self, frame: Vec<u8, Heap<A>>) -> Result<(), (Error, Vec<u8, Heap<A>>)> {
        match self.transmit(&frame) {
            Ok(()) => Ok(()),
            Err(error) => Err((error, frame)),
        }
    }

    /// Receives a frame in a block of its own.
    ///
    /// # Errors
    ///
    /// As [`waiting`](Ring::waiting); [`Error::OutOfMemory`] if there is no memory for it: the frame
    /// then stays where it is.
    pub fn receive_copy(&mut self) -> Result<Vec<u8, Heap<A>>, Error> {
        self.waiting()?;
        let slot = self.receive.turn().ok_or(Error::Empty)?;
        let copy = room::copy_of(slot.frame()?)?;

        self.receive.give(0);
        self.figures.copied = self.figures.copied.wrapping_add(1);
        Ok(copy)
    }
}
