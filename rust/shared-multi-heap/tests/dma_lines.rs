// SPDX-License-Identifier: Apache-2.0

//! To drop the lines of a buffer harms nobody.
//!
//! A cache that drops a line brings back what memory had there before. So these tests keep what all
//! lines that hold an element had at some time, let the heap and the neighbours write, and put the
//! old bytes back: if any of them was anyone else's, its writes are lost.

mod dma_support;

use std::sync::{Mutex, MutexGuard, PoisonError};

use dma_support::neighbour::{Neighbour, pick, take};
use dma_support::{Cached, CachedBursts, Wide, largest_free, pool, validate_all};
use proptest::collection::vec;
use proptest::prelude::*;
use shared_multi_heap::{ALIGN, CACHE_LINE, DmaBuffer, DmaElement, MemoryKind, RegionId};

/// Held by the one test that uses the regions, so that it can tell what is free in them.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());

    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A buffer, and what memory has behind its lines.
struct Tracked<T: DmaElement, A: MemoryKind> {
    buffer: DmaBuffer<T, A>,
    memory: Vec<u8>,
}

/// The lines that have a byte of an element in them, whole: found from the elements alone, not from
/// what the buffer says of itself.
fn lines<T: DmaElement, A: MemoryKind>(buffer: &mut DmaBuffer<T, A>) -> (*mut u8, usize) {
    let start = buffer.as_mut_ptr().cast::<u8>();
    let before = start.addr() % CACHE_LINE;
    let bytes = (before + size_of_val::<[T]>(buffer)).next_multiple_of(CACHE_LINE);

    (start.wrapping_sub(before), bytes)
}

impl<T: DmaElement, A: MemoryKind> Tracked<T, A> {
    fn new(len: usize) -> Option<Self> {
        let memory = Vec::new();
        let mut tracked = Self {
            buffer: DmaBuffer::zeroed(len).ok()?,
            memory,
        };

        tracked.write_back();
        Some(tracked)
    }

    /// What a cache does when it cleans: memory has what the processor sees.
    fn write_back(&mut self) {
        let (start, len) = lines(&mut self.buffer);
        // SAFETY: core::slice::from_raw_parts: bytes of a region, which is readable as a whole.
        self.memory = unsafe { std::slice::from_raw_parts(start, len) }.to_vec();
    }

    /// What a cache does when it drops lines: the processor sees what memory has.
    fn drop_lines(&mut self) {
        let (start, len) = lines(&mut self.buffer);
        // SAFETY: core::ptr::copy_nonoverlapping: the region is writable as a whole. That all these bytes are the buffer's is what
        // the tests are about.
        unsafe { start.copy_from_nonoverlapping(self.memory.as_ptr(), len) };
    }

    /// The elements are what memory has.
    fn is_as_memory(&self) {
        let (elements, len) = (
            self.buffer.as_ptr().cast::<u8>(),
            size_of_val::<[T]>(&self.buffer),
        );
        // SAFETY: the elements, whose bytes are all initialised (contract of `DmaElement`).
        let elements = unsafe { std::slice::from_raw_parts(elements, len) };
        assert_eq!(elements, &self.memory[..len]);
    }
}

#[derive(Clone, Debug)]
enum Step {
    NewBuffer {
        bytes: usize,
    },
    NewNeighbour {
        size: usize,
        align_log2: u32,
        content: u8,
    },
    /// Which of those that are there is this number modulo how many there are.
    WriteBuffer {
        which: usize,
        content: u8,
    },
    WriteNeighbour {
        which: usize,
        content: u8,
    },
    Clean {
        which: usize,
    },
    DeviceWrites {
        which: usize,
        content: u8,
    },
    DropLines {
        which: usize,
    },
    FreeBuffer {
        which: usize,
    },
    FreeNeighbour {
        which: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0..1000_usize;
    prop_oneof![
        4 => (1..4 * CACHE_LINE).prop_map(|bytes| Step::NewBuffer { bytes }),
        4 => (1..3 * CACHE_LINE, 0..8_u32, any::<u8>())
            .prop_map(|(size, align_log2, content)| Step::NewNeighbour { size, align_log2, content }),
        2 => (which(), any::<u8>())
            .prop_map(|(which, content)| Step::WriteBuffer { which, content }),
        2 => (which(), any::<u8>())
            .prop_map(|(which, content)| Step::WriteNeighbour { which, content }),
        1 => which().prop_map(|which| Step::Clean { which }),
        2 => (which(), any::<u8>())
            .prop_map(|(which, content)| Step::DeviceWrites { which, content }),
        6 => which().prop_map(|which| Step::DropLines { which }),
        3 => which().prop_map(|which| Step::FreeBuffer { which }),
        3 => which().prop_map(|which| Step::FreeNeighbour { which }),
    ]
}

struct World<T: DmaElement, A: MemoryKind> {
    buffers: Vec<Tracked<T, A>>,
    neighbours: Vec<Neighbour<A>>,
}

/// Any value whose bytes are all the same.
fn filled<T: DmaElement>(content: u8) -> T {
    let mut value = std::mem::MaybeUninit::<T>::uninit();
    // SAFETY: core::ptr::write_bytes: as many bytes as the value has.
    unsafe {
        value
            .as_mut_ptr()
            .cast::<u8>()
            .write_bytes(content, size_of::<T>())
    };
    // SAFETY: every bit pattern is a value (contract of `DmaElement`).
    unsafe { value.assume_init() }
}

impl<T: DmaElement, A: MemoryKind> World<T, A> {
    fn act(&mut self, step: &Step) {
        match *step {
            Step::NewBuffer { bytes } => {
                self.buffers
                    .extend(Tracked::new(bytes.div_ceil(size_of::<T>())));
            }
            Step::NewNeighbour {
                size,
                align_log2,
                content,
            } => {
                self.neighbours
                    .extend(Neighbour::new(size, 1 << align_log2, content));
            }
            Step::WriteNeighbour { which, content } => {
                if let Some(block) = pick(&mut self.neighbours, which) {
                    block.write(content);
                }
            }
            Step::FreeBuffer { which } => drop(take(&mut self.buffers, which)),
            Step::FreeNeighbour { which } => drop(take(&mut self.neighbours, which)),
            Step::WriteBuffer { which, .. }
            | Step::Clean { which }
            | Step::DeviceWrites { which, .. }
            | Step::DropLines { which } => {
                if let Some(tracked) = pick(&mut self.buffers, which) {
                    maintain(tracked, step);
                }
            }
        }
    }

