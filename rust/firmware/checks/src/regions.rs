// SPDX-License-Identifier: Apache-2.0

//! Starting the pool and adding regions, in every way there is.

use core::ffi::c_void;
use core::ptr;

use shared_multi_heap::{
    AddError, Cacheable, External, InitError, NonCacheable, attribute, region_of, static_region,
};
use shared_multi_heap_sys as sys;

use crate::{Board, Tally, blocks, check};

attribute! {
    /// Memory of the program, under an attribute that only the checks know.
    // SAFETY: contract of `Attribute`: only `SCRATCH` is added under 5, and it is ordinary RAM.
    pub attribute Scratch(ScratchAttribute) = unsafe { 5 } { cached: true, atomics: true };
}

static_region! {
    static SRAM: [u8; 128 * 1024];
    // SAFETY: both linker scripts put `.bss.*` into ordinary RAM (board memory map), which start-up
    // code clears.
    static SCRATCH: [u8; 16 * 1024] in unsafe { ".bss.scratch" };
    static TINY: [u8; 16];
}

/// Kept with the region of non-cacheable memory: only its address matters.
static LABEL: u8 = 0;

/// The user data of the non-cacheable region.
pub fn label() -> *mut c_void {
    (&raw const LABEL).cast_mut().cast()
}

/// Starts the pool and fills it.
pub fn check(board: &impl Board, tally: &mut Tally) {
    tally.heading("Regions");
    check_before(tally);
    check_start(tally);
    add_static(tally);
    add_addresses(board, tally);
    check_refusals(board, tally);
    check_two_regions(board, tally);
}

fn check_before(tally: &mut Tally) {
    let memory = TINY.take().expect("nobody took it before");
    let refused = Cacheable.add(memory);

    check!(
        tally,
        matches!(&refused, Err(AddError::NotInitialised(memory)) if memory.len() == 16),
        "before the start, adding memory gives it back",
    );
    check!(
        tally,
        blocks::allocate(Cacheable, 8, 1).is_err(),
        "before the start, there is no memory",
    );
}

fn check_start(tally: &mut Tally) {
    check!(
        tally,
        shared_multi_heap::init() == Ok(()),
        "the pool starts"
    );
    check!(
        tally,
        shared_multi_heap::init() == Err(InitError::AlreadyInitialised),
        "it does not start twice",
    );
    // SAFETY: may be called at any time (SPEC SMH-INIT-2).
    let again = unsafe { sys::shared_multi_heap_pool_init() };
    check!(tally, again == -sys::errno().ealready, "nor from C");
}

fn add_static(tally: &mut Tally) {
    let added = Cacheable.add(SRAM.take().expect("nobody took it before"));
    check!(tally, added.is_ok(), "a static is added as ordinary memory");
    check!(tally, SRAM.take().is_none(), "it cannot be taken twice");

    let memory = SCRATCH.take().expect("nobody took it before");
    let start = memory.as_ptr();
    // SAFETY: an ordinary static, in which atomics work (`core::sync::atomic`); nothing else is
    // claimed.
    let added = unsafe { Scratch.add_claimed(memory) };
    check!(
        tally,
        added.is_ok() && region_of(start).map(|owner| owner.region) == added.ok(),
        "a static of a linker section is added under an attribute of our own",
    );
}

fn add_addresses(board: &impl Board, tally: &mut Tally) {
    let memory = board.cacheable();
    // SAFETY: the contract of `Board` says all that the contract of `add_address` asks for.
    let added = unsafe { Cacheable.add_address(memory.start, memory.len(), ptr::null_mut()) };
    check!(
        tally,
        added.is_ok_and(|region| region.number() == 2),
        "more cacheable memory is added by its address",
    );

    let memory = board.non_cacheable();
    // SAFETY: the contract of `Board` says all that the contract of `add_address` asks for.
    let added = unsafe { NonCacheable.add_address(memory.start, memory.len(), label()) };
    check!(
        tally,
        added.is_ok_and(|region| region.number() == 3),
        "non-cacheable memory is added by its address",
    );

    let memory = board.external();
    // SAFETY: the contract of `Board` says all that the contract of `add_address` asks for.
    let added = unsafe { External.add_address(memory.start, memory.len(), ptr::null_mut()) };
    check!(
        tally,
        added.is_ok_and(|region| region.number() == 4),
        "external memory is added by its address",
    );
}

fn check_refusals(board: &impl Board, tally: &mut Tally) {
    let memory = board.external();
    // SAFETY: refused, since the pool has all of it already (SPEC SMH-ADD-9, SMH-ADD-12).
    let again = unsafe { External.add_address(memory.start, 4096, ptr::null_mut()) };
    check!(
        tally,
        matches!(again, Err(AddError::Overlap(()))),
        "memory is not added twice"
    );

    // SAFETY: refused, since it wraps around (SPEC SMH-ADD-5, SMH-ADD-12).
    let wrapped = unsafe { External.add_address(usize::MAX - 4095, 8192, ptr::null_mut()) };
    check!(
        tally,
        matches!(wrapped, Err(AddError::Unsuitable(()))),
        "nor what wraps around"
    );
    check!(
        tally,
        shared_multi_heap::regions().count() == 5,
        "the pool has the regions that were accepted",
    );
}

fn check_two_regions(board: &impl Board, tally: &mut Tally) {
    let is_in_second = |size| {
        blocks::allocate(Cacheable, size, 1)
            .is_ok_and(|block| board.cacheable().contains(&block.address()))
    };

    check!(
        tally,
        !is_in_second(100) && is_in_second(200 * 1024),
        "of two regions the first serves, and the second what is too large for it",
    );
}
