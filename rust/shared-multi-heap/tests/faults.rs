// SPDX-License-Identifier: Apache-2.0

//! Misuse by `unsafe` code or C, as it is reported.

mod common;

use std::alloc::Layout;
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use common::{Baseline, add, init};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    ALIGN, Cacheable, Damaged, Fault, FaultKind, fault_count, set_fault_handler,
};
use shared_multi_heap_sys as sys;

const LAYOUT: Layout = Layout::new::<[u64; 8]>();

const KINDS: [FaultKind; 7] = [
    FaultKind::ForeignPointer,
    FaultKind::MisalignedPointer,
    FaultKind::DoubleFree,
    FaultKind::BadHeader,
    FaultKind::Overrun,
    FaultKind::BadFreeBlock,
    FaultKind::BadList,
];

/// What was reported. A handler may keep faults where other threads find them.
static SEEN: Mutex<Vec<Fault>> = Mutex::new(Vec::new());

/// The last address that a handler in C was called with.
static IN_C: AtomicUsize = AtomicUsize::new(0);

fn record(fault: Fault) {
    SEEN.lock().unwrap().push(fault);
}

/// What was reported, with addresses as numbers.
fn seen() -> Vec<(FaultKind, usize)> {
    std::mem::take(&mut *SEEN.lock().unwrap())
        .iter()
        .map(|fault| (fault.kind, fault.address.addr()))
        .collect()
}

/// Frees what need not be a block, as a careless program in C would.
fn free(address: usize) {
    let pointer = ptr::with_exposed_provenance_mut::<c_void>(address);
    // SAFETY: this is what these tests are about: with `SMH_CHECK` each of these pointers is
    // refused, and the memory behind it is not touched (SPEC SMH-FREE-8). It is no proof that a
    // program may do so.
    unsafe { sys::shared_multi_heap_free(pointer) };
}

fn block() -> NonNull<u8> {
    Cacheable.allocate_block(LAYOUT).unwrap().cast()
}

