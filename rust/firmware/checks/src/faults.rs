// SPDX-License-Identifier: Apache-2.0

//! Misuse by unsafe code: reported, refused, harmless.

use core::alloc::Layout;
use core::cell::Cell;
use core::ffi::c_void;
use core::ptr::NonNull;

use critical_section::Mutex;
use shared_multi_heap::{Fault, FaultKind, NonCacheable, fault_count, set_fault_handler};
use shared_multi_heap_sys as sys;

use crate::information::{allocated, check_sound};
use crate::{Tally, check};

const _: () = assert!(
    sys::CHECK,
    "these checks need a C library that checks pointers"
);

/// Kind and address of the last fault.
static LAST: Mutex<Cell<Option<(FaultKind, usize)>>> = Mutex::new(Cell::new(None));

fn on_fault(fault: Fault) {
    critical_section::with(|cs| {
        LAST.borrow(cs)
            .set(Some((fault.kind, fault.address.addr())));
    });
}

/// What was reported since it was asked last.
fn reported() -> Option<(FaultKind, usize)> {
    critical_section::with(|cs| LAST.borrow(cs).take())
}

pub fn check(tally: &mut Tally) {
    tally.heading("Faults");
    set_fault_handler(Some(on_fault));
    check_double_free(tally);
    check_foreign_pointer(tally);
    check_sound(tally);
}

fn check_double_free(tally: &mut Tally) {
    let layout = Layout::new::<[u64; 5]>();
    let Ok(block) = NonCacheable.allocate_block(layout) else {
        return check!(tally, false, "a block to be freed twice");
    };
    let block = block.cast();

    free(block);
    let before = (
        allocated(NonCacheable),
        fault_count(FaultKind::DoubleFree),
        reported(),
    );
    free(block);
    check!(
        tally,
        reported() == Some((FaultKind::DoubleFree, block.addr().get())),
        "a double free is reported with its address",
    );
    check!(
        tally,
        before
            == (
                allocated(NonCacheable),
                fault_count(FaultKind::DoubleFree) - 1,
                None
            ),
        "it is counted once and changes nothing",
    );
}

/// Frees as C does. The safe crate forbids what is done with this here.
fn free(block: NonNull<c_void>) {
    // SAFETY: the C function says what it does with any pointer, if it was built with checks (SPEC
    // SMH-FREE-3, SMH-FREE-5, SMH-FREE-8), and nobody uses the block any more.
    unsafe { sys::shared_multi_heap_free(block.as_ptr()) };
}

fn check_foreign_pointer(tally: &mut Tally) {
    let mut outside = 0_u64;
    let address = NonNull::from(&mut outside);

    free(address.cast());
    check!(
        tally,
        reported() == Some((FaultKind::ForeignPointer, address.addr().get())) && outside == 0,
        "a foreign pointer is reported and left alone",
    );
}
