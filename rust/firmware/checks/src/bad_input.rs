// SPDX-License-Identifier: Apache-2.0

//! Requests that cannot be served, and requests for nothing.

use core::alloc::Layout;
use core::array;

use allocator_api2::vec::Vec;
use shared_multi_heap::{Attribute, Cacheable, Heap, NonCacheable};

use crate::blocks::{Block, allocate};
use crate::information::allocated;
use crate::regions::Scratch;
use crate::{Tally, check};

pub fn check(tally: &mut Tally) {
    tally.heading("Bad input");
    check_nothing(tally);
    check_too_much(tally);
    check_exhaustion("scratch", Scratch, tally);
    check_exhaustion("non-cacheable", NonCacheable, tally);
}

fn check_nothing(tally: &mut Tally) {
    let before = allocated(Cacheable);
    let block = allocate(Cacheable, 0, 1024);
    check!(
        tally,
        block.is_ok_and(|block| block.address() % 1024 == 0 && !block.is_in_its_heap()),
        "a block of no bytes is aligned and belongs to nobody",
    );

    let mut bytes: Vec<u8, Cacheable> = Vec::with_capacity_in(64, Cacheable);
    bytes.shrink_to_fit();
    let given_back = allocated(Cacheable) == before;
    bytes.push(1);
    check!(
        tally,
        given_back && bytes == [1],
        "a block shrinks to nothing and grows again"
    );
}

fn check_too_much(tally: &mut Tally) {
    let mut bytes: Vec<u8, NonCacheable> = Vec::new_in(NonCacheable);
    bytes.push(1);

    check!(
        tally,
        bytes.try_reserve(isize::MAX as usize).is_err(),
        "the largest size is refused"
    );
    check!(
        tally,
        bytes.try_reserve(usize::MAX).is_err(),
        "and so is one beyond"
    );
    check!(tally, bytes == [1], "and nothing has changed");

    let highest = Layout::from_size_align(1, 1 << (usize::BITS - 2)).expect("a legal alignment");
    check!(
        tally,
        NonCacheable.allocate_block(highest).is_err(),
        "an alignment that no address has is refused",
    );
}

/// Takes all there is in blocks of a sixteenth. Others are still served.
fn check_exhaustion<A: Attribute>(name: &str, heap: Heap<A>, tally: &mut Tally) {
    let before = allocated(heap);
    let size = free(heap) / 16;
    let mut blocks: [Option<Block<A>>; 17] = array::from_fn(|_| allocate(heap, size, 1).ok());
    for (block, number) in blocks.iter_mut().flatten().zip(1..) {
        block.fill(number);
    }

    check!(
        tally,
        blocks.iter().flatten().count() >= 15,
        "{name}: all memory is handed out"
    );
    check!(tally, blocks[16].is_none(), "{name}: then there is none");
    check!(
        tally,
        allocate(Cacheable, 100, 8).is_ok_and(|block| block.is_in_its_heap()),
        "{name}: other memory is still there",
    );
    check!(
        tally,
        blocks
            .iter()
            .flatten()
            .zip(1..)
            .all(|(block, number)| block.is_filled(number, size)),
        "{name}: no two blocks share a byte",
    );
    drop(blocks);
    check!(
        tally,
        allocated(heap) == before,
        "{name}: all of it comes back"
    );
}

fn free<A: Attribute>(_: Heap<A>) -> usize {
    shared_multi_heap::regions()
        .filter(|region| region.attribute == A::NUMBER)
        .map(|region| region.largest_free)
        .sum()
}
