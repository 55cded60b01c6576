// SPDX-License-Identifier: Apache-2.0

//! Rings for C.

use core::ptr::NonNull;

use allocator_api2::boxed::Box;
use shared_multi_heap::Cacheable;

use super::code;
use super::port::{Port, smh_figures, smh_frame};
use crate::board::AnyRing;
use crate::descriptor::smh_descriptor;
use crate::error::Error;

/// A ring: frames to a DMA engine and from it. One context at a time may use it.
#[allow(non_camel_case_types)]
pub struct smh_ring(AnyRing);

/// Makes a ring in memory of the attribute `attr`, with `slots` buffers for each direction (1 to
/// 256), for frames of at most `frame_bytes` (4 to 65536, check sequence included). The
/// book-keeping is in cacheable memory. All receive buffers are the engine's at once.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL, SMH_DRIVER_NO_ATTRIBUTE, SMH_DRIVER_BAD_ARGUMENT,
/// SMH_DRIVER_OUT_OF_MEMORY or SMH_DRIVER_CACHE_LINE, and `ring` is not written.
///
/// # Safety
///
/// `ring` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_open(
    attr: u32,
    slots: u32,
    frame_bytes: u32,
    ring: *mut *mut smh_ring,
) -> i32 {
    let made = NonNull::new(ring)
        .ok_or(Error::Null)
        .and_then(|ring| Ok((ring, boxed(AnyRing::new(attr, slots, frame_bytes)?)?)));

    code(made.map(|(ring, made)| {
        // SAFETY: not NULL, so it may be written (caller contract).
        unsafe { ring.write(Box::into_raw(made)) }
    }))
}

fn boxed(ring: AnyRing) -> Result<Box<smh_ring, Cacheable>, Error> {
    Box::try_new_in(smh_ring(ring), Cacheable).map_err(|_| Error::OutOfMemory)
}

/// Frees a ring, with all frames in it. The engine has been stopped, or never knew it.
///
/// SMH_DRIVER_OK, SMH_DRIVER_NULL.
///
/// # Safety
///
/// `ring` is NULL or a ring that was opened and not closed; nobody uses it, and neither does the
/// engine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_close(ring: *mut smh_ring) -> i32 {
    if ring.is_null() {
        return Error::Null.code();
    }
    // SAFETY: `Box::into_raw` in `smh_ring_open` gave it, and it is used for the last time (caller
    // contract; `alloc::boxed::Box::from_raw_in`).
    drop(unsafe { Box::from_raw_in(ring, Cacheable) });
    code(Ok(()))
}

/// Tells where the engine begins: with `transmit` for frames to send, with `receive` for those to
/// store. Each leads to the next, in a circle.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL, and nothing is written.
///
/// # Safety
///
/// `ring` is NULL or an open ring that nobody else uses; the others are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_heads(
    ring: *mut smh_ring,
    transmit: *mut *mut smh_descriptor,
    receive: *mut *mut smh_descriptor,
) -> i32 {
    // SAFETY: NULL, or open and not in use (caller contract).
    let port = unsafe { port_of(ring) };
    let (Ok(port), Some(transmit), Some(receive)) =
        (port, NonNull::new(transmit), NonNull::new(receive))
    else {
        return Error::Null.code();
    };
    let heads = port.heads();

    // SAFETY: not NULL, so it may be written (caller contract).
    unsafe { transmit.write(heads.0) };
    // SAFETY: as above (caller contract).
    unsafe { receive.write(heads.1) };
    code(Ok(()))
}

/// Transmits a frame of `length` bytes, the last four of which are its check sequence, from a block
/// of the ring's attribute that was allocated with `capacity` bytes. Rust takes the block over and
/// frees it.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL, SMH_DRIVER_BAD_ARGUMENT, SMH_DRIVER_FOREIGN,
/// SMH_DRIVER_BAD_FRAME or SMH_DRIVER_FULL, and the block is still the caller's.
///
/// # Safety
///
/// `ring` is NULL or an open ring that nobody else uses. `block` is NULL, or lies in no region, or
/// is a live block of the pool that nobody else uses, `capacity` is the size that was asked for, and
/// the first `length` of these bytes have been written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_send(
    ring: *mut smh_ring,
    block: *mut u8,
    capacity: usize,
    length: usize,
) -> i32 {
    // SAFETY: NULL, or open and not in use (caller contract).
    let port = unsafe { port_of(ring) };

    code(port.and_then(|port| {
        let block = NonNull::new(block).ok_or(Error::Null)?;

        // SAFETY: a live block with these sizes, unless it lies in no region (caller contract).
        unsafe { port.send(block, capacity, length) }
    }))
}

/// Receives a frame. The block is the caller's.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL; SMH_DRIVER_EMPTY; SMH_DRIVER_BAD_FRAME or SMH_DRIVER_ENGINE if a
/// frame is lost; SMH_DRIVER_OUT_OF_MEMORY, and the frame can be received later. On an error
/// nothing is written.
///
/// # Safety
///
/// `ring` is NULL or an open ring that nobody else uses; `frame` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_receive(ring: *mut smh_ring, frame: *mut smh_frame) -> i32 {
    // SAFETY: NULL, or open and not in use (caller contract).
    let port = unsafe { port_of(ring) };
    let (Ok(port), Some(frame)) = (port, NonNull::new(frame)) else {
        return Error::Null.code();
    };

    code(port.receive().map(|received| {
        // SAFETY: not NULL, so it may be written (caller contract).
        unsafe { frame.write(received) }
    }))
}

/// Gives a buffer of the ring back, instead of freeing it: the block of a frame that was received
/// from this ring with `whole` set.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL or SMH_DRIVER_FOREIGN, and the block is still the caller's.
///
/// # Safety
///
/// `ring` is NULL or an open ring that nobody else uses. `block` is NULL, or lies in no region, or
/// was received from this ring with `whole` set, is live, and nobody uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_return(ring: *mut smh_ring, block: *mut u8) -> i32 {
    // SAFETY: NULL, or open and not in use (caller contract).
    let port = unsafe { port_of(ring) };

    code(port.and_then(|port| {
        let block = NonNull::new(block).ok_or(Error::Null)?;

        // SAFETY: a buffer of this ring, unless it lies in no region (caller contract).
        unsafe { port.give_back(block) }
    }))
}

/// Tells what became of the frames of a ring.
///
/// SMH_DRIVER_OK; SMH_DRIVER_NULL, and nothing is written.
///
/// # Safety
///
/// `ring` is NULL or an open ring that nobody else uses; `figures` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smh_ring_figures(ring: *mut smh_ring, figures: *mut smh_figures) -> i32 {
    // SAFETY: NULL, or open and not in use (caller contract).
    let port = unsafe { port_of(ring) };
    let (Ok(port), Some(figures)) = (port, NonNull::new(figures)) else {
        return Error::Null.code();
    };

    // SAFETY: not NULL, so it may be written (caller contract).
    unsafe { figures.write(port.figures()) };
    code(Ok(()))
}

/// # Safety
///
/// `ring` is NULL, or open and used by nobody else as long as the result is.
unsafe fn port_of<'a>(ring: *mut smh_ring) -> Result<&'a mut dyn Port, Error> {
    // SAFETY: NULL, or a ring in its box (caller contract; `core::primitive::pointer::as_mut`).
    let ring = unsafe { ring.as_mut() };

    ring.map(|ring| ring.0.port()).ok_or(Error::Null)
}
