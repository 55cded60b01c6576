// SPDX-License-Identifier: Apache-2.0

//! A pool that is there before `std` allocates, for programs whose heap it is.

use shared_multi_heap::{Cacheable, NonCacheable, static_region};

/// The size of the smaller region.
pub const BYTES: usize = 4 << 20;

static_region! {
    static RAM: [u8; BYTES];
    static MORE: [u8; 3 * BYTES];
}

extern "C" fn before_main() {
    let added = shared_multi_heap::init().is_ok()
        && RAM
            .take()
            .is_some_and(|memory| Cacheable.add(memory).is_ok())
        && MORE.take().is_some_and(|memory| {
            // SAFETY: contract of `add_claimed`: nothing on the host can tell whether a cache holds
            // the memory.
            unsafe { NonCacheable.add_claimed(memory) }.is_ok()
        });

    if !added {
        std::process::abort();
    }
}

#[used]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
static BEFORE_MAIN: extern "C" fn() = before_main;
