// SPDX-License-Identifier: Apache-2.0

//! Memory of several attributes for the tests of `DmaBuffer`.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[cfg(smh_cache = "external")]
pub mod cache;
pub mod neighbour;

use std::mem::MaybeUninit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use shared_multi_heap::{ALIGN, Attribute, Heap, RegionId, attribute, set_fault_handler};

attribute! {
    /// A cache may hold it.
    // SAFETY: contract of `Attribute`: nothing is claimed.
    pub attribute Cached(CachedAttribute) = unsafe { 5 } { cached: true };
    /// The same, in a region that is large enough for the other format of metadata.
    // SAFETY: contract of `Attribute`: nothing is claimed.
    pub attribute Wide(WideAttribute) = unsafe { 6 } { cached: true };
    /// No cache holds it; engines write words.
    // SAFETY: contract of `Attribute`: no cache of the tests, which is a model, holds it.
    pub attribute Uncached(UncachedAttribute) = unsafe { 7 } { cached: false };
    /// No cache holds it; engines write bytes.
    // SAFETY: contract of `Attribute`: no cache of the tests, which is a model, holds it.
    pub attribute Bytes(BytesAttribute) = unsafe { 8 } { cached: false, dma_align: 1 };
    /// No cache holds it; engines write bursts.
    // SAFETY: contract of `Attribute`: no cache of the tests, which is a model, holds it.
    pub attribute Bursts(BurstsAttribute) = unsafe { 9 } { cached: false, dma_align: 256 };
    /// A cache may hold it, and engines write more than a line at once.
    // SAFETY: contract of `Attribute`: nothing but the unit of engines, of which there are none.
    pub attribute CachedBursts(CachedBurstsAttribute) = unsafe { 10 } { cached: true, dma_align: 2048 };
    /// For one test alone, which looks at how full it is.
    // SAFETY: contract of `Attribute`: nothing is claimed.
    pub attribute Counted(CountedAttribute) = unsafe { 12 } { cached: true };
    /// Nobody ever adds memory to it.
    // SAFETY: contract of `Attribute`: nothing is claimed.
    pub attribute Nowhere(NowhereAttribute) = unsafe { 11 } { cached: true };
}

/// What is in the memory before it is the pool's.
pub const DIRT: u8 = 0xa5;

/// How many faults the pool has reported.
static FAULTS: AtomicU32 = AtomicU32::new(0);

/// Makes the pool of this process and adds a region under each attribute.
pub fn pool() -> &'static Regions {
    static POOL: OnceLock<Regions> = OnceLock::new();

    POOL.get_or_init(|| {
        // Without a handler a fault ends the process, and proptest could not look for a short case.
        set_fault_handler(Some(|_| _ = FAULTS.fetch_add(1, Ordering::Relaxed)));
        shared_multi_heap::init().unwrap();
        Regions {
            cached: region(Cached, 64 * 1024),
            wide: region(Wide, 65536 * ALIGN + 64 * 1024),
            uncached: region(Uncached, 16 * 1024),
            bytes: region(Bytes, 16 * 1024),
            bursts: region(Bursts, 16 * 1024),
            cached_bursts: region(CachedBursts, 64 * 1024),
            counted: region(Counted, 16 * 1024),
        }
    })
}

pub struct Regions {
    pub cached: RegionId,
    pub wide: RegionId,
    pub uncached: RegionId,
    pub bytes: RegionId,
    pub bursts: RegionId,
    pub cached_bursts: RegionId,
    pub counted: RegionId,
}

/// A region of dirty memory, which starts wherever the allocator of the host likes.
fn region<A: Attribute>(heap: Heap<A>, size: usize) -> RegionId {
    let memory = vec![MaybeUninit::new(DIRT); size].leak();

    // SAFETY: contract of `add_claimed`: on the host no device sees the memory, so that it is as
    // good as any that no cache holds.
    unsafe { heap.add_claimed(memory).unwrap() }
}

/// What is certain to be served from a region.
pub fn largest_free(region: RegionId) -> usize {
    region.info().unwrap().largest_free
}

/// Every region of the pool is sound, and nothing was found amiss since this was last asked.
pub fn validate_all() {
    assert_eq!(FAULTS.swap(0, Ordering::Relaxed), 0);
    for region in shared_multi_heap::regions() {
        assert_eq!(region.region.validate(), Ok(()));
    }
}
