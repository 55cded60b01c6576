// SPDX-License-Identifier: Apache-2.0

//! Misuse that AddressSanitizer must report, each case by ending the process. They run only where
//! it is on and its report is awaited: `scripts/test-rust.sh asan` does so, one by one.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use shared_multi_heap::{Cacheable, init};
use shared_multi_heap_sys as sys;

fn block(bytes: usize) -> (NonNull<u8>, Layout) {
    let memory: &'static mut [MaybeUninit<u8>] = Box::leak(Box::new_uninit_slice(4096));
    let layout = Layout::from_size_align(bytes, 8).unwrap();

    init().unwrap();
    Cacheable.add(memory).unwrap();
    (Cacheable.allocate_block(layout).unwrap().cast(), layout)
}

fn freed_block() -> NonNull<u8> {
    let (block, layout) = block(64);

    // SAFETY: `core::alloc::Allocator::deallocate`: from this heap, with its own layout.
    unsafe { Cacheable.deallocate_block(block, layout) };
    block
}

#[test]
#[ignore = "ends the process"]
fn rust_reads_a_freed_block() {
    let block = freed_block();

    // SAFETY: none: a breach of `core::ptr::read_volatile` on purpose.
    let byte = unsafe { block.as_ptr().wrapping_add(32).read_volatile() };
    println!("{byte}");
}

#[test]
#[ignore = "ends the process"]
fn rust_writes_behind_a_block() {
    let (block, layout) = block(64);

    // SAFETY: none: a breach of `core::ptr::write_volatile` on purpose. The next block is free.
    unsafe {
        block
            .as_ptr()
            .wrapping_add(layout.size() + 64)
            .write_volatile(1)
    };
}

#[test]
#[ignore = "ends the process"]
fn c_reads_what_rust_freed() {
    let description = Box::into_raw(Box::new(sys::shared_multi_heap_region {
        attr: 0,
        addr: 0x1000,
        size: 0x1000,
    }));
    init().unwrap();

    // SAFETY: `std::boxed::Box::from_raw`: from `into_raw`.
    drop(unsafe { Box::from_raw(description) });
    // SAFETY: none: a breach of SPEC SMH-ADD-1 on purpose, whose structure must be one.
    unsafe { sys::shared_multi_heap_add(description, ptr::null_mut()) };
}
