// SPDX-License-Identifier: Apache-2.0

//! Raw bindings of the shared multi-heap, a C library that hands out memory by attribute over
//! many regions. The safe crate over them is `shared-multi-heap`.
//!
//! Everything has its C name. The library itself comes with this crate and is compiled by its
//! build script, which needs nothing but a C compiler for the target.
#![no_std]

#[allow(non_camel_case_types)]
mod bindings;
mod errno;
// Rust 1.85 sees no use in an assertion of a constant.
#[allow(dead_code)]
mod layout;
mod tag;

pub use bindings::*;
pub use errno::errno;
pub use tag::{
    ALIGN, CACHE, CACHE_LINE, CHECK, CHECK_EXACT, LOCK, MAX_ATTR, MAX_REGION_SHIFT, MAX_REGIONS,
    POLICY, STATS, TAG, build_tag,
};
