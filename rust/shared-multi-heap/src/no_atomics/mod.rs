// SPDX-License-Identifier: Apache-2.0

//! Memory in which atomics do not work.
//!
//! On some chips an atomic operation on external RAM, or on memory that is not cached, is not
//! atomic or is a fault. The heap of such an attribute is no allocator: it does not implement
//! [`SupportsAtomics`](crate::SupportsAtomics), for an `Arc` would put its counters there. Instead
//! there are, for every attribute:
//!
//! - [`NoAtomicsBox`] and [`NoAtomicsVec`], whose values must be [`NoAtomics`];
//! - [`AssumeAtomics`], an allocator for whoever can prove that it does no harm.
//!
//! Both containers report that there is no room as a value ([`NoRoom`] gives back what was to be
//! stored); functions without `try_` panic instead, as there is no handler for it here.

mod adapter;
mod boxed;
mod boxed_traits;
mod drain;
mod gap;
mod marker;
mod no_room;
mod slots;
mod vec;
mod vec_edit;
mod vec_iter;
mod vec_traits;

pub use adapter::AssumeAtomics;
pub use boxed::NoAtomicsBox;
pub use drain::Drain;
#[doc(hidden)]
pub use marker::__has_no_atomics;
pub use marker::NoAtomics;
pub use no_room::NoRoom;
pub use vec::NoAtomicsVec;
pub use vec_iter::IntoIter;
