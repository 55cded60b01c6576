// SPDX-License-Identifier: Apache-2.0

//! Raw bindings of the shared multi-heap, a C library that hands out memory by attribute over
//! many regions. The safe crate over them is `shared-multi-heap`.
//!
//! Everything has its C name. The C library comes with this crate and is compiled by its build
//! script, which needs nothing but a C compiler for the target: the one that the `cc` crate knows,
//! else clang, else the one that the variable `CC_<target>` names.
//!
//! ```
//! use shared_multi_heap_sys as sys;
//!
//! // Good for one thread: nothing to lock.
//! #[unsafe(no_mangle)]
//! extern "C" fn smh_lock_acquire() -> usize {
//!     0
//! }
//! #[unsafe(no_mangle)]
//! extern "C" fn smh_lock_release(_token: usize) {}
//!
//! let memory: &'static mut [u8] = Box::leak(Box::new([0; 4096]));
//! let mut region = sys::shared_multi_heap_region {
//!     attr: sys::SMH_REG_ATTR_CACHEABLE,
//!     addr: memory.as_mut_ptr() as usize,
//!     size: memory.len(),
//! };
//!
//! // SAFETY: SPEC SMH-INIT-1: any time will do.
//! assert_eq!(unsafe { sys::shared_multi_heap_pool_init() }, 0);
//! // SAFETY: SPEC SMH-ADD-1: the memory is leaked and not used here any more.
//! let added = unsafe { sys::shared_multi_heap_add(&mut region, core::ptr::null_mut()) };
//! assert_eq!(added, 0);
//!
//! // SAFETY: SPEC SMH-ALLOC-2: any attribute and size may be asked for.
//! let block = unsafe { sys::shared_multi_heap_alloc(sys::SMH_REG_ATTR_CACHEABLE, 100) };
//! assert!(!block.is_null());
//! // SAFETY: SPEC SMH-FREE-2: the block is live, and not used from here on.
//! unsafe { sys::shared_multi_heap_free(block) };
//! ```
//!
//! # Safety
//!
//! A function whose text has no section on safety takes any argument. With `SMH_LOCK=none` the
//! caller sees to it, for all functions, that only one context at a time uses the library.
//!
//! # The lock
//!
//! By default the library takes its lock from two functions of the program,
//! [`smh_lock_acquire`] and [`smh_lock_release`], which this crate does not define: without them a
//! program does not link. The safe crate defines them.
//!
//! # Options
//!
//! Environment variables of the build, with the names and words of the C build. An empty one counts
//! as not set, a bad value or an unknown name that begins with `SMH_` is an error.
//!
//! Cargo watches variables by name. After a first build it notices an unknown name that is one slip
//! away from an option, such as `SMH_MAX_ATRR`, and any other when it builds this crate anew.
//!
//! | variable | values | default |
//! |---|---|---|
//! | `SMH_LOCK` | `none`, `irq`, `spin`, `pthread`, `external`, `futex` | `external` |
//! | `SMH_POLICY` | `runtime`, `first-fit`, `best-fit` | `runtime` |
//! | `SMH_CACHE` | `none`, `aarch64`, `armv7m`, `external` | without an OS `aarch64` on AArch64, `armv7m` on thumbv7em and thumbv8m.main; else `none` |
//! | `SMH_ALIGN` | 8, 16, 32, 64 | 16 with pointers of 64 bits, else 8 |
//! | `SMH_CACHE_LINE` | a power of two, 4 to 1024 | 64 with pointers of 64 bits, else 32 |
//! | `SMH_MAX_ATTR` | 1 to 65535 | 16 |
//! | `SMH_MAX_REGIONS` | 1 to 64 | 16 |
//! | `SMH_MAX_REGION_SHIFT` | 12 to 32 | 32 |
//! | `SMH_FLOOR_TRIES` | 0 or more | 0 |
//! | `SMH_FAST_PATHS` | 0, 1, 2 | 2; with `opt-level = "s"` 1, with `"z"` 0 |
//! | `SMH_OWNER_PAGES` | 0 to 16777216 | 0 |
//! | `SMH_OWNER_SHIFT` | 3 to 31 | 12 |
//! | `SMH_OWNER_BASE` | an address | 0 |
//! | `SMH_IRQ_CEILING` | 0 to 255 | 0 |
//! | `SMH_CHECK`, `SMH_STATS`, `SMH_NARROW` | `0`, `1`, `OFF`, `ON` | 1 |
//! | `SMH_CHECK_EXACT`, `SMH_HEAP_LISTENER`, `SMH_ASAN` | `0`, `1`, `OFF`, `ON` | 0 |
//! | `SMH_CONFIG_HEADER` | absolute path of a C header that defines options | none |
//! | `SMH_LIB_DIR` | absolute path of a directory with `libshared_multi_heap.a` | none |
//!
//! What each of them means is in the C header `smh_config.h`. Numbers may be hexadecimal. Profiles
//! that inherit `release` compile C with `NDEBUG`. C is compiled at the profile's optimisation level:
//! `opt-level = "s"` and `"z"` are `-Os` there. With `"z"` the code is the least, and each call takes
//! twice as many instructions (`SMH_FAST_PATHS`). Flags of your own go into `CFLAGS`, as the `cc` crate reads it. `SMH_ASAN` belongs to `-fsanitize=address` there. A configuration header may not
//! contradict a variable.
//!
//! The options that both sides must agree on are constants here: [`ALIGN`], [`MAX_ATTR`] and so on.
//! They come from one name, the build tag ([`TAG`]). The library defines a symbol of that name; a
//! program that uses its address ([`build_tag`]) does not link to a library built otherwise.
//!
//! # A library that is built already
//!
//! With `SMH_LIB_DIR` nothing is compiled and no C compiler is needed. The other variables must say
//! what the library was built with; the linker compares. The library is not bundled into a static
//! library made of Rust: whoever links that, links the library too.
//!
//! Cargo's own way is the override of the `links` key, in its configuration. Then the build script
//! does not run, no variable is read, and the override must give the tag, which
//! `nm libshared_multi_heap.a` shows:
//!
//! ```toml
//! [target.thumbv7m-none-eabi.shared_multi_heap]
//! rustc-link-search = ["native=/opt/firmware/lib"]
//! rustc-link-lib = ["static:-bundle=shared_multi_heap"]
//! rustc-env = { SMH_BUILD_TAG = "smh_build_0_1_align8_attr16_..." }
//! # For dependents, as below; the safe crate reads the first two.
//! lock = "external"
//! cache = "none"
//! include = "/opt/firmware/include/shared_multi_heap"
//! ```
//!
//! # Dependents
//!
//! The build scripts of crates that depend on this one find
//!
//! | variable | what |
//! |---|---|
//! | `DEP_SHARED_MULTI_HEAP_INCLUDE` | directory of the C headers |
//! | `DEP_SHARED_MULTI_HEAP_DEFINITIONS` | `NAME=value ...`: what C must define to use them |
//! | `DEP_SHARED_MULTI_HEAP_BUILD_TAG` | the build tag |
//! | `DEP_SHARED_MULTI_HEAP_LOCK`, `_POLICY`, `_CACHE` | a word, as in the variable |
//! | `DEP_SHARED_MULTI_HEAP_ALIGN`, `_MAX_ATTR`, `_MAX_REGIONS`, `_MAX_REGION_SHIFT`, `_CACHE_LINE`, `_NARROW`, `_CHECK`, `_CHECK_EXACT`, `_STATS` | a number |
#![no_std]

// The names are those of C.
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
    NARROW, POLICY, STATS, TAG, build_tag,
};
