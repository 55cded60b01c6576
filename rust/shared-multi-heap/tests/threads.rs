// SPDX-License-Identifier: Apache-2.0

//! Many threads on one pool: blocks of several attributes are allocated, changed, sent to other
//! threads and freed there, with patterns that only an undisturbed block still has.

mod common;

use std::alloc::Layout;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Barrier};
use std::thread;

use common::{Baseline, Last, Tcm, add, init};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    Attribute, Cacheable, External, Heap, NoAtomicsVec, NonCacheable, Policy, region_of, regions,
};

const THREADS: usize = 8;
const ROUNDS: u32 = 20_000;
/// A thread with more blocks than this sends or frees some.
const MOST: usize = 40;

/// A live block, of whichever attribute: `number` tells which.
struct Block {
    start: NonNull<u8>,
    layout: Layout,
    number: u32,
    seed: u8,
}

// SAFETY: `core::marker::Send`: it owns the block, and the pool serves any thread (SPEC SMH-LOCK-1).
unsafe impl Send for Block {}

/// A random number from a few shifts.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

impl Block {
    fn new<A: Attribute>(heap: Heap<A>, layout: Layout, seed: u8, zeroed: bool) -> Option<Self> {
        let start = if zeroed {
            heap.allocate_block_zeroed(layout).ok()?.cast()
        } else {
            heap.allocate_block(layout).ok()?.cast()
        };
        let block = Self {
            start,
            layout,
            number: A::NUMBER,
            seed,
        };

        assert!(
            !zeroed || block.bytes().iter().all(|byte| *byte == 0),
            "not all zeroes"
        );
        block.fill();
        Some(block)
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: the block is live and this is its only owner (SPEC SMH-ALLOC-1); `fill` is not
        // called meanwhile.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.layout.size()) }
    }

    fn fill(&self) {
        // SAFETY: the block is live, has that many bytes, and this is its only owner (SPEC
        // SMH-ALLOC-1).
        unsafe { self.start.write_bytes(self.seed, self.layout.size()) };
    }

    fn check(&self, bytes: usize) {
        assert!(
            self.bytes()[..bytes].iter().all(|byte| *byte == self.seed),
            "disturbed"
        );
        assert_eq!(
            region_of(self.start.as_ptr()).unwrap().attribute,
            self.number
        );
        assert!(self.start.addr().get() % self.layout.align() == 0);
    }

    fn change<A: Attribute>(&mut self, heap: Heap<A>, size: usize) {
        let new = Layout::from_size_align(size, self.layout.align()).unwrap();
        let kept = size.min(self.layout.size());
        let result = if size < self.layout.size() {
            // SAFETY: contract of `shrink_block`: the live block, to a smaller size.
            unsafe { heap.shrink_block(self.start, self.layout, new) }
        } else {
            // SAFETY: contract of `grow_block`: the live block, to a size no smaller.
            unsafe { heap.grow_block(self.start, self.layout, new) }
        };
        if let Ok(block) = result {
            (self.start, self.layout) = (block.cast(), new);
            self.check(kept);
            self.fill();
        }
    }

    fn free<A: Attribute>(self, heap: Heap<A>) {
        self.check(self.layout.size());
        // SAFETY: contract of `deallocate_block`: the live block, which is given up.
        unsafe { heap.deallocate_block(self.start, self.layout) };
    }
}

/// Calls a function with the heap of a number.
macro_rules! with_heap {
    ($number:expr, $heap:ident => $call:expr) => {
        match $number {
            0 => {
                let $heap = Cacheable;
                $call
            }
            1 => {
                let $heap = NonCacheable;
                $call
            }
            2 => {
                let $heap = External;
                $call
            }
            5 => {
                let $heap = Tcm;
                $call
            }
            other => unreachable!("attribute {other}"),
        }
    };
}

/// What one thread does.
fn work(seed: u64, others: &[Sender<Block>], mine: &Receiver<Block>) -> u64 {
    let mut random = Random(seed);
    let mut blocks: Vec<Block> = Vec::new();
    let mut done = 0;

    for _ in 0..ROUNDS {
        blocks.extend(mine.try_iter());
        let action = random.below(if blocks.len() > MOST { 2 } else { 8 });
        if blocks.is_empty() || action > 4 {
            let layout =
                Layout::from_size_align(1 + random.below(300), 1 << random.below(8)).unwrap();
            let (number, seed) = ([0, 1, 2, 5][random.below(4)], random.below(256) as u8);
            let zeroed = random.below(2) == 0;
            let block = with_heap!(number, heap => Block::new(heap, layout, seed, zeroed));
            if block.is_none() {
                // What is missing waits for other threads to receive it.
                thread::yield_now();
            }
            done += u64::from(block.is_some());
            blocks.extend(block);
            continue;
        }
        let mut block = blocks.swap_remove(random.below(blocks.len()));
        match action {
            0 => with_heap!(block.number, heap => block.free(heap)),
            1 => others[random.below(others.len())].send(block).unwrap(),
            _ => {
                let size = 1 + random.below(500);
                block.check(block.layout.size());
                with_heap!(block.number, heap => block.change(heap, size));
                blocks.push(block);
            }
        }
    }
    for block in blocks {
        with_heap!(block.number, heap => block.free(heap));
    }
    done
}

