// SPDX-License-Identifier: Apache-2.0

//! Cache maintenance of a `DmaBuffer`, with a cache in software that devices do not see. For a C
//! library built with `SMH_CACHE=external`; without, there is nothing here.

#![cfg(smh_cache = "external")]

mod dma_support;

use std::ops::Range;

use dma_support::cache::{Call, calls, device_reads, device_writes};
use dma_support::neighbour::{Neighbour, pick, take};
use dma_support::{Cached, CachedBursts, Nowhere, Uncached, Wide, pool, validate_all};
use proptest::collection::vec;
use proptest::prelude::*;
use shared_multi_heap::{CACHE_LINE, DeviceBuffer, DmaBuffer, DmaElement, MemoryKind, RangeError};

/// Addresses of the block.
fn block<T: DmaElement, A: MemoryKind>(buffer: &DmaBuffer<T, A>) -> Range<usize> {
    let start = buffer.as_ptr().addr();

    start..start + buffer.byte_len()
}

fn clean_of(range: &Range<usize>) -> Call {
    Call::Clean(range.start, range.len())
}

fn invalidate_of(range: &Range<usize>) -> Call {
    Call::Invalidate(range.start, range.len())
}

#[test]
fn zeroes_are_in_memory_before_the_buffer_is_handed_out() {
    pool();
    for len in [1, CACHE_LINE, CACHE_LINE + 1, 1000] {
        let buffer = DmaBuffer::<u8, Cached>::zeroed(len).unwrap();
        let block = block(&buffer);

        assert_eq!(calls(), [clean_of(&block)]);
        assert_eq!(block.len(), len.next_multiple_of(CACHE_LINE));
        assert_eq!(device_reads(block.clone()), vec![0; block.len()]);
    }
}

#[test]
fn what_is_made_is_in_memory_before_the_buffer_is_handed_out() {
    pool();
    let made = DmaBuffer::<u8, CachedBursts>::from_fn(3, |index| index as u8 + 1).unwrap();
    assert_eq!(calls(), [clean_of(&block(&made))]);
    let copied = DmaBuffer::<u8, CachedBursts>::from_slice(&[1, 2, 3]).unwrap();
    assert_eq!(calls(), [clean_of(&block(&copied))]);

    for buffer in [made, copied] {
        let memory = device_reads(block(&buffer));
        assert_eq!(memory[..3], [1, 2, 3]);
        assert!(memory[3..].iter().all(|byte| *byte == 0));
    }
}

#[test]
fn whole_buffers_are_maintained_line_by_line() {
    pool();
    let mut buffer = DmaBuffer::<[u8; 3], Cached>::zeroed(100).unwrap();
    let block = block(&buffer);
    calls();

    buffer.clean();
    buffer.invalidate();
    assert_eq!(calls(), [clean_of(&block), invalidate_of(&block)]);
    drop(buffer);
    assert_eq!(calls(), []);
}

#[test]
fn a_part_is_cleaned_with_what_shares_its_lines() {
    pool();
    let buffer = DmaBuffer::<u8, Cached>::zeroed(4 * CACHE_LINE - 1).unwrap();
    let start = buffer.as_ptr().addr();
    calls();

    buffer.clean_range(CACHE_LINE - 1..CACHE_LINE + 1).unwrap();
    buffer.clean_range(..=0).unwrap();
    buffer.clean_range(3 * CACHE_LINE + 1..).unwrap();
    buffer.clean_range(7..7).unwrap();
    assert_eq!(
        calls(),
        [
            Call::Clean(start, 2 * CACHE_LINE),
            Call::Clean(start, CACHE_LINE),
            Call::Clean(start + 3 * CACHE_LINE, CACHE_LINE),
        ]
    );
    assert_eq!(
        buffer.clean_range(..4 * CACHE_LINE),
        Err(RangeError::OutOfBounds)
    );
    assert_eq!(
        buffer.clean_range(usize::MAX..),
        Err(RangeError::OutOfBounds)
    );
    assert_eq!(calls(), []);
}

