// SPDX-License-Identifier: Apache-2.0

//! The heap itself.

use common::Peer;
use core::alloc::Layout;
use core::ptr::NonNull;
use rlsf::Tlsf;

/// Lists for blocks of up to 2 MiB on 32 bit.
#[repr(transparent)]
pub struct Heap(pub Tlsf<'static, u32, u32, 17, 32>);

impl Peer for Heap {
    const EMPTY: Self = Heap(Tlsf::new());

    unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool {
        let pool = NonNull::slice_from_raw_parts(mem, bytes);

        // SAFETY: caller contract: the memory is the heap's from now on.
        unsafe { self.0.insert_free_block_ptr(pool) }.is_some()
    }

    #[inline(always)]
    unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>> {
        self.0.allocate(layout)
    }

    #[inline(always)]
    unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout) {
        // SAFETY: caller contract: it is a live block of that alignment.
        unsafe { self.0.deallocate(mem, layout.align()) }
    }
}
