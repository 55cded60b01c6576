// SPDX-License-Identifier: Apache-2.0

//! What is compared: each a function that makes a `u32` in the pool, and one that ends it.

use core::ffi::c_void;

use shared_multi_heap::Cacheable;
use shared_multi_heap_sys as sys;

use crate::counter::{Drop, New};

/// `drop` takes what `new` gave, once.
pub struct Pair {
    pub name: &'static str,
    pub new: New,
    pub drop: Drop,
}

/// The C calls.
pub const C: Pair = Pair {
    name: "C",
    new: c_new,
    drop: c_drop,
};

/// What is measured against them.
pub const PAIRS: &[Pair] = &[
    Pair {
        name: "allocator_api2",
        new: api2_new,
        drop: api2_drop,
    },
    #[cfg(feature = "nightly")]
    Pair {
        name: "alloc",
        new: alloc_new,
        drop: alloc_drop,
    },
];

/// As C does it, which does not ask whether there is memory.
#[inline(never)]
extern "C" fn c_new(value: u32) -> *mut u32 {
    // SAFETY: any arguments are allowed at any time (SPEC SMH-ALLOC-2).
    let block = unsafe { sys::shared_multi_heap_alloc(sys::SMH_REG_ATTR_CACHEABLE, 4) };
    let place = block.cast::<u32>();

    // SAFETY: a block of 4 bytes, aligned to 8 (SPEC SMH-ALLOC-1): this program leaves memory
    // free.
    unsafe { place.write(value) };
    place
}

/// # Safety
///
/// `value` is from `c_new` and is not used afterwards.
#[inline(never)]
unsafe extern "C" fn c_drop(value: *mut u32) {
    // SAFETY: a live block (caller contract; SPEC SMH-FREE-2).
    unsafe { sys::shared_multi_heap_free(value.cast::<c_void>()) };
}

/// The same as a box of one crate or another.
macro_rules! box_pair {
    ($(#[$cfg:meta])* $new:ident, $drop:ident: $box:path) => {
        $(#[$cfg])*
        #[inline(never)]
        extern "C" fn $new(value: u32) -> *mut u32 {
            use $box as Box;

            Box::into_raw_with_allocator(Box::new_in(value, Cacheable)).0
        }

        /// # Safety
        ///
        /// `value` is from the function above and is not used afterwards.
        $(#[$cfg])*
        #[inline(never)]
        unsafe extern "C" fn $drop(value: *mut u32) {
            use $box as Box;

            // SAFETY: a box that was taken apart (caller contract).
            drop(unsafe { Box::from_raw_in(value, Cacheable) });
        }
    };
}

box_pair! { api2_new, api2_drop: allocator_api2::boxed::Box }

box_pair! {
    #[cfg(feature = "nightly")]
    alloc_new, alloc_drop: alloc::boxed::Box
}
