// SPDX-License-Identifier: Apache-2.0

//! What happens when someone passes a bad pointer to the pool or has damaged it.
//!
//! Safe Rust cannot; C and `unsafe` can.

use core::cell::Cell;
use core::ffi::{c_uint, c_void};
use core::fmt;

use critical_section::Mutex;
use shared_multi_heap_sys as sys;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum FaultKind {
    /// The pointer lies in no region.
    ForeignPointer,
    /// The pointer lies in a region but no block can start there.
    MisalignedPointer,
    /// The block is free already.
    DoubleFree,
    /// The bytes before the pointer are no header.
    BadHeader,
    /// The header after the block was overwritten, most likely by an overrun of this block.
    Overrun,
    /// A free block was written to; the pointer is that block.
    BadFreeBlock,
    /// A free or a resize met a damaged list of free blocks, cut it there, and did its work. The
    /// pointer is what the head of that list named.
    BadList,
    /// A kind that the C library has and this crate does not know.
    Other(u32),
}

impl FaultKind {
    fn from_number(number: u32) -> Self {
        match number {
            sys::SMH_FAULT_FOREIGN_POINTER => Self::ForeignPointer,
            sys::SMH_FAULT_MISALIGNED_POINTER => Self::MisalignedPointer,
            sys::SMH_FAULT_DOUBLE_FREE => Self::DoubleFree,
            sys::SMH_FAULT_BAD_HEADER => Self::BadHeader,
            sys::SMH_FAULT_OVERRUN => Self::Overrun,
            sys::SMH_FAULT_BAD_FREE_BLOCK => Self::BadFreeBlock,
            sys::SMH_FAULT_BAD_LIST => Self::BadList,
            other => Self::Other(other),
        }
    }

    fn number(self) -> u32 {
        match self {
            Self::ForeignPointer => sys::SMH_FAULT_FOREIGN_POINTER,
            Self::MisalignedPointer => sys::SMH_FAULT_MISALIGNED_POINTER,
            Self::DoubleFree => sys::SMH_FAULT_DOUBLE_FREE,
            Self::BadHeader => sys::SMH_FAULT_BAD_HEADER,
            Self::Overrun => sys::SMH_FAULT_OVERRUN,
            Self::BadFreeBlock => sys::SMH_FAULT_BAD_FREE_BLOCK,
            Self::BadList => sys::SMH_FAULT_BAD_LIST,
            Self::Other(other) => other,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForeignPointer => "foreign pointer",
            Self::MisalignedPointer => "misaligned pointer",
            Self::DoubleFree => "double free",
            Self::BadHeader => "bad header",
            Self::Overrun => "overrun",
            Self::BadFreeBlock => "bad free block",
            Self::BadList => "bad list",
            Self::Other(_) => "unknown fault",
        })
    }
}

/// A fault: the operation was refused and changed nothing, but for [`FaultKind::BadFreeBlock`] in an
/// allocation and for [`FaultKind::BadList`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Fault {
    /// What was found.
    pub kind: FaultKind,
    /// The pointer concerned. It need not be valid.
    pub address: *const c_void,
}

// SAFETY: core::marker::Send: the pointer is an address, which no function here reads through; who
// does must prove that it is valid where he is (`core::ptr`, "Safety").
unsafe impl Send for Fault {}

// SAFETY: core::marker::Sync: `&Fault` gives a copy of that address.
unsafe impl Sync for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:p}", self.kind, self.address)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Fault {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{} at {=usize:#x}", self.kind, self.address.addr());
    }
}

/// What is called when a fault is found.
type Handler = fn(Fault);

static HANDLER: Mutex<Cell<Option<Handler>>> = Mutex::new(Cell::new(None));

/// Registers what is called when a fault is found, in place of any other handler, also of one that
/// C has registered; `None` registers none.
///
/// The handler runs in the context of the faulting call, without the lock; it may use the pool. It
/// should not panic: it is called from C, where a panic aborts. Without a handler a debug build of
/// the C library stops, a release build counts.
///
/// ```
/// use shared_multi_heap::{Fault, set_fault_handler};
///
/// fn report(fault: Fault) {
///     eprintln!("heap: {fault}");
/// }
///
/// set_fault_handler(Some(report));
/// ```
pub fn set_fault_handler(handler: Option<fn(Fault)>) {
    critical_section::with(|cs| HANDLER.borrow(cs).set(handler));
    // SAFETY: may be called at any time (SPEC SMH-FAULT-1); `on_fault` can be called from any
    // context.
    unsafe { sys::smh_fault_handler_set(handler.map(|_| on_fault as _)) };
}

/// How often a kind of fault was found since start-up.
///
/// ```
/// use shared_multi_heap::{FaultKind, fault_count};
///
/// assert_eq!(fault_count(FaultKind::DoubleFree), 0);
/// ```
#[must_use]
pub fn fault_count(kind: FaultKind) -> u32 {
    // SAFETY: any number may be asked for, at any time (SPEC SMH-FAULT-2).
    unsafe { sys::smh_fault_count(kind.number()) }
}

/// Called by C.
extern "C" fn on_fault(kind: c_uint, address: *const c_void) {
    let kind = FaultKind::from_number(kind);

    if let Some(handler) = critical_section::with(|cs| HANDLER.borrow(cs).get()) {
        handler(Fault { kind, address });
    }
}
