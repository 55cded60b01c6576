// SPDX-License-Identifier: Apache-2.0

//! Buffers as text: place and size, whoever has them.

use core::fmt;

use crate::{Attribute, DmaBuffer, DmaElement, MemoryKind};

pub(super) fn debug<T: DmaElement, A: MemoryKind>(
    name: &str,
    buffer: &DmaBuffer<T, A>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.debug_struct(name)
        .field("attribute", &A::Attribute::NAME)
        .field("start", &buffer.as_ptr())
        .field("len", &buffer.len())
        .field("byte_len", &buffer.byte_len())
        .finish()
}

#[cfg(feature = "defmt")]
pub(super) fn log<T: DmaElement, A: MemoryKind>(
    name: &str,
    buffer: &DmaBuffer<T, A>,
    f: defmt::Formatter<'_>,
) {
    defmt::write!(
        f,
        "{=str} of {=usize} in {=str}: {=usize} bytes at {=usize:#x}",
        name,
        buffer.len(),
        A::Attribute::NAME,
        buffer.byte_len(),
        buffer.as_ptr().addr(),
    );
}
