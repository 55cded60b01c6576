// SPDX-License-Identifier: Apache-2.0

//! Cleaning and invalidating, as a whole and in part.

use core::ops::{Bound, Range, RangeBounds};

use super::cache;
use crate::{Attribute, DmaBuffer, DmaElement, MemoryKind, RangeError};

impl<T: DmaElement, A: MemoryKind> DmaBuffer<T, A> {
    /// Processor to device: what was written to the buffer is in memory afterwards, and no line of
    /// it is dirty. A device that is started next reads it.
    ///
    /// Where no cache holds the memory, this orders the writes before the start of the device.
    ///
    /// From any context, but where the processor's own instructions do it (`SMH_CACHE` is `aarch64`
    /// or `armv7m`) from a privileged mode only: others trap. O(length).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// # fn start_device_reading(_address: *const u8, _len: usize) {}
    /// let mut packet = DmaBuffer::<u8, Cacheable>::zeroed(60).unwrap();
    /// packet[..6].fill(0xff);
    /// packet.clean();
    /// start_device_reading(packet.as_ptr(), packet.len());
    /// ```
    #[inline]
    pub fn clean(&self) {
        // SAFETY: that is the block (contract of `from_parts`).
        unsafe { self.clean_bytes(0..self.byte_len()) }
    }

    /// Device to processor: what a device has written is seen afterwards.
    ///
    /// What the processor wrote and did not [`clean`](DmaBuffer::clean) may be lost: elements then
    /// have the values that they had when they were cleaned, or that a device gave them. Call it
    /// when the device has finished, or before it starts; never while it writes.
    ///
    /// Where no cache holds the memory, this orders the reads after the end of the device.
    ///
    /// Context and time as for [`clean`](DmaBuffer::clean).
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// # fn start_device_writing(_address: *mut u8, _len: usize) {}
    /// # fn device_has_finished() -> bool { true }
    /// let mut packet = DmaBuffer::<u8, Cacheable>::zeroed(1514).unwrap();
    /// start_device_writing(packet.as_mut_ptr(), packet.len());
    /// while !device_has_finished() {}
    /// packet.invalidate();
    /// let protocol = &packet[12..14];
    /// ```
    #[inline]
    pub fn invalidate(&mut self) {
        // SAFETY: that is the block (contract of `from_parts`).
        unsafe { self.invalidate_bytes(0..self.byte_len()) }
    }

    /// [`clean`](DmaBuffer::clean) for some of the elements, and what shares lines with them.
    ///
    /// # Errors
    ///
    /// [`RangeError::OutOfBounds`] if the range is not inside the buffer.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let mut packet = DmaBuffer::<u8, Cacheable>::zeroed(1514).unwrap();
    /// packet[..60].fill(7);
    /// packet.clean_range(..60)?;
    /// # Ok::<(), shared_multi_heap::RangeError>(())
    /// ```
    pub fn clean_range(&self, elements: impl RangeBounds<usize>) -> Result<(), RangeError> {
        let bytes = self.bytes_of(elements)?;

        // SAFETY: elements of this buffer, which are inside its block (contract of `from_parts`).
        unsafe { self.clean_bytes(bytes) };
        Ok(())
    }

    /// [`invalidate`](DmaBuffer::invalidate) for some of the elements: as when a device fills the
    /// halves of a ring in turn.
    ///
    /// # Errors
    ///
    /// [`RangeError::OutOfBounds`] if the range is not inside the buffer;
    /// [`RangeError::SplitsLine`] if it starts or ends inside a [`LINE`](DmaBuffer::LINE), other
    /// than at the end of the buffer: elements that are not in the range could be lost.
    ///
    /// ```
    /// # shared_multi_heap::static_region! { static RAM: [u8; 8192]; }
    /// # shared_multi_heap::init().unwrap();
    /// # shared_multi_heap::Cacheable.add(RAM.take().unwrap()).unwrap();
    /// # use shared_multi_heap::{Cacheable, DmaBuffer};
    /// let mut ring = DmaBuffer::<u16, Cacheable>::zeroed(1024).unwrap();
    /// let (first, second) = (..512, 512..);
    /// ring.invalidate_range(first)?; // while the device fills the second half
    /// ring.invalidate_range(second)?;
    /// # Ok::<(), shared_multi_heap::RangeError>(())
    /// ```
    pub fn invalidate_range(
        &mut self,
        elements: impl RangeBounds<usize>,
    ) -> Result<(), RangeError> {
        let bytes = self.bytes_of(elements)?;
        let at_line = |offset: usize| offset % Self::LINE == 0;

        // What follows the last element in its line is nobody's.
        if !at_line(bytes.start) || !(at_line(bytes.end) || bytes.end == self.end()) {
            return Err(RangeError::SplitsLine);
        }
        // SAFETY: elements of this buffer, which are inside its block (contract of `from_parts`).
        unsafe { self.invalidate_bytes(bytes) };
        Ok(())
    }

