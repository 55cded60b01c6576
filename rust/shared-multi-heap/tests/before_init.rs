// SPDX-License-Identifier: Apache-2.0

//! The pool before it is initialised: all fails softly. Nothing here initialises it.

mod common;

use std::alloc::{GlobalAlloc, Layout};

use common::memory;
use shared_multi_heap::{
    AddError, Cacheable, External, Fallback, NoAtomicsBox, NoAtomicsVec, NonCacheable, OutOfMemory,
    Policy, region_of, regions,
};

const LAYOUT: Layout = Layout::new::<[u64; 4]>();

#[test]
fn allocations_fail() {
    let aligned = LAYOUT.align_to(4096).unwrap();

    assert_eq!(Cacheable.allocate_block(LAYOUT), Err(OutOfMemory));
    assert_eq!(Cacheable.allocate_block(aligned), Err(OutOfMemory));
    assert_eq!(External.allocate_block_zeroed(LAYOUT), Err(OutOfMemory));
    assert_eq!(
        NonCacheable.allocate_block_zeroed(aligned),
        Err(OutOfMemory)
    );
    // SAFETY: `core::alloc::GlobalAlloc::alloc`: the size is not 0.
    assert!(unsafe { NonCacheable.alloc(LAYOUT) }.is_null());
    // SAFETY: `core::alloc::GlobalAlloc::alloc_zeroed`: the size is not 0.
    assert!(unsafe { Fallback::new(NonCacheable, Cacheable).alloc_zeroed(LAYOUT) }.is_null());
}

#[test]
fn blocks_of_size_0_need_no_pool() {
    let empty = Layout::from_size_align(0, 64).unwrap();
    let block = Cacheable.allocate_block(empty).unwrap();

    assert_eq!(block.len(), 0);
    assert!(block.cast::<u8>().addr().get() % 64 == 0);
    // SAFETY: contract of `grow_block`: the block above, to a larger size.
    let grown = unsafe { Cacheable.grow_block(block.cast(), empty, LAYOUT) };
    assert_eq!(grown, Err(OutOfMemory));
    // SAFETY: contract of `deallocate_block`: the block above, which did not grow.
    unsafe { Cacheable.deallocate_block(block.cast(), empty) };
}

#[test]
fn containers_fail() {
    assert!(NoAtomicsBox::<_, External>::try_new(7).is_err());
    assert!(NoAtomicsBox::<_, Cacheable>::try_new(()).is_ok());

    let mut numbers = NoAtomicsVec::<u32, External>::new();
    assert!(numbers.try_push(7).is_err());
    assert!(numbers.is_empty());
}

#[cfg(all(feature = "allocator-api2", feature = "alloc"))]
#[test]
fn collections_fail() {
    use allocator_api2::{boxed::Box, vec::Vec};

    assert!(Box::try_new_in(7, Cacheable).is_err());
    let mut bytes: Vec<u8, NonCacheable> = Vec::new_in(NonCacheable);
    assert!(bytes.try_reserve(1).is_err());
    let mut set = hashbrown::HashSet::<u8, hashbrown::DefaultHashBuilder, _>::new_in(Cacheable);
    assert!(set.try_reserve(1).is_err());
}

#[test]
fn there_is_nothing_to_see() {
    let local = 7;

    assert_eq!(regions().count(), 0);
    assert_eq!(region_of(&raw const local), None);
    assert_eq!(region_of(std::ptr::null::<u8>()), None);
    assert!(!Cacheable.owns(&raw const local));
}

#[test]
fn added_memory_comes_back() {
    let memory = memory(1000);
    memory.fill(std::mem::MaybeUninit::new(0x5A));
    let start = memory.as_ptr();

    let error = Cacheable.add(memory).unwrap_err();
    assert!(matches!(error, AddError::NotInitialised(_)));
    let memory = error.into_memory();
    assert_eq!((memory.as_ptr(), memory.len()), (start, 1000));
    for byte in &*memory {
        // SAFETY: `core::mem::MaybeUninit::assume_init`: filled above.
        assert_eq!(unsafe { byte.assume_init() }, 0x5A);
    }

    // SAFETY: contract of `add_address`: the memory above, of which nothing is claimed.
    let error = unsafe { External.add_address(start.addr(), 1000, std::ptr::null_mut()) };
    assert!(matches!(error, Err(AddError::NotInitialised(()))));
}

/// SPEC SMH-POLICY-5. Of an attribute that no other test here has.
#[test]
fn policies_can_be_set() {
    if common::Tcm.set_policy(Policy::BestFit).is_ok() {
        assert_eq!(common::Tcm.policy(), Policy::BestFit);
    }
    assert_eq!(common::Last.policy(), Cacheable.policy());
}
