// SPDX-License-Identifier: Apache-2.0

//! The traits by which drivers of the `embedded-dma` family take buffers.

use embedded_dma::{ReadBuffer, WriteBuffer};

use crate::{DeviceBuffer, DmaElement, MemoryKind};

// SAFETY: embedded_dma::ReadBuffer, "Safety": address and length of a block that is the buffer's
// until it is dropped (contract of `from_parts`); no method changes either.
unsafe impl<T: DmaElement, A: MemoryKind> ReadBuffer for DeviceBuffer<T, A> {
    type Word = T;

    #[inline]
    unsafe fn read_buffer(&self) -> (*const T, usize) {
        (self.as_ptr(), self.len())
    }
}

// SAFETY: embedded_dma::WriteBuffer, "Safety": as above, and every byte pattern is a value (contract
// of `DmaElement`). What the device wrote is read only after `into_cpu` or in `peek`, which drop the
// lines that were fetched before.
unsafe impl<T: DmaElement, A: MemoryKind> WriteBuffer for DeviceBuffer<T, A> {
    type Word = T;

    #[inline]
    unsafe fn write_buffer(&mut self) -> (*mut T, usize) {
        (self.as_mut_ptr(), self.len())
    }
}