#[test]
fn a_part_is_invalidated_in_whole_lines_or_not_at_all() {
    pool();
    let mut buffer = DmaBuffer::<u8, Cached>::zeroed(4 * CACHE_LINE - 1).unwrap();
    let start = buffer.as_ptr().addr();
    calls();

    buffer.invalidate_range(CACHE_LINE..3 * CACHE_LINE).unwrap();
    buffer.invalidate_range(3 * CACHE_LINE..).unwrap();
    buffer.invalidate_range(CACHE_LINE..CACHE_LINE).unwrap();
    assert_eq!(
        calls(),
        [
            Call::Invalidate(start + CACHE_LINE, 2 * CACHE_LINE),
            Call::Invalidate(start + 3 * CACHE_LINE, CACHE_LINE),
        ]
    );
    assert_eq!(
        buffer.invalidate_range(1..CACHE_LINE),
        Err(RangeError::SplitsLine)
    );
    assert_eq!(
        buffer.invalidate_range(..CACHE_LINE - 1),
        Err(RangeError::SplitsLine)
    );
    assert_eq!(
        buffer.invalidate_range(..4 * CACHE_LINE),
        Err(RangeError::OutOfBounds)
    );
    assert_eq!(calls(), []);
}

#[test]
fn elements_wider_than_a_line_are_counted_in_bytes() {
    pool();
    let mut buffer = DmaBuffer::<[u8; 2 * CACHE_LINE], Wide>::zeroed(3).unwrap();
    let start = buffer.as_ptr().addr();
    calls();

    buffer.invalidate_range(1..2).unwrap();
    buffer.clean_range(2..).unwrap();
    assert_eq!(
        calls(),
        [
            Call::Invalidate(start + 2 * CACHE_LINE, 2 * CACHE_LINE),
            Call::Clean(start + 4 * CACHE_LINE, 2 * CACHE_LINE),
        ]
    );
}

#[test]
fn the_device_gets_what_was_cleaned_and_the_processor_what_was_invalidated() {
    pool();
    let mut buffer = DmaBuffer::<u8, Cached>::from_slice(&[1; 10]).unwrap();
    let elements = block(&buffer).start..block(&buffer).start + 10;

    buffer.fill(2);
    assert_eq!(device_reads(elements.clone()), [1; 10]);
    buffer.clean();
    assert_eq!(device_reads(elements.clone()), [2; 10]);

    device_writes(elements.start, &[3; 10]);
    assert_eq!(*buffer, [2; 10]);
    buffer.invalidate();
    assert_eq!(*buffer, [3; 10]);

    // What is not cleaned is lost; it is a value nevertheless.
    buffer.fill(4);
    buffer.invalidate();
    assert_eq!(*buffer, [3; 10]);
}

/// A device that adds one to each element, and a driver that knows nothing of caches.
fn increment<A: MemoryKind>(buffer: DeviceBuffer<u8, A>) -> DeviceBuffer<u8, A> {
    let start = buffer.as_ptr().addr();
    let mut bytes = device_reads(start..start + buffer.len());

    bytes.iter_mut().for_each(|byte| *byte += 1);
    device_writes(start, &bytes);
    buffer
}

#[test]
fn handing_over_and_taking_back_see_to_the_cache() {
    pool();
    let mut buffer = DmaBuffer::<u8, Cached>::zeroed(2 * CACHE_LINE - 1).unwrap();
    let block = block(&buffer);
    buffer.fill(40);
    calls();

    let buffer = increment(increment(buffer.into_device())).into_cpu();
    assert_eq!(calls(), [clean_of(&block), invalidate_of(&block)]);
    assert!(buffer.iter().all(|byte| *byte == 42));
}

#[test]
fn peek_sees_what_the_device_wrote() {
    pool();
    let buffer = DmaBuffer::<u32, Cached>::zeroed(2 * CACHE_LINE / 4).unwrap();
    let start = buffer.as_ptr().addr();
    let last = buffer.len() - 1;
    let mut buffer = buffer.into_device();
    calls();

    assert_eq!(buffer.peek(last), Some(0));
    device_writes(start + 4 * last, &7_u32.to_ne_bytes());
    assert_eq!(buffer.peek(last), Some(7));
    assert_eq!(
        calls(),
        [Call::Invalidate(start + CACHE_LINE, CACHE_LINE); 2]
    );
    assert_eq!(buffer.peek(last + 1), None);
    assert_eq!(calls(), []);
}

