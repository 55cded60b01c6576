// SPDX-License-Identifier: Apache-2.0

//! Buffers for DMA engines.

use shared_multi_heap::{
    Attribute, CACHE_LINE, Cacheable, DmaBuffer, DmaElement, DmaError, External, Heap, NonCacheable,
};

use crate::blocks::allocate;
use crate::{Tally, check};

/// A descriptor of some engine.
#[derive(Clone, Copy, Debug, PartialEq, DmaElement)]
#[repr(C)]
struct Descriptor {
    address: u32,
    length: u16,
    flags: u16,
}

pub fn check(tally: &mut Tally) {
    tally.heading("DMA buffers");
    check_in("cacheable", Cacheable, CACHE_LINE, tally);
    check_in("non-cacheable", NonCacheable, 4, tally);
    check_in("external", External, CACHE_LINE, tally);
    check!(
        tally,
        matches!(
            DmaBuffer::<u32, NonCacheable>::zeroed(usize::MAX / 2),
            Err(DmaError::TooLarge)
        ),
        "one that is too large is an error value",
    );
}

fn check_in<A: Attribute>(name: &str, heap: Heap<A>, unit: usize, tally: &mut Tally) {
    check!(
        tally,
        zeroed(heap, unit) == Ok(true),
        "{name}: zero, in units of {unit} bytes"
    );
    check!(
        tally,
        given_away(heap) == Ok(true),
        "{name}: keep content on the way to a device"
    );
    check!(
        tally,
        apart(heap, unit) == Ok(true),
        "{name}: share no unit with neighbours"
    );
}

/// In memory that was full of something else before.
fn zeroed<A: Attribute>(heap: Heap<A>, unit: usize) -> Result<bool, DmaError> {
    allocate(heap, 600, 64)?.fill(0xff);
    let buffer = DmaBuffer::<u16, A>::zeroed(101)?;

    Ok(buffer.iter().all(|element| *element == 0)
        && buffer.as_ptr().addr() % unit == 0
        && buffer.byte_len() == 202_usize.next_multiple_of(unit)
        && heap.owns(buffer.as_ptr()))
}

fn given_away<A: Attribute>(_: Heap<A>) -> Result<bool, DmaError> {
    let descriptor = Descriptor {
        address: 0x1000_0000,
        length: 64,
        flags: 3,
    };
    let mut buffer = DmaBuffer::<Descriptor, A>::zeroed(20)?;
    buffer[19] = descriptor;
    let buffer = buffer.into_device().into_cpu();

    Ok(buffer[19] == descriptor && buffer[18].address == 0)
}

/// Dropping the lines of a buffer leaves the blocks beside it as they are, written back or not.
fn apart<A: Attribute>(heap: Heap<A>, unit: usize) -> Result<bool, DmaError> {
    let mut before = allocate(heap, 40, 1)?;
    let mut buffer = DmaBuffer::<u8, A>::zeroed(unit + 1)?;
    let mut behind = allocate(heap, 40, 1)?;

    before.fill(0x11);
    behind.fill(0x22);
    buffer.invalidate();
    Ok(before.is_filled(0x11, 40)
        && behind.is_filled(0x22, 40)
        && [before.address() + 39, behind.address()]
            .iter()
            .all(|byte| {
                byte / unit * unit + unit <= buffer.as_ptr().addr()
                    || byte / unit * unit >= buffer.as_ptr().addr() + buffer.byte_len()
            }))
}
