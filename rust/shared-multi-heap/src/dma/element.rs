// SPDX-License-Identifier: Apache-2.0

//! What a device may fill with any bytes.

use core::num::{Saturating, Wrapping};

/// Types that a [`DmaBuffer`](crate::DmaBuffer) can hold: whatever bytes a device writes, they are
/// values of the type, and whatever value is written, its bytes are there for a device to read.
///
/// Integers, floating-point numbers and arrays of such have it. `#[derive(DmaElement)]`, behind the
/// feature `derive`, adds structs, and refuses those that do not qualify. `bool`, `char`, enums,
/// references and padded structs never do.
///
/// # Safety
///
/// - Every bit pattern of the size of the type is a valid value.
/// - No byte of any value is uninitialised: there is no padding.
/// - The type has no pointer, reference or function pointer in it, whose validity is more than its
///   bits, and no interior mutability.
///
/// ```
/// use shared_multi_heap::DmaElement;
///
/// /// A descriptor, as the engine reads and writes it.
/// #[derive(Clone, Copy)]
/// #[repr(C)]
/// struct Descriptor {
///     address: u32,
///     control: u16,
///     length: u16,
/// }
///
/// // SAFETY: DmaElement: integers only, 4 + 2 + 2 bytes without a gap.
/// unsafe impl DmaElement for Descriptor {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be in a DMA buffer: it does not implement `DmaElement`",
    label = "a device may write bytes here that are no value of this type",
    note = "elements must be valid for every bit pattern, without padding and without pointers",
    note = "for a struct of such fields use `#[derive(Clone, Copy, DmaElement)] #[repr(C)]`"
)]
pub unsafe trait DmaElement: Copy + 'static {
    /// Where the derive has the compiler check the fields.
    #[doc(hidden)]
    #[inline]
    fn __assert_fields(&self) {}
}

/// For the derive alone: takes a pointer to a type with the trait, which the compiler infers.
#[doc(hidden)]
#[inline]
pub const fn __is_dma_element<T: DmaElement>(_: *const T) {}

/// For the derive alone: the size of a field of `S`, whose type the compiler infers.
#[doc(hidden)]
#[must_use]
pub const fn __size_of_field<S, F>(_: fn(&S) -> *const F) -> usize {
    size_of::<F>()
}

/// For types whose documentation says that all their bits are value bits.
macro_rules! elements {
    ($($element:ty),*) => {$(
        // SAFETY: `core::primitive`: a number of a fixed width, all of whose bit patterns are
        // values, as `from_ne_bytes` and `from_bits` show; it has no padding.
        unsafe impl DmaElement for $element {}
    )*};
}

elements!(u8, u16, u32, u64, u128, usize);
elements!(i8, i16, i32, i64, i128, isize);
elements!(f32, f64);

// SAFETY: it has the layout of `T` (`core::num::Wrapping`, "Layout"), and no rule of its own.
unsafe impl<T: DmaElement> DmaElement for Wrapping<T> {}

// SAFETY: it has the layout of `T` (`core::num::Saturating`, "Layout"), and no rule of its own.
unsafe impl<T: DmaElement> DmaElement for Saturating<T> {}

// SAFETY: elements lie one behind the other without a gap (`core::primitive::array`), and each is
// valid for every bit pattern.
unsafe impl<T: DmaElement, const N: usize> DmaElement for [T; N] {}