#[test]
fn memory_without_a_cache_is_left_alone() {
    pool();
    let mut buffer = DmaBuffer::<u8, Uncached>::from_slice(&[5; 100]).unwrap();

    buffer.clean();
    buffer.invalidate();
    buffer.clean_range(3..50).unwrap();
    buffer.invalidate_range(3..50).unwrap();
    let mut buffer = buffer.into_device();
    assert_eq!(buffer.peek(99), Some(5));
    assert_eq!(*buffer.into_cpu(), [5; 100]);
    assert_eq!(calls(), []);
}

#[test]
fn no_bytes_no_calls() {
    let mut buffer = DmaBuffer::<u8, Nowhere>::zeroed(0).unwrap();

    buffer.clean();
    buffer.invalidate();
    buffer.clean_range(..).unwrap();
    let _ = buffer.into_device().into_cpu();
    assert_eq!(calls(), []);
}

#[derive(Clone, Debug)]
enum Step {
    Make { len: usize },
    Fill { which: usize, content: u8 },
    Clean { which: usize },
    Device { which: usize, content: u8 },
    Invalidate { which: usize },
    Drop { which: usize },
    Neighbour { size: usize },
    DropNeighbour { which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0..100_usize;
    prop_oneof![
        3 => (1..4 * CACHE_LINE).prop_map(|len| Step::Make { len }),
        3 => (which(), any::<u8>()).prop_map(|(which, content)| Step::Fill { which, content }),
        2 => which().prop_map(|which| Step::Clean { which }),
        3 => (which(), any::<u8>()).prop_map(|(which, content)| Step::Device { which, content }),
        5 => which().prop_map(|which| Step::Invalidate { which }),
        2 => which().prop_map(|which| Step::Drop { which }),
        3 => (1..3 * CACHE_LINE).prop_map(|size| Step::Neighbour { size }),
        2 => which().prop_map(|which| Step::DropNeighbour { which }),
    ]
}

/// A buffer with what the processor must see in it, and what a device must.
struct Modelled<A: MemoryKind> {
    buffer: DmaBuffer<u8, A>,
    seen: Vec<u8>,
    behind: Vec<u8>,
}

impl<A: MemoryKind> Modelled<A> {
    fn new(len: usize) -> Option<Self> {
        let buffer = DmaBuffer::zeroed(len).ok()?;

        Some(Self {
            buffer,
            seen: vec![0; len],
            behind: vec![0; len],
        })
    }

    fn act(&mut self, step: &Step) {
        match *step {
            Step::Fill { content, .. } => {
                self.buffer.fill(content);
                self.seen.fill(content);
            }
            Step::Clean { .. } => {
                self.buffer.clean();
                self.behind.clone_from(&self.seen);
            }
            Step::Device { content, .. } => {
                self.behind.fill(content);
                device_writes(self.buffer.as_ptr().addr(), &self.behind);
            }
            Step::Invalidate { .. } => {
                self.buffer.invalidate();
                self.seen.clone_from(&self.behind);
            }
            _ => unreachable!("not a step of a buffer"),
        }
    }

    fn agrees(&self) {
        let start = self.buffer.as_ptr().addr();

        assert_eq!(*self.buffer, self.seen[..]);
        assert_eq!(device_reads(start..start + self.buffer.len()), self.behind);
    }
}

fn run<A: MemoryKind>(steps: &[Step]) {
    let mut buffers: Vec<Modelled<A>> = Vec::new();
    let mut neighbours: Vec<Neighbour<A>> = Vec::new();

    for step in steps {
        match *step {
            Step::Make { len } => buffers.extend(Modelled::new(len)),
            Step::Neighbour { size } => neighbours.extend(Neighbour::new(size, 1, 7)),
            Step::Drop { which } => drop(take(&mut buffers, which)),
            Step::DropNeighbour { which } => drop(take(&mut neighbours, which)),
            Step::Fill { which, .. }
            | Step::Clean { which }
            | Step::Device { which, .. }
            | Step::Invalidate { which } => {
                if let Some(buffer) = pick(&mut buffers, which) {
                    buffer.act(step);
                }
            }
        }
        buffers.iter().for_each(Modelled::agrees);
        neighbours.iter().for_each(Neighbour::is_intact);
        validate_all();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn processor_and_device_see_what_a_model_says(
        narrow in vec(step(), 1..80),
        wide in vec(step(), 1..80),
    ) {
        pool();
        run::<Cached>(&narrow);
        run::<Wide>(&wide);
    }
}