    /// Invalidates whatever shares a line with an element; nothing behind the last one.
    pub(super) fn drop_lines_of(&mut self, index: usize) {
        if index < self.len() {
            let start = index * size_of::<T>();

            // SAFETY: an element of this buffer, which is inside its block (contract of
            // `from_parts`).
            unsafe { self.invalidate_bytes(start..start + size_of::<T>()) }
        }
    }

    /// Offset in bytes of what follows the last element.
    #[inline]
    const fn end(&self) -> usize {
        self.len() * size_of::<T>()
    }

    /// Offsets in bytes of the elements of a range: at most that of the end.
    fn bytes_of(&self, elements: impl RangeBounds<usize>) -> Result<Range<usize>, RangeError> {
        let elements = bounded(&elements, self.len()).ok_or(RangeError::OutOfBounds)?;

        Ok(elements.start * size_of::<T>()..elements.end * size_of::<T>())
    }

    /// Cleans the lines of a range of offsets.
    ///
    /// # Safety
    ///
    /// The range is inside the block.
    #[inline]
    unsafe fn clean_bytes(&self, bytes: Range<usize>) {
        if !A::Attribute::CACHED {
            return cache::barrier();
        }
        let start = self.as_ptr().cast::<u8>().wrapping_add(bytes.start);

        // SAFETY: every line that the range touches (caller contract) is inside the block, which
        // starts at a multiple of `CACHE_LINE` (SPEC SMH-ALIGN-3) and ends at one, since no line is
        // larger (contract of `from_parts`). The block is readable (SPEC SMH-ALLOC-1).
        unsafe { cache::clean(start, bytes.end - bytes.start) }
    }

    /// Invalidates the lines of a range of offsets.
    ///
    /// # Safety
    ///
    /// The range is inside the block.
    #[inline]
    unsafe fn invalidate_bytes(&mut self, bytes: Range<usize>) {
        if !A::Attribute::CACHED {
            return cache::barrier();
        }
        let start = self.as_mut_ptr().cast::<u8>().wrapping_add(bytes.start);

        // SAFETY: every line that the range touches (caller contract) is inside the block, as in
        // `clean_bytes`; no other block and no metadata has a byte in it (SPEC SMH-ALLOC-1), and
        // `self` is borrowed exclusively. Behind the cache are the bytes that were cleaned before
        // the buffer was handed out, or later ones: values of `T` (contract of `DmaElement`).
        unsafe { cache::invalidate(start, bytes.end - bytes.start) }
    }
}

/// Both ends of a range of indices, if it is one of a slice of that length.
fn bounded(range: &impl RangeBounds<usize>, len: usize) -> Option<Range<usize>> {
    let start = match range.start_bound() {
        Bound::Included(start) => *start,
        Bound::Excluded(before) => before.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(last) => last.checked_add(1)?,
        Bound::Excluded(end) => *end,
        Bound::Unbounded => len,
    };

    (start <= end && end <= len).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::bounded;
    use core::ops::Bound;

    #[test]
    fn every_form_of_range_inside_the_slice() {
        assert_eq!(bounded(&.., 5), Some(0..5));
        assert_eq!(bounded(&(2..), 5), Some(2..5));
        assert_eq!(bounded(&(..=4), 5), Some(0..5));
        assert_eq!(bounded(&(5..5), 5), Some(5..5));
        assert_eq!(
            bounded(&(Bound::Excluded(1), Bound::Included(3)), 5),
            Some(2..4)
        );
    }

    #[test]
    fn ranges_outside_and_backwards_are_refused() {
        assert_eq!(bounded(&(0..6), 5), None);
        assert_eq!(bounded(&(..=5), 5), None);
        assert_eq!(bounded(&(6..), 5), None);
        assert_eq!(bounded(&(Bound::Included(3), Bound::Excluded(2)), 5), None);
        assert_eq!(bounded(&(0..=usize::MAX), usize::MAX), None);
        assert_eq!(
            bounded(&(Bound::Excluded(usize::MAX), Bound::Unbounded), 5),
            None
        );
    }
}
