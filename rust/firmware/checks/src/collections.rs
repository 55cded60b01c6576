// SPDX-License-Identifier: Apache-2.0

//! Typed collections that take an allocator on stable.

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use hashbrown::{DefaultHashBuilder, HashMap};
use shared_multi_heap::{Cacheable, Heap, NonCacheable, SupportsAtomics};

use crate::regions::Scratch;
use crate::{Tally, check};

pub fn check(tally: &mut Tally) {
    tally.heading("Collections");
    check_in("cacheable", Cacheable, tally);
    check_in("non-cacheable", NonCacheable, tally);
    check_in("scratch", Scratch, tally);
}

fn check_in<A: SupportsAtomics>(name: &str, heap: Heap<A>, tally: &mut Tally) {
    check!(tally, boxes(heap), "{name}: boxes keep their values");
    check!(
        tally,
        vectors(heap),
        "{name}: vectors grow, clone and shrink"
    );
    check!(tally, maps(heap), "{name}: hash maps keep their entries");
}

fn boxes<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let number = Box::new_in(0x1234_5678_u32, heap);
    let words: Box<[u64; 33], Heap<A>> = Box::new_in([7; 33], heap);
    let nothing = Box::new_in((), heap);
    let slice: Box<dyn Fn(u32) -> u32, Heap<A>> = allocator_api2::unsize_box!(closure(heap));

    heap.owns(&raw const *number)
        && heap.owns(&raw const *words)
        && !heap.owns(&raw const *nothing)
        && *number == 0x1234_5678
        && words.iter().sum::<u64>() == 231
        && slice(2) == 42
}

fn closure<A: SupportsAtomics>(heap: Heap<A>) -> Box<impl Fn(u32) -> u32, Heap<A>> {
    let offset = 40;
    Box::new_in(move |number| number + offset, heap)
}

fn vectors<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let mut bytes: Vec<u8, Heap<A>> = Vec::new_in(heap);
    for number in 0..3000_u32 {
        bytes.push(number as u8);
    }
    let copy = bytes.clone();
    bytes.truncate(10);
    bytes.shrink_to_fit();

    bytes.capacity() < 3000
        && heap.owns(bytes.as_ptr())
        && heap.owns(copy.as_ptr())
        && bytes == copy[..10]
        && copy
            .iter()
            .enumerate()
            .all(|(index, byte)| *byte == index as u8)
}

fn maps<A: SupportsAtomics>(heap: Heap<A>) -> bool {
    let mut squares = HashMap::with_hasher_in(DefaultHashBuilder::default(), heap);
    for number in 0..100_u32 {
        squares.insert(number, Box::new_in(number * number, heap));
    }
    squares.retain(|number, _| number % 3 == 0);

    squares.len() == 34
        && squares
            .iter()
            .all(|(number, square)| **square == number * number)
        && squares
            .get(&9)
            .is_some_and(|square| heap.owns(&raw const **square))
}
