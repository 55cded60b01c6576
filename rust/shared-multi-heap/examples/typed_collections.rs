// SPDX-License-Identifier: Apache-2.0

//! Collections that say in their type which memory they use.
//!
//! Run: `cargo run -p shared-multi-heap --features alloc --example typed_collections`

use std::error::Error;

use hashbrown::{DefaultHashBuilder, HashMap};
use shared_multi_heap::allocator_api2::boxed::Box;
use shared_multi_heap::allocator_api2::vec::Vec;
use shared_multi_heap::{Cacheable, NonCacheable, region_of, regions, static_region};

static_region! {
    static SRAM: [u8; 32768];
    static UNCACHED: [u8; 8192];
}

/// Peers by number, in memory that no cache holds.
type Peers = HashMap<u32, Peer, DefaultHashBuilder, NonCacheable>;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Peer {
    packets: u32,
    bytes: u64,
}

/// A function that asks for a buffer in a certain memory: another is refused when it is compiled.
fn checksum(packet: &Vec<u8, NonCacheable>) -> u32 {
    packet.iter().map(|byte| u32::from(*byte)).sum()
}

fn set_up() -> Result<(), std::boxed::Box<dyn Error>> {
    shared_multi_heap::init()?;
    Cacheable.add(SRAM.take().ok_or("SRAM is taken")?)?;
    // SAFETY: contract of `add_claimed`: nothing on this machine can tell whether a cache holds the
    // memory.
    unsafe { NonCacheable.add_claimed(UNCACHED.take().ok_or("UNCACHED is taken")?)? };
    Ok(())
}

fn main() -> Result<(), std::boxed::Box<dyn Error>> {
    set_up()?;

    let mut packet: Vec<u8, NonCacheable> = Vec::with_capacity_in(1500, NonCacheable);
    packet.extend((0..1500).map(|number| (number % 251) as u8));
    println!(
        "packet of {} bytes, checksum {}",
        packet.len(),
        checksum(&packet)
    );

    // A clone is in the same memory: that is part of its type.
    let copy = packet.clone();
    assert_eq!(region_of(copy.as_ptr()), region_of(packet.as_ptr()));

    let mut peers = Peers::new_in(NonCacheable);
    for number in 0..40 {
        peers.insert(
            number,
            Peer {
                packets: 1,
                bytes: u64::from(number) * 100,
            },
        );
    }
    peers.entry(7).and_modify(|peer| peer.packets += 1);
    assert_eq!(
        peers[&7],
        Peer {
            packets: 2,
            bytes: 700
        }
    );
    println!("{} peers", peers.len());

    let table: Box<[u16; 256], Cacheable> = Box::new_in([0x55AA; 256], Cacheable);
    assert!(Cacheable.owns(table.as_ptr()) && !NonCacheable.owns(table.as_ptr()));

    for region in regions() {
        println!(
            "attribute {}: {} of {} bytes in use",
            region.attribute, region.allocated, region.capacity
        );
        assert!(region.allocated > 0);
        region.region.validate()?;
    }
    drop((packet, copy, peers, table));
    assert!(regions().all(|region| region.allocated == 0));
    println!("all given back");
    Ok(())
}