/// Changes policies and looks at the regions while the others work, until they have finished.
fn watch(finished: &AtomicBool) {
    let mut best = false;

    while !finished.load(Ordering::Acquire) {
        best = !best;
        let policy = if best {
            Policy::BestFit
        } else {
            Policy::FirstFit
        };
        let _ = (
            Cacheable.set_policy(policy),
            NonCacheable.set_policy(policy),
        );
        for region in regions() {
            assert_eq!(region.region.validate(), Ok(()));
            assert!(region.free <= region.capacity && region.largest_free <= region.capacity);
        }
        thread::yield_now();
    }
}

rusty_fork_test! {
    #[test]
    fn blocks_go_from_thread_to_thread() {
        init();
        for bytes in [20_000, 5_001, 9_999] {
            add(Cacheable, bytes);
            add(NonCacheable, bytes);
        }
        add(External, 16_384);
        add(Tcm, 4096);
        let baseline = Baseline::now();
        let finished = AtomicBool::new(false);
        let start = Barrier::new(THREADS);
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..THREADS).map(|_| channel()).unzip();

        thread::scope(|scope| {
            let watcher = scope.spawn(|| watch(&finished));
            let workers: Vec<_> = (1..).zip(receivers).map(|(number, mine)| {
                let others = senders.clone();
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let done = work(number * 0x9E37_79B9, &others, &mine);
                    (done, mine)
                })
            }).collect();
            let done: Vec<_> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
            finished.store(true, Ordering::Release);
            watcher.join().unwrap();
            let allocated: u64 = done.iter().map(|(allocated, _)| allocated).sum();
            assert!(allocated > u64::from(ROUNDS) / 4, "{allocated}");
            for (_, left) in done {
                left.try_iter().for_each(|block| with_heap!(block.number, heap => block.free(heap)));
            }
        });
        baseline.assert_empty();
    }

    #[test]
    fn containers_go_from_thread_to_thread() {
        init();
        add(External, 65536);
        let baseline = Baseline::now();
        let (sender, receiver) = sync_channel::<NoAtomicsVec<u64, External>>(16);
        let sum = Arc::new(AtomicU64::new(0));

        thread::scope(|scope| {
            let total = Arc::clone(&sum);
            scope.spawn(move || {
                for mut numbers in receiver {
                    numbers.extend_from_slice(&[1; 10]);
                    assert!(External.owns(numbers.as_ptr()));
                    total.fetch_add(numbers.iter().sum(), Ordering::Relaxed);
                }
            });
            for number in 0..4_u64 {
                let sender = sender.clone();
                scope.spawn(move || {
                    for _ in 0..200 {
                        let mut numbers = NoAtomicsVec::new();
                        for _ in 0..10 {
                            numbers.push(number);
                        }
                        sender.send(numbers).unwrap();
                    }
                });
            }
            drop(sender);
        });
        assert_eq!(sum.load(Ordering::Relaxed), 200 * (10 * (1 + 2 + 3) + 4 * 10));
        baseline.assert_empty();
    }

    #[test]
    fn regions_are_added_while_others_allocate() {
        init();
        let added = AtomicU64::new(0);

        thread::scope(|scope| {
            let allocating: Vec<_> = (0..4).map(|_| scope.spawn(|| {
                let mut blocks = Vec::new();
                loop {
                    let last = added.load(Ordering::Acquire) == 8;
                    match Last.allocate_block(Layout::new::<[u8; 40]>()) {
                        Ok(block) => blocks.push(block.cast::<u8>().addr().get()),
                        Err(_) if last => break,
                        Err(_) => thread::yield_now(),
                    }
                }
                blocks
            })).collect();
            for _ in 0..8 {
                add(Last, 3000);
                added.fetch_add(1, Ordering::Release);
                thread::yield_now();
            }
            let mut all: Vec<usize> =
                allocating.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
            assert!(count >= 8 * 40, "{count}");
        });
        common::assert_sound();
    }
}
