// SPDX-License-Identifier: Apache-2.0

//! Collections of the standard library in typed memory, by the unstable `Allocator` trait.

#![feature(allocator_api, btreemap_alloc)]

mod common;

use std::boxed::Box;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, LinkedList, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

use common::{Baseline, Tcm, add, allocated, init, lies_in};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{AssumeAtomics, Cacheable, External, Fallback, NonCacheable, attribute};

fn regions() -> Baseline {
    init();
    add(Cacheable, 32768);
    add(NonCacheable, 32768);
    add(Tcm, 2000);
    add(External, 4096);
    Baseline::now()
}

/// Becomes ready at the third poll, and must not move in between.
struct Third {
    polls: u32,
    place: *const Third,
}

impl Future for Third {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        let this = self.get_mut();

        assert!(
            this.place.is_null() || std::ptr::eq(this.place, this),
            "it has moved"
        );
        this.place = &raw const *this;
        this.polls += 1;
        if this.polls == 3 {
            Poll::Ready(this.polls)
        } else {
            Poll::Pending
        }
    }
}

rusty_fork_test! {
    #[test]
    fn boxes() {
        let baseline = regions();
        let boxed: Box<dyn Fn(u32) -> u32, NonCacheable> = {
            let table = [3_u32; 50];
            Box::new_in(move |index| table[index as usize] + index, NonCacheable)
        };
        assert_eq!(boxed(7), 10);
        assert!(lies_in(NonCacheable, &*boxed));

        let mut bytes = Vec::new_in(Tcm);
        bytes.extend(0..100_u8);
        let bytes: Box<[u8], Tcm> = bytes.into_boxed_slice();
        assert!(lies_in(Tcm, &*bytes) && bytes.iter().copied().eq(0..100));
        assert!(Box::try_new_in([0_u8; 3000], Tcm).is_err());
        drop((boxed, bytes));
        baseline.assert_empty();
    }

    #[test]
    fn pinned_boxes() {
        let baseline = regions();
        let mut future = Box::pin_in(Third { polls: 0, place: std::ptr::null() }, Cacheable);
        let mut context = Context::from_waker(Waker::noop());

        assert!(lies_in(Cacheable, &*future));
        assert_eq!(future.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(future.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(future.as_mut().poll(&mut context), Poll::Ready(3));
        drop(future);
        baseline.assert_empty();
    }

    #[test]
    fn vectors() {
        let baseline = regions();
        let mut numbers = Vec::new_in(NonCacheable);

        numbers.extend(0..1000_u64);
        numbers.sort_by_key(|number| number % 10);
        let copy = numbers.clone();
        assert!(lies_in(NonCacheable, &*numbers) && lies_in(NonCacheable, &*copy));
        assert_eq!((copy[0], copy[999]), (0, 999));
        let halves = numbers.split_off(500);
        assert!(lies_in(NonCacheable, &*halves) && halves.len() == 500);
        drop((numbers, copy, halves));
        baseline.assert_empty();
    }

    #[test]
    fn shared_pointers() {
        let baseline = regions();
        let parent = Rc::new_in([1_u16; 100], NonCacheable);
        let weak: Weak<_, NonCacheable> = Rc::downgrade(&parent);
        let other = Rc::clone(&parent);

        assert!(lies_in(NonCacheable, &*parent));
        assert!(Rc::ptr_eq(&parent, &weak.upgrade().unwrap()));
        drop((parent, other));
        assert!(weak.upgrade().is_none());
        drop(weak);
        baseline.assert_empty();
    }

    #[test]
    fn counters_of_arc_are_in_the_memory() {
        let baseline = regions();
        let shared = Arc::new_in(AtomicU32::new(0), Tcm);

        assert!(lies_in(Tcm, &*shared));
        thread::scope(|scope| {
            for _ in 0..4 {
                let shared = Arc::clone(&shared);
                scope.spawn(move || (0..1000).for_each(|_| { shared.fetch_add(1, Ordering::Relaxed); }));
            }
        });
        assert_eq!(shared.load(Ordering::Relaxed), 4000);
        assert_eq!(Arc::strong_count(&shared), 1);
        drop(shared);
        baseline.assert_empty();
    }

    #[test]
    fn trees() {
        let baseline = regions();
        let mut map = BTreeMap::new_in(NonCacheable);
        let mut set = BTreeSet::new_in(Cacheable);

        for number in 0..500_u32 {
            map.insert(number * 7 % 500, number);
            set.insert(number % 50);
        }
        assert!(map.keys().copied().eq(0..500) && set.len() == 50);
        assert!(map.values().all(|value| lies_in(NonCacheable, value)));
        assert!(set.iter().all(|value| lies_in(Cacheable, value)));
        let upper = map.split_off(&250);
        map.retain(|key, _| key % 2 == 0);
        assert_eq!((map.len(), upper.len()), (125, 250));
        assert!(upper.clone().into_keys().eq(250..500));
        drop((map, upper, set));
        baseline.assert_empty();
    }

    #[test]
    fn queues() {
        let baseline = regions();
        let mut deque = VecDeque::new_in(NonCacheable);
        let mut heap = BinaryHeap::new_in(NonCacheable);
        let mut list = LinkedList::new_in(Cacheable);

        for number in 0..300_u32 {
            deque.push_front(number);
            heap.push(number * 7 % 300);
            list.push_back(number);
        }
        assert!(deque.iter().rev().copied().eq(0..300));
        assert!(deque.iter().all(|number| lies_in(NonCacheable, number)));
        assert!(list.iter().all(|number| lies_in(Cacheable, number)));
        deque.rotate_left(100);
        deque.shrink_to_fit();
        assert_eq!(deque.len(), 300);
        assert!(list.split_off(100).into_iter().eq(100..300));
        assert!(std::iter::from_fn(|| heap.pop()).eq((0..300).rev()));
        drop((deque, heap, list));
        baseline.assert_empty();
    }

    #[test]
    fn fallback_spills() {
        let baseline = regions();
        let mut deque: VecDeque<u32, Fallback<Tcm, NonCacheable>> =
            VecDeque::new_in(Fallback::default());

        deque.extend(0..100);
        assert!(deque.iter().all(|number| lies_in(Tcm, number)));
        deque.extend(100..2000);
        assert!(deque.iter().all(|number| lies_in(NonCacheable, number)));
        assert!(deque.iter().copied().eq(0..2000));
        assert_eq!(allocated(Tcm), 0);

        let shared = Rc::new_in([0_u8; 1000], Fallback::new(Tcm, Cacheable));
        let second = Rc::new_in([0_u8; 1000], Fallback::new(Tcm, Cacheable));
        assert!(lies_in(Tcm, &*shared) && lies_in(Cacheable, &*second));
        drop((deque, shared, second));
        baseline.assert_empty();
    }

    #[test]
    fn adapter_for_memory_without_atomics() {
        let baseline = regions();
        // SAFETY: contract of `new`: the tree and its numbers do no atomic
        // operations.
        let external = unsafe { AssumeAtomics::<attribute::External>::new() };
        let mut map = BTreeMap::new_in(external);

        map.extend((0..50_u32).map(|number| (number, number * 2)));
        assert!(map.values().all(|value| lies_in(External, value)));
        drop(map);
        baseline.assert_empty();
    }
}
