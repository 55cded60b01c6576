// SPDX-License-Identifier: Apache-2.0

//! Kinds of memory that only this board has, and a driver that runs with any of them.
//!
//! Run: `cargo run -p shared-multi-heap --features alloc,derive --example own_attribute`

use std::error::Error;

use shared_multi_heap::allocator_api2::vec::Vec;
use shared_multi_heap::{
    Attribute, Heap, NoAtomics, NoAtomicsVec, OutOfMemory, SupportsAtomics, static_region,
};

shared_multi_heap::attribute! {
    /// The memory next to the processor: fast, never cached, and with atomics.
    // SAFETY: contract of `Attribute`: the board adds no other memory under 5.
    pub attribute Tcm(TcmAttribute) = unsafe { 5 } { cached: false, atomics: true };
    /// The chip on the serial bus: large and slow, and its bus has no atomics.
    // SAFETY: contract of `Attribute`: nothing is claimed.
    pub attribute Psram(PsramAttribute) = unsafe { 6 } { cached: true, dma_align: 16 };
}

static_region! {
    static TCM_BANK: [u8; 4096];
    static PSRAM_CHIP: [u8; 65536];
}

/// What is recorded. It has no atomics in it, so it may lie in any memory.
#[derive(Clone, Copy, NoAtomics)]
struct Sample {
    channel: u8,
    value: f32,
}

/// A log for any attribute: the board decides where it lies.
struct Log<A: Attribute> {
    samples: NoAtomicsVec<Sample, A>,
}

impl<A: Attribute> Log<A> {
    fn new() -> Self {
        Self {
            samples: NoAtomicsVec::new(),
        }
    }

    fn record(&mut self, channel: u8, value: f32) -> Result<(), OutOfMemory> {
        Ok(self.samples.try_push(Sample { channel, value })?)
    }

    fn mean(&self, channel: u8) -> f32 {
        let values = self
            .samples
            .iter()
            .filter(|sample| sample.channel == channel);
        let (count, sum) =
            values.fold((0.0, 0.0), |(n, sum), sample| (n + 1.0, sum + sample.value));

        sum / count
    }
}

/// A queue of anything needs memory in which atomics work, since anything may be an `Arc`.
fn queue<T, A: SupportsAtomics>(heap: Heap<A>, elements: usize) -> Vec<T, Heap<A>> {
    Vec::with_capacity_in(elements, heap)
}

fn main() -> Result<(), Box<dyn Error>> {
    shared_multi_heap::init()?;
    // SAFETY: contract of `add_claimed`: nothing on this machine can tell whether a cache holds the
    // memory, and atomics work in it.
    unsafe { Tcm.add_claimed(TCM_BANK.take().ok_or("taken")?)? };
    // SAFETY: contract of `add_claimed`: nothing is claimed that this memory does not have.
    unsafe { Psram.add_claimed(PSRAM_CHIP.take().ok_or("taken")?)? };

    let mut log: Log<PsramAttribute> = Log::new();
    for number in 0..3000_u16 {
        log.record((number % 3) as u8, f32::from(number))?;
    }
    assert!(Psram.owns(log.samples.as_ptr()));
    assert_eq!(log.mean(0), 1498.5);
    println!(
        "{} samples in {}, mean of channel 0: {}",
        log.samples.len(),
        PsramAttribute::NAME,
        log.mean(0)
    );

    // The same code in other memory, which is too small for that many.
    let mut log: Log<TcmAttribute> = Log::new();
    let recorded = (0..3000)
        .take_while(|number| log.record(0, *number as f32).is_ok())
        .count();
    assert!(recorded > 100 && recorded < 1000);
    println!(
        "{recorded} samples in {}, then it was full",
        TcmAttribute::NAME
    );
    drop(log);

    let mut tasks: Vec<std::sync::Arc<str>, Tcm> = queue(Tcm, 8);
    tasks.push("blink".into());
    assert!(Tcm.owns(tasks.as_ptr()));
    println!("{} task in {:?}", tasks.len(), Tcm);
    Ok(())
}
