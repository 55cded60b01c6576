// SPDX-License-Identifier: Apache-2.0

//! `peer_realloc` of rlsf, which has a function for it that allocates and frees by itself. In one
//! library with `peer_alloc` and `peer_free`, these would share the code with it by calls.

#![no_std]

#[path = "../../rlsf/src/heap.rs"]
mod heap;

use core::ptr::NonNull;
use heap::Heap;

/// Another size for a block, which may move.
///
/// # Safety
///
/// As `peer.h` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn peer_realloc(
    heap: &mut Heap,
    mem: NonNull<u8>,
    _bytes: usize,
    new_bytes: usize,
) -> Option<NonNull<u8>> {
    // SAFETY: caller contract: so says `peer.h`.
    let layout = unsafe { common::layout_of(new_bytes, common::ALIGN) };

    // SAFETY: caller contract: a live block of that alignment.
    unsafe { heap.0.reallocate(mem, layout) }
}
