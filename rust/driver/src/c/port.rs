// SPDX-License-Identifier: Apache-2.0

//! A ring of any attribute as C sees it: blocks are pointers.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use allocator_api2::vec::Vec;
use shared_multi_heap::{DmaBuffer, Heap, SupportsAtomics};

use crate::descriptor::smh_descriptor;
use crate::error::Error;
use crate::ring::Ring;

/// A shorter frame is received in a block of its own, and its buffer stays in the ring.
const COPY_BELOW: usize = 256;

/// A frame that was received. The block is the user's, who frees it with
/// shared_multi_heap_free().
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct smh_frame {
    /// The frame, in memory of the ring's attribute.
    pub block: *mut u8,
    /// Bytes of the frame, check sequence included.
    pub length: usize,
    /// 1 if the block is a buffer of the ring, for smh_ring_return(); 0 if it is just as large as
    /// the frame.
    pub whole: u32,
}

/// What became of the frames of a ring. The numbers wrap around.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct smh_figures {
    /// Handed to the engine.
    pub sent: u32,
    /// Received in blocks of their own.
    pub copied: u32,
    /// Received with the buffers that they came in.
    pub whole: u32,
    /// Lost: the check sequence does not fit, or the engine said so.
    pub lost: u32,
}

/// A ring without its type.
pub trait Port {
    /// As [`Ring::heads`].
    fn heads(&mut self) -> (*mut smh_descriptor, *mut smh_descriptor);

    /// Transmits a frame in a block that C allocated. The block is C's again if this fails.
    ///
    /// # Safety
    ///
    /// `block` is a live block of the pool, `capacity` is the size that was asked for, the first
    /// `length` of these bytes are initialised, and nobody else uses it.
    unsafe fn send(
        &mut self,
        block: NonNull<u8>,
        capacity: usize,
        length: usize,
    ) -> Result<(), Error>;

    /// Receives a frame in a block for C.
    fn receive(&mut self) -> Result<smh_frame, Error>;

    /// Takes a buffer back.
    ///
    /// # Safety
    ///
    /// `block` is one that `receive` of this ring gave with `whole` set; it is live, and nobody uses
    /// it.
    unsafe fn give_back(&mut self, block: NonNull<u8>) -> Result<(), Error>;

    /// As [`Ring::figures`].
    fn figures(&self) -> smh_figures;
}

impl<A: SupportsAtomics> Port for Ring<A> {
    fn heads(&mut self) -> (*mut smh_descriptor, *mut smh_descriptor) {
        Ring::heads(self)
    }

    unsafe fn send(
        &mut self,
        block: NonNull<u8>,
        capacity: usize,
        length: usize,
    ) -> Result<(), Error> {
        let heap = Heap::<A>::new();

        if length == 0 || length > capacity {
            return Err(Error::BadArgument);
        }
        if !heap.owns(block.as_ptr()) {
            return Err(Error::Foreign);
        }
        // SAFETY: a live block that was asked for with this capacity, which is not 0, whose first
        // bytes are initialised and which nobody else uses (caller contract). It is of this
        // attribute (SPEC SMH-OWNER-1, asked above), so `Heap<A>` takes it, and bytes need no
        // alignment: what `alloc::vec::Vec::from_raw_parts_in` asks for.
        let frame = unsafe { Vec::from_raw_parts_in(block.as_ptr(), length, capacity, heap) };

        Ring::send(self, frame).map_err(|(error, frame)| {
            // C's again.
            let _ = ManuallyDrop::new(frame);
            error
        })
    }

    fn receive(&mut self) -> Result<smh_frame, Error> {
        if self.waiting()? < COPY_BELOW {
            self.receive_copy().map(copied)
        } else {
            self.receive_whole().map(whole)
        }
    }

    unsafe fn give_back(&mut self, block: NonNull<u8>) -> Result<(), Error> {
        if !Heap::<A>::new().owns(block.as_ptr()) {
            return Err(Error::Foreign);
        }
        let raw = NonNull::slice_from_raw_parts(block, self.buffer_len());
        // SAFETY: `into_raw` of a buffer of this ring gave it, all of which have this length, and
        // it is used once (caller contract); no device knows it since it left the ring
        // (`DmaBuffer::from_raw`).
        let buffer = unsafe { DmaBuffer::<u8, A>::from_raw(raw) };

        Ring::give_back(self, buffer);
        Ok(())
    }

    fn figures(&self) -> smh_figures {
        let figures = Ring::figures(self);

        smh_figures {
            sent: figures.sent,
            copied: figures.copied,
            whole: figures.whole,
            lost: figures.lost,
        }
    }
}

fn copied<A: SupportsAtomics>(frame: Vec<u8, Heap<A>>) -> smh_frame {
    let mut frame = ManuallyDrop::new(frame);

    smh_frame {
        block: frame.as_mut_ptr(),
        length: frame.len(),
        whole: 0,
    }
}

fn whole<A: SupportsAtomics>((buffer, length): (DmaBuffer<u8, A>, usize)) -> smh_frame {
    smh_frame {
        block: buffer.into_raw().cast::<u8>().as_ptr(),
        length,
        whole: 1,
    }
}
