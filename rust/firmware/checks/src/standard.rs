// SPDX-License-Identifier: Apache-2.0

//! Collections of the standard library, through the unstable trait.

extern crate alloc;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::pin::Pin;
use core::sync::atomic::{AtomicU32, Ordering};

use shared_multi_heap::{Cacheable, Fallback, Heap, NonCacheable, SupportsAtomics};

use crate::regions::Scratch;
use crate::{Tally, check};

pub fn check(tally: &mut Tally) {
    tally.heading("Collections of the standard library");
    check_in("cacheable", Cacheable, tally);
    check_in("non-cacheable", NonCacheable, tally);
    check_in("scratch", Scratch, tally);
    check_fallback(tally);
}

fn check_in<A: SupportsAtomics>(name: &str, heap: Heap<A>, tally: &mut Tally) {
    check!(tally, counted(heap), "{name}: Rc and Arc");
    check!(tally, trees(heap), "{name}: BTreeMap");
    check!(tally, queues(heap), "{name}: VecDeque");
    check!(tally, pinned(heap), "{name}: pinned boxes");
}

fn counted<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let local = Rc::new_in([1_u8; 20], heap);
    let shared = Arc::new_in(AtomicU32::new(1), heap);
    let other = Arc::clone(&shared);
    other.fetch_add(1, Ordering::Relaxed);

    heap.owns(&raw const *local)
        && heap.owns(&raw const *shared)
        && Rc::strong_count(&local.clone()) == 2
        && Arc::strong_count(&shared) == 2
        && shared.load(Ordering::Relaxed) == 2
}

fn trees<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let mut squares = BTreeMap::new_in(heap);
    for number in 0..100_u32 {
        squares.insert(number, number * number);
    }
    squares.retain(|number, _| number % 2 == 0);

    squares.len() == 50
        && squares
            .first_key_value()
            .is_some_and(|(number, _)| heap.owns(number))
        && squares
            .iter()
            .all(|(number, square)| *square == number * number)
}

fn queues<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let mut queue = VecDeque::new_in(heap);
    for number in 0..200_u32 {
        queue.push_back(number);
        if number % 2 == 1 {
            queue.pop_front();
        }
    }
    queue.len() == 100 && heap.owns(&raw const queue[0]) && queue.iter().copied().eq(100..200)
}

fn pinned<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let number: Pin<Box<u32, Heap<A>>> = Box::pin_in(7, heap);

    heap.owns(&raw const *number) && *number == 7
}

fn check_fallback(tally: &mut Tally) {
    let both: Fallback<Scratch, Cacheable> = Fallback::default();
    let mut bytes = Vec::new_in(both);
    bytes.resize(100, 1_u8);
    let small = Scratch.owns(bytes.as_ptr());
    bytes.resize(20_000, 1);

    check!(
        tally,
        small && Cacheable.owns(bytes.as_ptr()) && bytes.iter().all(|byte| *byte == 1),
        "fallback: a vector moves to the second memory",
    );
}
