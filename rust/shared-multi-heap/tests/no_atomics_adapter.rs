// SPDX-License-Identifier: Apache-2.0

//! The adapter: an allocator in memory in which atomics may not work.
//!
//! The pool is one per process, so each test is a process of its own.

#![cfg(feature = "allocator-api2")]

mod common;
mod no_atomics_support;

use std::alloc::{GlobalAlloc, Layout};

use allocator_api2::{boxed::Box, vec::Vec};
use no_atomics_support::{allocated, pool};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{AssumeAtomics, Cacheable, External, Fallback, NoAtomicsBox};

/// The adapter, which is harmless here.
fn external() -> AssumeAtomics<External> {
    // SAFETY: contract of `AssumeAtomics::new`: in ordinary RAM all atomics work.
    unsafe { AssumeAtomics::new() }
}

rusty_fork_test! {
    #[test]
    fn is_an_allocator() {
        pool(4096);
        let mut vec = Vec::new_in(external());
        vec.extend(0..100_u32);
        let clone = vec.clone();
        assert_eq!(clone, vec);
        assert!(External.owns(vec.as_ptr()) && External.owns(clone.as_ptr()));
        drop((vec, clone));
        assert_eq!(allocated(), 0);
    }

    #[test]
    fn as_global_allocator() {
        pool(4096);
        let (small, large) = (Layout::new::<[u8; 10]>(), Layout::new::<[u8; 900]>());
        // SAFETY: core::alloc::GlobalAlloc::alloc_zeroed: the size is not 0.
        let block = unsafe { external().alloc_zeroed(small) };
        assert!(External.owns(block));
        // SAFETY: core::alloc::GlobalAlloc::realloc: allocated above, with this layout.
        let block = unsafe { external().realloc(block, small, large.size()) };
        // SAFETY: core::ptr::read: the first 10 bytes are as they were, and initialised.
        assert_eq!(unsafe { block.cast::<[u8; 10]>().read() }, [0; 10]);
        // SAFETY: core::alloc::GlobalAlloc::dealloc: allocated above; this is its layout by now.
        unsafe { external().dealloc(block, large) };
        assert_eq!(allocated(), 0);
    }

    #[test]
    fn shares_blocks_with_the_heap() {
        pool(1024);
        let boxed = Box::new_in(7_u32, external());
        let raw = Box::into_raw(boxed);
        // SAFETY: contract of `from_raw`: a valid number in a block of the attribute.
        assert_eq!(*unsafe { NoAtomicsBox::<_, External>::from_raw(raw) }, 7);
        assert_eq!(allocated(), 0);
    }

    #[test]
    fn in_a_fallback() {
        pool(4096);
        common::add(Cacheable, 256);
        let mut vec = Vec::new_in(Fallback::new(Cacheable, external()));
        vec.push(0_u32);
        assert!(Cacheable.owns(vec.as_ptr()));
        vec.extend(1..500);
        assert!(External.owns(vec.as_ptr()));
        assert!(vec.iter().copied().eq(0..500));
        drop(vec);
        assert_eq!(allocated(), 0);
    }
}
