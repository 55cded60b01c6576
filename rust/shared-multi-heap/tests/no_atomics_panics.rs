// SPDX-License-Identifier: Apache-2.0

//! `NoAtomicsVec` where memory ends, and where elements or closures panic: nothing is lost, nothing
//! is dropped twice.
//!
//! The pool is one per process, so each test is a process of its own.

mod common;
mod no_atomics_support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use no_atomics_support::{
    Element, FUSE, Number, Tested, allocated, burn, elements, live, numbers, pool,
};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{External, NoAtomicsBox, OutOfMemory};

/// Runs something that panics at an element, and checks that nothing is lost or dropped twice.
fn panics_at(number: u32, run: impl FnOnce()) {
    FUSE.set(Some(number));
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"fuse"));
}

fn left(vec: &Tested<Number>) -> Vec<u32> {
    vec.iter().map(Number::number).collect()
}

rusty_fork_test! {
    #[test]
    fn growing_stays_in_place() {
        pool(4096);
        let mut vec = Tested::with_capacity(1);
        let place = vec.as_ptr();
        vec.extend(0..900_u32);
        assert_eq!(vec.as_ptr(), place);
        assert_eq!(vec, *(0..900).collect::<Vec<u32>>());
    }

    #[test]
    fn growing_moves_when_it_must() {
        pool(4096);
        let mut first = Tested::with_capacity(1);
        let _wall: NoAtomicsBox<u32, External> = NoAtomicsBox::new(0);
        let place = first.as_ptr();
        first.extend(0..100_u32);
        assert_ne!(first.as_ptr(), place);
        assert_eq!(first, *(0..100).collect::<Vec<u32>>());
    }

    #[test]
    fn iterators_that_tell_their_length_are_believed() {
        pool(4096);
        let vec: Tested<u32> = (0..100).collect();
        assert_eq!(vec.capacity(), 100);
    }

    #[test]
    fn pushing_doubles_the_capacity() {
        pool(4096);
        let mut vec = Tested::new();
        let mut capacities = Vec::new();
        for number in 0..40_u32 {
            vec.push(number);
            capacities.push(vec.capacity());
        }
        capacities.dedup();
        assert_eq!(capacities, [4, 8, 16, 32, 64]);
    }

    #[test]
    fn takes_less_when_doubling_is_too_much() {
        pool(1024);
        let mut vec = Tested::<u8>::with_capacity(500);
        vec.resize(500, 1);
        vec.try_push(2).unwrap();
        assert!(vec.capacity() < 1000);
    }

    #[test]
    fn failure_keeps_everything() {
        pool(512);
        let mut vec = numbers(0);
        while vec.try_push(Number::new(vec.len() as u32)).is_ok() {}
        let (count, place) = (vec.len(), vec.as_ptr());
        assert!(count > 60 && count == vec.capacity());
        assert_eq!(vec.try_push(Number::new(77)).unwrap_err().0.number(), 77);
        assert_eq!(vec.try_insert(3, Number::new(78)).unwrap_err().0.number(), 78);
        assert_eq!(vec.try_resize(count + 1, Number::new(79)), Err(OutOfMemory));
        assert_eq!(vec.try_extend_from_slice(&[Number::new(80)]), Err(OutOfMemory));
        assert_eq!(vec.try_clone(), Err(OutOfMemory));
        assert_eq!((vec.len(), vec.as_ptr()), (count, place));
        assert_eq!(left(&vec), Vec::from_iter(0..count as u32));
        assert_eq!(live(), count);
    }

    #[test]
    fn functions_without_try_panic_with_the_name_of_the_attribute() {
        pool(512);
        let panic = catch_unwind(|| Tested::<u8>::with_capacity(1000)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert_eq!(message, "no room in memory of the attribute `external`");
    }

    #[test]
    fn sizes_that_overflow_are_refused() {
        pool(512);
        let mut longs = Tested::<u64>::new();
        longs.push(1);
        for more in [usize::MAX, usize::MAX / 8, isize::MAX as usize / 8, isize::MAX as usize] {
            assert_eq!(longs.try_reserve(more), Err(OutOfMemory));
            assert_eq!(longs.try_reserve_exact(more), Err(OutOfMemory));
        }
        assert_eq!(Tested::<u64>::try_with_capacity(usize::MAX / 4), Err(OutOfMemory));
        let mut units = Tested::<()>::new();
        units.push(());
        assert_eq!(units.try_reserve(usize::MAX), Err(OutOfMemory));
        assert_eq!(units.try_reserve(usize::MAX - 1), Ok(()));
        assert_eq!(longs, [1]);
    }

    #[test]
    fn drop_that_panics() {
        pool(4096);
        let vec = numbers(9);
        panics_at(4, || drop(vec));
        assert_eq!((live(), allocated()), (0, 0));
    }

    #[test]
    fn truncate_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(6, || vec.truncate(3));
        assert_eq!(left(&vec), [0, 1, 2]);
        assert_eq!(live(), 3);
    }

    #[test]
    fn clone_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        let before = allocated();
        panics_at(4, || drop(vec.clone()));
        assert_eq!((live(), allocated()), (9, before));
        panics_at(4, || vec.resize(20, Number::new(4)));
        assert_eq!(left(&vec), Vec::from_iter(0..9));
        assert_eq!(live(), 9);
        let more = elements::<Number>(&[10, 11, 12]);
        panics_at(11, || vec.extend_from_slice(&more));
        assert_eq!(left(&vec), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
        assert_eq!(live(), 13);
    }

    #[test]
    fn retain_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(5, || vec.retain(|element| {
            burn(element.number());
            element.number() % 2 == 0
        }));
        assert_eq!(left(&vec), [0, 2, 4, 5, 6, 7, 8]);
        // The drop of what is not kept panics.
        panics_at(5, || vec.retain(|element| element.number() % 4 == 0));
        assert_eq!(left(&vec), [0, 4, 6, 7, 8]);
        assert_eq!(live(), 5);
    }

    #[test]
    fn drain_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(4, || drop(vec.drain(2..7)));
        assert_eq!(left(&vec), [0, 1, 7, 8]);
        assert_eq!(live(), 4);
    }

    #[test]
    fn drain_that_is_leaked() {
        pool(4096);
        let mut vec = numbers(9);
        std::mem::forget(vec.drain(2..7));
        assert_eq!(left(&vec), [0, 1]);
        vec.push(Number::new(10));
        assert_eq!(left(&vec), [0, 1, 10]);
    }

    #[test]
    fn iterator_that_panics() {
        pool(4096);
        let mut elements = numbers(9).into_iter();
        assert_eq!(elements.next().map(|first| first.number()), Some(0));
        panics_at(4, || drop(elements));
        assert_eq!((live(), allocated()), (0, 0));
    }

    #[test]
    fn ranges_and_indices_out_of_bounds_panic() {
        pool(4096);
        let mut vec = numbers(3);
        let mut refused = |run: fn(&mut Tested<Number>), why: &str| {
            let panic = catch_unwind(AssertUnwindSafe(|| run(&mut vec))).unwrap_err();
            assert_eq!(panic.downcast_ref::<String>().unwrap(), why);
        };
        refused(|vec| drop(vec.remove(3)), "index 3 in a vector of 3 elements");
        refused(|vec| drop(vec.swap_remove(3)), "index 3 in a vector of 3 elements");
        refused(|vec| vec.insert(4, Number::new(9)), "index 4 in a vector of 3 elements");
        refused(
            |vec| drop(vec.drain(2..4)),
            "a range that ends at 4, in a vector of 3 elements",
        );
        refused(
            |vec| drop(vec.drain(..=usize::MAX)),
            &format!("a range that ends at {}, in a vector of 3 elements", usize::MAX),
        );
        #[allow(clippy::reversed_empty_ranges)]
        refused(|vec| drop(vec.drain(2..1)), "a range that starts at 2 and ends at 1");
        assert_eq!(left(&vec), [0, 1, 2]);
        assert_eq!(live(), 3);
    }

    #[test]
    fn leaked_elements_stay() {
        pool(4096);
        let table: &'static mut [Number] = numbers(5).leak();
        assert_eq!(table[4].number(), 4);
        assert_eq!(live(), 5);
        assert!(External.owns(table.as_ptr()) && (allocated() >= 20 || !shared_multi_heap_sys::STATS));
    }

    #[test]
    fn vectors_go_to_other_threads() {
        pool(4096);
        let vec: Tested<u32> = (0..9).collect();
        let shared = &vec;
        std::thread::scope(|scope| {
            scope.spawn(move || assert_eq!(shared.len(), 9));
        });
        std::thread::spawn(move || drop(vec)).join().unwrap();
        assert_eq!(allocated(), 0);
    }
}
