// SPDX-License-Identifier: Apache-2.0

//! What the linked library was built with. The build script gives one name, and all values
//! are read from it, so that they cannot differ from what the linker compares.

use core::ffi::c_char;

/// The build tag: the version and the options that the library and its users must agree on.
///
/// Where Cargo's override of the `links` key replaces the build script, the override gives it
/// (see the crate's documentation).
///
/// ```
/// use shared_multi_heap_sys::{ALIGN, TAG};
///
/// assert!(TAG.contains(&format!("_align{ALIGN}_")));
/// ```
pub const TAG: &str = env!(
    "SMH_BUILD_TAG",
    "SMH_BUILD_TAG is not set: an override of the links key `shared_multi_heap` must give it in \
     rustc-env; it is the symbol smh_build_... of the library"
);

/// Default alignment of every block, in bytes.
pub const ALIGN: usize = value("_align") as usize;
/// Number of attributes: values below it are legal.
pub const MAX_ATTR: u32 = value("_attr");
/// Number of regions that the pool can hold.
pub const MAX_REGIONS: usize = value("_regions") as usize;
/// Binary logarithm of the largest region in bytes.
pub const MAX_REGION_SHIFT: u32 = value("_shift");
/// Whether small regions have 16-bit metadata.
pub const NARROW: bool = value("_narrow") != 0;
/// The policy that the build fixes, a value of `SMH_POLICY_SELECT_*`.
pub const POLICY: u32 = value("_policy");
/// Whether bad pointers and damaged metadata are detected.
pub const CHECK: bool = value("_check") != 0;
/// Whether that detection is exact.
pub const CHECK_EXACT: bool = value("_exact") != 0;
/// Whether the bytes in use are counted.
pub const STATS: bool = value("_stats") != 0;
/// Bytes of a cache line.
pub const CACHE_LINE: usize = value("_line") as usize;
/// Who maintains the cache, a value of `SMH_CACHE_*`.
pub const CACHE: u32 = value("_cache");
/// The kind of lock, a value of `SMH_LOCK_*`.
pub const LOCK: u32 = value("_lock");

unsafe extern "C" {
    #[link_name = env!("SMH_BUILD_TAG")]
    static BUILD_TAG: c_char;
}

/// The address of the symbol that the library defines for its options. A program that uses it
/// does not link to a library built otherwise.
///
/// ```
/// // Where the optimiser cannot leave it out:
/// core::hint::black_box(shared_multi_heap_sys::build_tag());
/// ```
#[inline]
pub fn build_tag() -> *const c_char {
    &raw const BUILD_TAG
}

/// The number behind a part of the tag.
const fn value(part: &str) -> u32 {
    let tag = TAG.as_bytes();
    let mut at = find(tag, part.as_bytes());
    let mut number = 0;

    assert!(
        digit(tag, at),
        "SMH_BUILD_TAG is not a build tag of this version"
    );
    while digit(tag, at) {
        number = number * 10 + (tag[at] - b'0') as u32;
        at += 1;
    }
    number
}

const fn digit(tag: &[u8], at: usize) -> bool {
    at < tag.len() && tag[at].is_ascii_digit()
}

/// Where `tag` goes on behind `part`; its end if it has no such part.
const fn find(tag: &[u8], part: &[u8]) -> usize {
    let mut start = 0;

    while start + part.len() <= tag.len() {
        if matches_at(tag, part, start) {
            return start + part.len();
        }
        start += 1;
    }
    tag.len()
}

const fn matches_at(tag: &[u8], part: &[u8], start: usize) -> bool {
    let mut i = 0;

    while i < part.len() {
        if tag[start + i] != part[i] {
            return false;
        }
        i += 1;
    }
    true
}
