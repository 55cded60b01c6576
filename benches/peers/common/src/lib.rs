// SPDX-License-Identifier: Apache-2.0

//! What the libraries of the peers share: [`Peer`], which each of them implements for its heap, and
//! [`export_peer!`] and [`export_realloc!`], which make the functions of `peer.h` of it.
//!
//! The functions are meant to cost nothing of their own: they are told the heap and the layout in
//! registers, and the heap's functions are inlined into them. This is what a program gets that has
//! a heap of its own and calls its methods, and it is how the allocators in C are called. A heap
//! that is the program's global allocator is a static variable, whose address each call has to
//! make first, and has a lock; rlsf_static shows what the former costs.

#![no_std]

mod embedded_alloc;
#[cfg(feature = "no-lock")]
mod no_lock;

use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::ptr::NonNull;

/// A heap that is told, as usual in Rust, the layout of what it gets back.
pub trait Peer {
    /// A heap without memory.
    const EMPTY: Self;

    /// Manage memory. False if it cannot.
    ///
    /// # Safety
    ///
    /// The memory is not used otherwise while the heap is.
    unsafe fn add(&mut self, mem: NonNull<u8>, bytes: usize) -> bool;

    /// A block of that size, which is not 0, and alignment.
    ///
    /// # Safety
    ///
    /// The size is not 0.
    unsafe fn alloc(&mut self, layout: Layout) -> Option<NonNull<u8>>;

    /// Take a block back.
    ///
    /// # Safety
    ///
    /// It is live and has this layout.
    unsafe fn free(&mut self, mem: NonNull<u8>, layout: Layout);

    /// Give a block another size where it is. False if it stays as it was.
    ///
    /// # Safety
    ///
    /// The block is live and has this layout; the size is not 0.
    unsafe fn resize(&mut self, mem: NonNull<u8>, layout: Layout, bytes: usize) -> bool {
        let _ = (mem, layout, bytes);
        false
    }
}

/// The layout that a Rust program has at hand when it allocates; to build it costs nothing.
///
/// # Safety
///
/// The alignment is a power of two, and the size is less than half of the address space.
#[inline(always)]
pub const unsafe fn layout_of(bytes: usize, align: usize) -> Layout {
    // SAFETY: core::alloc::Layout::from_size_align_unchecked(), by the caller contract.
    unsafe { Layout::from_size_align_unchecked(bytes, align) }
}

/// Alignment of a block for which none is asked: that of `max_align_t`.
pub const ALIGN: usize = 2 * size_of::<usize>();

/// The heap of a library, for the programs in C, which have only its address.
#[repr(transparent)]
pub struct Only<T>(pub UnsafeCell<T>);

// SAFETY: core::marker::Sync: programs of benches have one thread.
unsafe impl<T> Sync for Only<T> {}

/// The functions of `peer.h` for a heap, but for `peer_realloc`.
#[macro_export]
macro_rules! export_peer {
    ($heap:ty) => {
        /// The heap.
        #[unsafe(no_mangle)]
        pub static PEER_HEAP: $crate::Only<$heap> =
            $crate::Only(core::cell::UnsafeCell::new(<$heap>::EMPTY));

        /// Forget everything and manage this memory.
        ///
        /// # Safety
        ///
        /// As `peer.h` says.
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub unsafe extern "C" fn peer_init(
            heap: &mut $heap,
            mem: NonNull<u8>,
            bytes: usize,
        ) -> bool {
            *heap = <$heap>::EMPTY;
            // SAFETY: caller contract: so says `peer.h`.
            unsafe { heap.add(mem, bytes) }
        }

        /// Manage this memory too.
        ///
        /// # Safety
        ///
        /// As `peer.h` says.
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub unsafe extern "C" fn peer_add(
            heap: &mut $heap,
            mem: NonNull<u8>,
            bytes: usize,
        ) -> bool {
            // SAFETY: caller contract: so says `peer.h`.
            unsafe { heap.add(mem, bytes) }
        }

        /// A block.
        ///
        /// # Safety
        ///
        /// As `peer.h` says.
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub unsafe extern "C" fn peer_alloc(
            heap: &mut $heap,
            bytes: usize,
            align: usize,
        ) -> Option<NonNull<u8>> {
            // SAFETY: caller contract: so says `peer.h`.
            let layout = unsafe { $crate::layout_of(bytes, align) };

            // SAFETY: caller contract: so says `peer.h`.
            unsafe { heap.alloc(layout) }
        }

        /// Free a block.
        ///
        /// # Safety
        ///
        /// As `peer.h` says.
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub unsafe extern "C" fn peer_free(
            heap: &mut $heap,
            mem: NonNull<u8>,
            bytes: usize,
            align: usize,
        ) {
            // SAFETY: caller contract: so says `peer.h`.
            let layout = unsafe { $crate::layout_of(bytes, align) };

            // SAFETY: caller contract: so says `peer.h`.
            unsafe { heap.free(mem, layout) }
        }

        /// Bytes of the heap itself, which lies outside of the memory that it manages.
        #[unsafe(no_mangle)]
        pub extern "C" fn peer_control_bytes() -> usize {
            size_of::<$heap>()
        }
    };
}

/// `peer_realloc` as `GlobalAlloc` has it, after an attempt to leave the block where it is. It
/// calls the functions that [`export_peer!`] has made: the heap's own would have two callers if it
/// called those, and the compiler would inline them into neither.
#[macro_export]
macro_rules! export_realloc {
    ($heap:ty) => {
        /// Another size for a block, which may move.
        ///
        /// # Safety
        ///
        /// As `peer.h` says.
        #[unsafe(no_mangle)]
        #[inline(never)]
        pub unsafe extern "C" fn peer_realloc(
            heap: &mut $heap,
            mem: NonNull<u8>,
            bytes: usize,
            new_bytes: usize,
        ) -> Option<NonNull<u8>> {
            // SAFETY: caller contract: so says `peer.h`.
            let layout = unsafe { $crate::layout_of(bytes, $crate::ALIGN) };

            // SAFETY: caller contract: so says `peer.h`.
            if unsafe { heap.resize(mem, layout, new_bytes) } {
                return Some(mem);
            }
            // SAFETY: contract of `peer_alloc`: as here.
            let moved = unsafe { peer_alloc(heap, new_bytes, $crate::ALIGN) }?;
            // SAFETY: core::ptr::copy_nonoverlapping(): both are live blocks of at least that size.
            unsafe { mem.copy_to_nonoverlapping(moved, bytes.min(new_bytes)) };
            // SAFETY: contract of `peer_free`: it is still live.
            unsafe { peer_free(heap, mem, bytes, $crate::ALIGN) };
            Some(moved)
        }
    };
}

/// Nothing here panics in a sound program; of an unsound one there are no figures.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
