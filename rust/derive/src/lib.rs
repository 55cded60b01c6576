// SPDX-License-Identifier: Apache-2.0
//! The derives of `shared-multi-heap`, which re-exports them with its feature `derive`.
//!
//! | derive | for | implements |
//! |---|---|---|
//! | [`NoAtomics`](macro@NoAtomics) | structs and enums | the marker of types that do no atomic operation where they lie |
//! | [`DmaElement`](macro@DmaElement) | structs | the marker of types that a DMA engine may fill with any bytes |
//!
//! Both traits are unsafe to implement by hand. The derives are safe because they prove the claim
//! from the fields, or refuse. The fields are those that the type has in the end: a macro that
//! changes it after the derive changes nothing about the proof.

mod bound;
mod dma_element;
mod fields;
mod no_atomics;
mod options;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `shared_multi_heap::NoAtomics`, provided every field has it.
///
/// ```
/// use shared_multi_heap::NoAtomics;
///
/// #[derive(NoAtomics)]
/// struct Sample {
///     at: core::time::Duration,
///     value: f32,
/// }
///
/// #[derive(NoAtomics)]
/// enum Message<T> {
///     Empty,
///     One(T),
///     Many { samples: [T; 8], len: usize },
/// }
///
/// fn storable<T: NoAtomics>() {}
/// storable::<Message<Sample>>();
/// ```
///
/// The type of each field becomes a bound of the implementation, so a field that has an atomic in
/// it is an error at that field. Unions are refused: which field is in use is not known.
///
/// Do not derive it for a type whose own `unsafe` code makes atomics of its fields, as with
/// `AtomicU32::from_ptr`: the derive sees the fields, not the code.
///
/// # The crate under another name
///
/// `#[shared_multi_heap(crate = "…")]` gives the path to `shared_multi_heap`:
///
/// ```
/// mod vendor {
///     pub use shared_multi_heap as heap;
/// }
///
/// #[derive(shared_multi_heap::NoAtomics)]
/// #[shared_multi_heap(crate = "crate::vendor::heap")]
/// struct Sample(u32);
/// # fn main() {}
/// ```
#[proc_macro_derive(NoAtomics, attributes(shared_multi_heap))]
pub fn derive_no_atomics(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    finish(no_atomics::expand(&input))
}

/// Implements `shared_multi_heap::DmaElement` for a struct without padding whose every field has
/// it.
///
/// ```
/// use shared_multi_heap::DmaElement;
///
/// #[derive(Clone, Copy, DmaElement)]
/// #[repr(C)]
/// struct StereoFrame {
///     left: i16,
///     right: i16,
/// }
///
/// #[derive(Clone, Copy, DmaElement)]
/// #[repr(transparent)]
/// struct BigEndian<T>(T);
/// ```
///
/// The struct must be `#[repr(C)]`, or its layout is not known, or `#[repr(transparent)]`. That it
/// has no padding is asserted when it is compiled. For a generic struct that cannot be, so only a
/// `repr(transparent)` one may be generic, and only without attributes below the derive that may be
/// macros, such as another derive or the helper of one. Enums and unions are refused: not every
/// bit pattern is an enum, and the bytes of a union may be uninitialised.
///
/// `#[shared_multi_heap(crate = "…")]` works as for [`NoAtomics`](macro@NoAtomics).
#[proc_macro_derive(DmaElement, attributes(shared_multi_heap))]
pub fn derive_dma_element(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    finish(dma_element::expand(&input))
}

/// The expansion, or the error where the compiler shows it.
fn finish(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