    fn is_sound(&self) {
        self.neighbours.iter().for_each(Neighbour::is_intact);
        validate_all();
    }
}

fn maintain<T: DmaElement, A: MemoryKind>(tracked: &mut Tracked<T, A>, step: &Step) {
    match *step {
        Step::WriteBuffer { content, .. } => tracked.buffer.fill(filled(content)),
        Step::Clean { .. } => tracked.write_back(),
        Step::DeviceWrites { content, .. } => {
            // The device stores elements alone; the rest of the last line keeps its bytes.
            let len = size_of_val::<[T]>(&tracked.buffer);
            tracked.memory[..len].fill(content);
        }
        Step::DropLines { .. } => {
            tracked.drop_lines();
            tracked.is_as_memory();
        }
        _ => unreachable!("not a step of a buffer"),
    }
}

/// Nobody is harmed by any step, and all of it can be freed.
fn run<T: DmaElement, A: MemoryKind>(region: RegionId, steps: &[Step]) {
    let _turn = turn();
    let before = largest_free(region);
    let mut world = World::<T, A> {
        buffers: Vec::new(),
        neighbours: Vec::new(),
    };

    for step in steps {
        world.act(step);
        world.is_sound();
    }
    // Once more over everything that is left, then all of it goes.
    for tracked in &mut world.buffers {
        tracked.drop_lines();
    }
    world.is_sound();
    drop(world);
    validate_all();
    assert_eq!(largest_free(region), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn narrow_regions(bytes in vec(step(), 1..80), odd in vec(step(), 1..80)) {
        run::<u8, Cached>(pool().cached, &bytes);
        run::<[u8; 12], Cached>(pool().cached, &odd);
    }

    #[test]
    fn wide_regions(words in vec(step(), 1..80), bytes in vec(step(), 1..80)) {
        run::<u64, Wide>(pool().wide, &words);
        run::<u8, Wide>(pool().wide, &bytes);
    }

    #[test]
    fn units_larger_than_a_line(steps in vec(step(), 1..60)) {
        run::<u16, CachedBursts>(pool().cached_bursts, &steps);
    }
}

#[test]
fn the_two_regions_have_different_metadata() {
    let sizes = [pool().cached, pool().wide].map(|region| region.info().unwrap().size / ALIGN);

    assert!(sizes[0] <= 65535 && sizes[1] > 65535);
}

/// Neighbours right behind and right before a buffer, at every length within three lines.
#[test]
fn every_length_between_two_neighbours() {
    let _turn = turn();
    let region = pool().wide;
    for bytes in 1..=3 * CACHE_LINE {
        let left = Neighbour::<Wide>::new(ALIGN, ALIGN, 1).unwrap();
        let mut tracked = Tracked::<u8, Wide>::new(bytes).unwrap();
        let mut right = Neighbour::<Wide>::new(ALIGN, ALIGN, 2).unwrap();
        let farther = Neighbour::<Wide>::new(bytes, 1, 3).unwrap();

        right.write(4);
        drop(farther); // the header behind `right` changes, and so does its left neighbour's
        tracked.drop_lines();
        left.is_intact();
        right.is_intact();
        assert_eq!(region.validate(), Ok(()));
    }
}