rusty_fork_test! {
    #[test]
    fn nothing_is_counted_at_first() {
        init();
        for kind in KINDS {
            assert_eq!(fault_count(kind), 0);
        }
        assert_eq!(fault_count(FaultKind::Other(1000)), 0);
    }

    #[test]
    fn double_free() {
        if sys::CHECK {
            init();
            add(Cacheable, 2000);
            set_fault_handler(Some(record));
            let (first, wall) = (block(), block());
            let address = first.as_ptr().expose_provenance();

            // SAFETY: contract of `deallocate_block`: allocated above.
            unsafe { Cacheable.deallocate_block(first, LAYOUT) };
            assert_eq!(seen(), []);
            free(address);
            assert_eq!(seen(), [(FaultKind::DoubleFree, address)]);
            assert_eq!(fault_count(FaultKind::DoubleFree), 1);
            common::assert_sound();
            // SAFETY: contract of `deallocate_block`: allocated above.
            unsafe { Cacheable.deallocate_block(wall, LAYOUT) };
        }
    }

    #[test]
    fn pointers_that_are_no_block() {
        if sys::CHECK {
            init();
            add(Cacheable, 2000);
            let baseline = Baseline::now();
            set_fault_handler(Some(record));
            let block = block();
            let address = block.as_ptr().expose_provenance();
            let foreign = (&raw const baseline).addr();

            free(foreign);
            free(address + 1);
            free(address + ALIGN);
            assert_eq!(seen(), [
                (FaultKind::ForeignPointer, foreign),
                (FaultKind::MisalignedPointer, address + 1),
                (FaultKind::BadHeader, address + ALIGN),
            ]);
            // SAFETY: contract of `deallocate_block`: allocated above, and refused
            // frees change nothing (SPEC SMH-FREE-8).
            unsafe { Cacheable.deallocate_block(block, LAYOUT) };
            baseline.assert_empty();
        }
    }

    #[test]
    fn overrun() {
        if sys::CHECK {
            init();
            let region = add(Cacheable, 2000);
            set_fault_handler(Some(record));
            let (first, second) = (block(), block());
            let address = first.as_ptr().expose_provenance();

            overwrite_header_of(second);
            assert_eq!(region.validate(), Err(Damaged(region)));
            free(address);
            assert_eq!(seen(), [(FaultKind::Overrun, address)]);
        }
    }

    #[test]
    fn damaged_list() {
        if sys::CHECK {
            init();
            add(Cacheable, 2000);
            set_fault_handler(Some(record));
            let [first, _, second, _] = [block(), block(), block(), block()];
            let address = first.as_ptr().expose_provenance();

            // SAFETY: contract of `deallocate_block`: allocated above.
            unsafe { Cacheable.deallocate_block(first, LAYOUT) };
            // SAFETY: the block was one of 64 bytes (SPEC SMH-ALLOC-6). That it is written to after
            // the free is what the test is about.
            unsafe { first.write_bytes(0xFF, 8) };
            // SAFETY: contract of `deallocate_block`: allocated above.
            unsafe { Cacheable.deallocate_block(second, LAYOUT) };
            assert_eq!(seen(), [(FaultKind::BadList, address)]);
            assert_eq!(fault_count(FaultKind::BadList), 1);
            assert_eq!(block(), second);
        }
    }

    #[test]
    fn handler_may_use_the_pool() {
        if sys::CHECK {
            init();
            add(Cacheable, 2000);
            set_fault_handler(Some(|fault| {
                let block = block();
                record(fault);
                // SAFETY: contract of `deallocate_block`: allocated above.
                unsafe { Cacheable.deallocate_block(block, LAYOUT) };
            }));
            free(8);
            assert_eq!(seen().len(), 1);
        }
    }

    #[test]
    fn another_handler_replaces_the_first() {
        if sys::CHECK {
            init();
            set_fault_handler(Some(record));
            set_fault_handler(Some(|fault| assert_eq!(fault.kind, FaultKind::ForeignPointer)));
            free(8);
            assert_eq!(seen(), []);
            // One that C registers replaces both.
            // SAFETY: may be called at any time (SPEC SMH-FAULT-1).
            unsafe { sys::smh_fault_handler_set(Some(in_c)) };
            free(8);
            assert_eq!((seen(), IN_C.load(Relaxed)), (vec![], 8));
            set_fault_handler(Some(record));
            free(8);
            assert_eq!(seen(), [(FaultKind::ForeignPointer, 8)]);
            assert_eq!(fault_count(FaultKind::ForeignPointer), 3);
        }
    }

    #[test]
    fn none_unregisters() {
        init();
        set_fault_handler(Some(record));
        set_fault_handler(None);
        // SAFETY: may be called at any time, and gives the one before (SPEC SMH-FAULT-1).
        let before = unsafe { sys::smh_fault_handler_set(Some(in_c)) };
        assert!(before.is_none());
        set_fault_handler(Some(record));
        // SAFETY: may be called at any time (SPEC SMH-FAULT-1).
        let before = unsafe { sys::smh_fault_handler_set(None) };
        assert!(before.is_some());
    }
}

extern "C" fn in_c(_: u32, address: *const c_void) {
    IN_C.store(address.addr(), Relaxed);
}

/// What writing too far does to the block behind.
fn overwrite_header_of(block: NonNull<u8>) {
    // SAFETY: the 4 bytes before a block are inside its region (SPEC SMH-ALLOC-6). That they are
    // overwritten is what the test is about.
    let header = unsafe { block.sub(4) };
    // SAFETY: as above: inside the region (SPEC SMH-ALLOC-6).
    unsafe { header.write_bytes(0xFF, 4) };
}

#[test]
fn faults_have_names() {
    let mut names: Vec<String> = KINDS.iter().map(ToString::to_string).collect();

    assert_eq!(FaultKind::Other(77).to_string(), "unknown fault");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), KINDS.len());
}
