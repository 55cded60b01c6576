// SPDX-License-Identifier: Apache-2.0

//! Static memory is handed out once.

mod common;

use std::thread;

use common::init;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{Cacheable, External, static_region};

/// A program may have a constant by any name that the macro might use itself.
const MEMORY: usize = 3000;

static_region! {
    static ONCE: [u8; 1000];
    static RACED: [u8; 1000];
    /// Documented.
    pub static SERVES: [u8; 4096];
    // SAFETY: contract of `static_region`: the linker gives a section that it does not know ordinary RAM.
    pub(crate) static PLACED: [u8; 2048] in unsafe { ".smh_test" };
    static EMPTY: [u8; 0];
    static NAMED: [u8; MEMORY];
    static IN_AN_EXPRESSION: [u8; { let memory = MEMORY; memory + 1 }];
}

mod inner {
    shared_multi_heap::static_region! {
        pub(super) static SERVES: [u8; 2 * 1024];
    }
}

#[test]
fn the_first_gets_it() {
    let memory = ONCE.take().unwrap();

    assert_eq!(memory.len(), 1000);
    assert!(memory.as_ptr().addr() % 64 == 0);
    assert!(ONCE.take().is_none());
    assert!(ONCE.take().is_none());
}

#[test]
fn of_threads_that_race_one_gets_it() {
    let taken: Vec<bool> = thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| RACED.take().is_some()))
            .collect();

        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
}

#[test]
fn an_empty_one_is_there() {
    assert_eq!(EMPTY.take().map(|memory| memory.len()), Some(0));
}

#[test]
fn a_size_may_have_any_name() {
    assert_eq!(NAMED.take().map(|memory| memory.len()), Some(3000));
    assert_eq!(
        IN_AN_EXPRESSION.take().map(|memory| memory.len()),
        Some(3001)
    );
}

rusty_fork_test! {
    /// External claims nothing, so no `unsafe` is asked for.
    #[test]
    fn any_memory_can_be_external() {
        init();
        let region = External.add(SERVES.take().unwrap()).unwrap();

        assert_eq!(region.info().unwrap().attribute, shared_multi_heap_sys::SMH_REG_ATTR_EXTERNAL);
    }

    #[test]
    fn all_can_be_regions() {
        init();
        let regions = [&SERVES, &PLACED, &inner::SERVES].map(|region| {
            Cacheable.add(region.take().unwrap()).unwrap().info().unwrap()
        });

        assert_eq!(regions.map(|region| region.size), [4096, 2048, 2048]);
        assert!(regions.iter().all(|region| region.largest_free > region.size / 2));
    }
}
