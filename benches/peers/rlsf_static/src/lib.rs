// SPDX-License-Identifier: Apache-2.0

//! rlsf as a static variable whose address the functions know, as that of a global allocator is
//! known. Other published figures are of this kind. It takes up to six instructions more than a
//! heap that is given in a register, as the C allocators are.

#![no_std]

#[path = "../../rlsf/src/heap.rs"]
mod heap;

use common::{Only, Peer};
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use heap::Heap;

/// The heap.
#[unsafe(no_mangle)]
pub static PEER_HEAP: Only<Heap> = Only(UnsafeCell::new(Heap::EMPTY));

/// The heap, whatever the caller calls so.
///
/// # Safety
///
/// No other reference that came from here is in use.
#[inline(always)]
unsafe fn the_heap() -> &'static mut Heap {
    // SAFETY: core::cell::UnsafeCell::get(): by the caller contract there is no other reference.
    unsafe { &mut *PEER_HEAP.0.get() }
}

/// Forget everything and manage this memory.
///
/// # Safety
///
/// As `peer.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peer_init(_: *mut Heap, mem: NonNull<u8>, bytes: usize) -> bool {
    // SAFETY: contract of `the_heap`: there is one thread.
    let heap = unsafe { the_heap() };

    *heap = Heap::EMPTY;
    // SAFETY: caller contract: so says `peer.h`.
    unsafe { heap.add(mem, bytes) }
}

/// Manage this memory too.
///
/// # Safety
///
/// As `peer.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peer_add(_: *mut Heap, mem: NonNull<u8>, bytes: usize) -> bool {
    // SAFETY: contract of `the_heap`: there is one thread.
    let heap = unsafe { the_heap() };

    // SAFETY: caller contract: so says `peer.h`.
    unsafe { heap.add(mem, bytes) }
}

/// A block.
///
/// # Safety
///
/// As `peer.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peer_alloc(
    _: *mut Heap,
    bytes: usize,
    align: usize,
) -> Option<NonNull<u8>> {
    // SAFETY: contract of `the_heap`: there is one thread.
    let heap = unsafe { the_heap() };
    // SAFETY: caller contract: so says `peer.h`.
    let layout = unsafe { common::layout_of(bytes, align) };

    // SAFETY: caller contract: so says `peer.h`.
    unsafe { heap.alloc(layout) }
}

/// Free a block.
///
/// # Safety
///
/// As `peer.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peer_free(_: *mut Heap, mem: NonNull<u8>, bytes: usize, align: usize) {
    // SAFETY: contract of `the_heap`: there is one thread.
    let heap = unsafe { the_heap() };
    // SAFETY: caller contract: so says `peer.h`.
    let layout = unsafe { common::layout_of(bytes, align) };

    // SAFETY: caller contract: so says `peer.h`.
    unsafe { heap.free(mem, layout) }
}

/// Bytes of the heap itself, which lies outside of the memory that it manages.
#[unsafe(no_mangle)]
pub extern "C" fn peer_control_bytes() -> usize {
    size_of::<Heap>()
}
