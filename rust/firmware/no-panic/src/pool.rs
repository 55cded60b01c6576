// SPDX-License-Identifier: Apache-2.0

//! Starting the pool, adding regions and asking questions.

use core::ffi::c_void;

use shared_multi_heap::{
    Cacheable, Fault, NonCacheable, Policy, fault_count, region_of, regions, set_fault_handler,
    static_region,
};

static_region! {
    static RAM: [u8; 4096];
    static MORE: [u8; 4096];
}

#[unsafe(no_mangle)]
fn path_pool_init() -> bool {
    shared_multi_heap::init().is_ok()
}

#[unsafe(no_mangle)]
fn path_pool_add() -> bool {
    RAM.take()
        .is_some_and(|memory| Cacheable.add(memory).is_ok())
}

#[unsafe(no_mangle)]
fn path_pool_add_claimed() -> usize {
    let Some(memory) = MORE.take() else { return 0 };

    // SAFETY: nothing here runs, so no claim is relied on (contract of `add_claimed`).
    match unsafe { NonCacheable.add_claimed(memory) } {
        Ok(region) => region.number() as usize,
        Err(error) => error.into_memory().len(),
    }
}

/// # Safety
///
/// As `add_address`.
#[unsafe(no_mangle)]
unsafe fn path_pool_add_address(address: usize, size: usize, user_data: *mut c_void) -> bool {
    // SAFETY: the same contract (caller contract).
    unsafe { NonCacheable.add_address(address, size, user_data) }.is_ok()
}

#[unsafe(no_mangle)]
fn path_pool_information(address: *const u8) -> usize {
    let free: usize = regions()
        .filter(|region| region.region.validate().is_ok())
        .map(|region| region.free)
        .fold(0, usize::wrapping_add);

    region_of(address).map_or(free, |owner| owner.user_data.addr())
}

#[unsafe(no_mangle)]
fn path_pool_policy() -> bool {
    Cacheable.policy() == Policy::FirstFit && Cacheable.set_policy(Policy::BestFit).is_ok()
}

#[unsafe(no_mangle)]
fn path_pool_faults() -> u32 {
    fn count(fault: Fault) {
        let _ = fault_count(fault.kind);
    }

    set_fault_handler(Some(count));
    fault_count(shared_multi_heap::FaultKind::DoubleFree)
}
