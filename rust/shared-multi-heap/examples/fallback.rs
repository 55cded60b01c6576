// SPDX-License-Identifier: Apache-2.0

//! Fast memory first, and slower memory for what does not fit.
//!
//! Run: `cargo run -p shared-multi-heap --features alloc --example fallback`

use std::error::Error;

use shared_multi_heap::allocator_api2::vec::Vec;
use shared_multi_heap::{Cacheable, Fallback, NonCacheable, regions, static_region};

static_region! {
    static FAST: [u8; 2048];
    static LARGE: [u8; 32768];
}

/// What does not fit into the one goes to the other.
type FastFirst = Fallback<NonCacheable, Cacheable>;

fn place(bytes: &Vec<u8, FastFirst>) -> &'static str {
    match (
        NonCacheable.owns(bytes.as_ptr()),
        Cacheable.owns(bytes.as_ptr()),
    ) {
        (true, false) => "fast",
        (false, true) => "large",
        _ => "no",
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    shared_multi_heap::init()?;
    // SAFETY: contract of `add_claimed`: nothing on this machine can tell whether a cache holds the
    // memory.
    unsafe { NonCacheable.add_claimed(FAST.take().ok_or("taken")?)? };
    Cacheable.add(LARGE.take().ok_or("taken")?)?;

    let mut log: Vec<u8, FastFirst> = Vec::new_in(FastFirst::default());
    assert_eq!(place(&log), "no");

    // It grows where it lies as long as it can.
    log.extend_from_slice(&[1; 500]);
    let start = log.as_ptr();
    log.reserve_exact(1000);
    assert_eq!((place(&log), log.as_ptr()), ("fast", start));
    println!("{} bytes in {} memory", log.capacity(), place(&log));

    // Then it moves, with its content.
    log.resize(10_000, 2);
    assert_eq!(place(&log), "large");
    assert!(log[..500].iter().all(|byte| *byte == 1) && log[500..].iter().all(|byte| *byte == 2));
    println!("{} bytes in {} memory", log.len(), place(&log));

    // The fast memory is free again, for the next.
    let next: Vec<u8, FastFirst> = Vec::with_capacity_in(1500, FastFirst::default());
    assert_eq!(place(&next), "fast");
    println!("{} bytes in {} memory", next.capacity(), place(&next));

    // What fits into neither is refused, and nothing is lost.
    assert!(log.try_reserve(30_000).is_err());
    assert_eq!(log.len(), 10_000);
    println!("40000 bytes are refused");

    drop((log, next));
    assert!(regions().all(|region| region.allocated == 0));
    println!("all given back");
    Ok(())
}
