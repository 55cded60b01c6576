// SPDX-License-Identifier: Apache-2.0

//! The same user as a program of the host. It prints what the library was built with.

use consumer::{Pixel, consumer_sum, name_of};
use shared_multi_heap::{Cacheable, NoAtomicsBox, attribute, static_region};
use shared_multi_heap_sys as sys;

static_region! {
    static RAM: [u8; 16384];
}

fn main() {
    shared_multi_heap::init().expect("the first call");
    Cacheable
        .add(RAM.take().expect("the first call"))
        .expect("a good region");
    assert_eq!(consumer_sum(10), 285);

    let pixel = NoAtomicsBox::<Pixel, Cacheable>::try_new(Pixel { x: 3, y: 4 }).expect("room");
    assert!(Cacheable.owns((&raw const *pixel).cast::<u8>()) && pixel.x + pixel.y == 7);
    use_native();

    println!(
        "{} ALIGN={} MAX_ATTR={} LOCK={} CACHE_LINE={} told lock={}",
        name_of::<attribute::Cacheable>(),
        sys::ALIGN,
        sys::MAX_ATTR,
        sys::LOCK,
        sys::CACHE_LINE,
        env!("TOLD_LOCK")
    );
}

/// A block that C allocates and Rust frees.
#[cfg(feature = "native")]
fn use_native() {
    unsafe extern "C" {
        fn native_allocate(bytes: usize) -> *mut core::ffi::c_void;
        fn native_max_attr() -> u32;
    }

    // SAFETY: SPEC SMH-ALLOC-1: it allocates, and any size may be asked for.
    let block = unsafe { native_allocate(100) };
    assert!(Cacheable.owns(block.cast::<u8>()));
    // SAFETY: SPEC SMH-FREE-2: the block is live and used no more.
    unsafe { sys::shared_multi_heap_free(block) };
    // SAFETY: SPEC SMH-BUILD-1: it returns the option that the tag names.
    assert_eq!(unsafe { native_max_attr() }, sys::MAX_ATTR);
}

#[cfg(not(feature = "native"))]
fn use_native() {}
