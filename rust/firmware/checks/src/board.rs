// SPDX-License-Identifier: Apache-2.0

//! What a board brings.

use core::ops::Range;

/// A board with memory of its own and a periodic interrupt.
///
/// # Safety
///
/// The addresses of each kind of memory can be read and written for ever, and nothing else uses
/// them. Atomics work in [`cacheable`](Board::cacheable) and
/// [`non_cacheable`](Board::non_cacheable), and no cache holds the latter. Each has 1 MiB.
pub unsafe trait Board {
    /// Memory that a cache may hold, beside that of the program.
    fn cacheable(&self) -> Range<usize>;

    /// Memory that no cache holds.
    fn non_cacheable(&self) -> Range<usize>;

    /// Memory in which atomics are not taken to work.
    fn external(&self) -> Range<usize>;

    /// From now on [`on_interrupt`](crate::on_interrupt) is called again and again from an
    /// interrupt handler, at moments that have nothing to do with what the program does.
    fn start_interrupts(&mut self);

    /// It is not called any more.
    fn stop_interrupts(&mut self);
}
