// SPDX-License-Identifier: Apache-2.0

//! The traits by which drivers of the `embedded-dma` family take buffers.

use embedded_dma::{ReadBuffer, WriteBuffer};

use crate::{Attribute, DeviceBuffer, DmaElement};

// SAFETY: `embedded_dma::ReadBuffer`: address and length of a block that stays where it is, with the
// same length, until it is dropped; no `&mut self` method changes either.
unsafe impl<T: DmaElement, A: Attribute> ReadBuffer for DeviceBuffer<T, A> {
    type Word = T;

    #[inline]
    unsafe fn read_buffer(&self) -> (*const T, usize) {
        (self.as_ptr(), self.len())
    }
}

// SAFETY: `embedded_dma::WriteBuffer`: as above; a `DmaElement` is valid for every byte pattern; and
// what the device wrote is read only after `into_cpu`, which drops the lines fetched before.
unsafe impl<T: DmaElement, A: Attribute> WriteBuffer for DeviceBuffer<T, A> {
    type Word = T;

    #[inline]
    unsafe fn write_buffer(&mut self) -> (*mut T, usize) {
        (self.as_mut_ptr(), self.len())
    }
}
