// SPDX-License-Identifier: Apache-2.0

//! A cache that devices do not see, in software: for a C library built with `SMH_CACHE=external`.
//!
//! The memory of the process is what the processor sees through the cache. Behind it is another
//! memory, which only devices and the two hooks reach; each thread has one of its own, as each
//! test has its own thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::ops::Range;

use shared_multi_heap::CACHE_LINE;

use super::DIRT;

/// A call of a hook: address and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Clean(usize, usize),
    Invalidate(usize, usize),
}

type Line = [u8; CACHE_LINE];

thread_local! {
    static MEMORY: RefCell<HashMap<usize, Line>> = RefCell::default();
    static CALLS: RefCell<Vec<Call>> = RefCell::default();
}

/// The calls since it was last asked.
pub fn calls() -> Vec<Call> {
    CALLS.take()
}

/// Gives a line of the memory behind the cache to a function. What was never written is dirt.
fn with_line<R>(address: usize, act: impl FnOnce(&mut Line) -> R) -> R {
    MEMORY.with_borrow_mut(|lines| act(lines.entry(address).or_insert([DIRT; CACHE_LINE])))
}

fn with_byte<R>(address: usize, act: impl FnOnce(&mut u8) -> R) -> R {
    let offset = address % CACHE_LINE;

    with_line(address - offset, |line| act(&mut line[offset]))
}

/// What a device reads.
pub fn device_reads(addresses: Range<usize>) -> Vec<u8> {
    addresses
        .map(|address| with_byte(address, |byte| *byte))
        .collect()
}

/// A device writes.
pub fn device_writes(address: usize, bytes: &[u8]) {
    for (address, new) in (address..).zip(bytes) {
        with_byte(address, |byte| *byte = *new);
    }
}

/// Addresses of the lines of a call, which must be whole.
fn lines(address: usize, bytes: usize) -> impl Iterator<Item = usize> {
    assert_eq!((address % CACHE_LINE, bytes % CACHE_LINE), (0, 0));
    assert_ne!(bytes, 0);
    (address..address + bytes).step_by(CACHE_LINE)
}

#[unsafe(no_mangle)]
extern "C" fn smh_cache_clean_hook(start: *const c_void, bytes: usize) {
    CALLS.with_borrow_mut(|calls| calls.push(Call::Clean(start.addr(), bytes)));
    for (index, address) in lines(start.addr(), bytes).enumerate() {
        let line = start.cast::<Line>().wrapping_add(index);

        // SAFETY: core::ptr::read: a line of the range that is cleaned, which is readable; bytes
        // have any alignment.
        with_line(address, |behind| *behind = unsafe { line.read() });
    }
}

#[unsafe(no_mangle)]
extern "C" fn smh_cache_invalidate_hook(start: *mut c_void, bytes: usize) {
    CALLS.with_borrow_mut(|calls| calls.push(Call::Invalidate(start.addr(), bytes)));
    for (index, address) in lines(start.addr(), bytes).enumerate() {
        let line = start.cast::<Line>().wrapping_add(index);

        // SAFETY: core::ptr::write: a line of the range that is invalidated, which belongs to the
        // caller as a whole; bytes have any alignment.
        with_line(address, |behind| unsafe { line.write(*behind) });
    }
}
