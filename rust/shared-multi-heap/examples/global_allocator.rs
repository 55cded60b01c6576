// SPDX-License-Identifier: Apache-2.0

//! The heap of the whole program is memory of an attribute: what `std` allocates lies there too.
//!
//! On bare metal `main` makes the pool before anything is allocated. Here `std` allocates before
//! `main`, and a heap without memory gives null, which ends the program. So the pool is made by a
//! function in `.init_array`, which the loader calls first (on Linux and other ELF systems).
//!
//! Run: `cargo run -p shared-multi-heap --example global_allocator`

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use shared_multi_heap::{Cacheable, regions, static_region};

#[global_allocator]
static HEAP: Cacheable = Cacheable;

static_region! {
    static RAM: [u8; 4 << 20];
}

/// Whether the pool has its memory: nothing may panic before that.
static READY: AtomicBool = AtomicBool::new(false);

extern "C" fn before_main() {
    if let (Ok(()), Some(memory)) = (shared_multi_heap::init(), RAM.take()) {
        READY.store(Cacheable.add(memory).is_ok(), Ordering::Release);
    }
}

// SAFETY: each entry of this section is a function without arguments that the loader calls once,
// and this one allocates nothing (System V ABI, "Initialization and Termination Functions").
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
#[used]
static BEFORE_MAIN: extern "C" fn() = before_main;

fn in_use() -> usize {
    regions().map(|region| region.allocated).sum()
}

fn main() {
    assert!(READY.load(Ordering::Acquire));
    let before = in_use();
    println!(
        "in use before the first line of main: {}",
        if before > 0 { "some" } else { "none" }
    );

    let text = format!("{} and {}", "strings", "vectors");
    let words: Vec<&str> = text.split(' ').collect();
    let lengths: BTreeMap<&str, usize> = words.iter().map(|word| (*word, word.len())).collect();
    assert!(Cacheable.owns(text.as_ptr()) && Cacheable.owns(words.as_ptr()));
    println!("{lengths:?}");

    // Threads, and what they send to each other.
    let sums: Vec<u64> = thread::scope(|scope| {
        let workers: Vec<_> = (1..=4_u64)
            .map(|number| scope.spawn(move || (0..1000).map(|n| n * number).collect::<Vec<u64>>()))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap().iter().sum())
            .collect()
    });
    assert_eq!(sums, [499_500, 999_000, 1_498_500, 1_998_000]);
    println!("{sums:?}");

    // A failure is the usual one.
    let mut large: Vec<u8> = Vec::new();
    assert!(large.try_reserve(5 << 20).is_err());
    println!("5 MiB are refused");

    drop((words, lengths, sums));
    drop(text);
    for region in regions() {
        region.region.validate().expect("the heap is sound");
        println!(
            "attribute {}: high-water mark below 1 MiB: {}",
            region.attribute,
            region.max_allocated < 1 << 20
        );
    }
}
