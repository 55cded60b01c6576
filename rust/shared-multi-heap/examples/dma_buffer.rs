// SPDX-License-Identifier: Apache-2.0

//! A driver whose buffers may be in any memory: what is cached is cleaned and invalidated, what is
//! not is not padded either.
//!
//! The device is a thread that knows nothing but an address and a length.
//!
//! ```text
//! cargo run --example dma_buffer
//! ```

use std::error::Error;
use std::thread::{self, JoinHandle};

use shared_multi_heap::{
    Cacheable, DeviceBuffer, DmaBuffer, MemoryKind, NonCacheable, static_region,
};

static_region! {
    static SRAM: [u8; 16384];
    static DMA_RAM: [u8; 4096];
}

/// Converts a voltage that rises steadily, and stores one sample after the other.
struct Adc<A: MemoryKind> {
    /// The device writes here until it has stopped.
    buffer: DeviceBuffer<u16, A>,
    device: JoinHandle<()>,
}

impl<A: MemoryKind> Adc<A> {
    /// Takes the buffer by value: nobody can read it, or free it, before `finish`.
    fn start(buffer: DmaBuffer<u16, A>) -> Self {
        let mut buffer = buffer.into_device(); // cleaned: no dirty line will hit the samples
        let (address, len) = (buffer.as_mut_ptr().expose_provenance(), buffer.len());

        Self {
            buffer,
            device: thread::spawn(move || sample(address, len)),
        }
    }

    fn finish(self) -> DmaBuffer<u16, A> {
        self.device.join().expect("the device does not panic");
        self.buffer.into_cpu() // invalidated: no stale line hides the samples
    }
}

/// What the device does with its two registers.
fn sample(address: usize, len: usize) {
    let samples = std::ptr::with_exposed_provenance_mut::<u16>(address);

    for index in 0..len {
        let place = samples.wrapping_add(index);

        // SAFETY: core::ptr::write: `Adc` keeps the buffer, which has `len` elements at that
        // address, until this thread has ended, and does not access it.
        unsafe { place.write(index as u16 * 100) };
    }
}

/// The same for every attribute: the board decides.
fn measure<A: MemoryKind>(count: usize) -> Result<u64, Box<dyn Error>> {
    let buffer = DmaBuffer::<u16, A>::zeroed(count)?;

    println!("{buffer:?}");
    let samples = Adc::start(buffer).finish();
    Ok(samples.iter().map(|sample| u64::from(*sample)).sum::<u64>() / count as u64)
}

fn main() -> Result<(), Box<dyn Error>> {
    shared_multi_heap::init()?;
    Cacheable.add(SRAM.take().ok_or("taken")?)?;
    // SAFETY: caller contract of `add_claimed`: on this host no device depends on memory that is
    // not cached.
    unsafe { NonCacheable.add_claimed(DMA_RAM.take().ok_or("taken")?)? };

    let cached = measure::<Cacheable>(100)?;
    let uncached = measure::<NonCacheable>(100)?;
    println!("mean of 100 samples: {cached}, {uncached}");
    assert_eq!((cached, uncached), (4950, 4950));
    Ok(())
}
