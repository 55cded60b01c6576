// SPDX-License-Identifier: Apache-2.0

//! The pool is made once, and memory is added to it or comes back.

mod common;

use std::alloc::Layout;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};
use std::thread;

use common::{Baseline, Last, Tcm, TcmAttribute, add, init, memory};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    ALIGN, AddError, Attribute, Cacheable, External, FixedRegion, Heap, InitError, MAX_REGIONS,
    Memory, NoAtomicsVec, NonCacheable, attribute, region_of, regions,
};
use shared_multi_heap_sys as sys;

/// Memory with a pattern in it.
fn patterned(bytes: usize) -> Memory {
    let memory = memory(bytes);

    for (index, byte) in memory.iter_mut().enumerate() {
        byte.write(index as u8 ^ 0xA5);
    }
    memory
}

/// The memory is the one that was given, with the pattern in it still.
fn assert_given_back(memory: &[MaybeUninit<u8>], start: *const MaybeUninit<u8>, bytes: usize) {
    assert_eq!((memory.as_ptr(), memory.len()), (start, bytes));
    assert_pattern(memory, 0);
}

/// The bytes are those of `patterned` from an index on.
fn assert_pattern(memory: &[MaybeUninit<u8>], first: usize) {
    for (index, byte) in (first..).zip(memory) {
        // SAFETY: `core::mem::MaybeUninit::assume_init`: written by `patterned`.
        assert_eq!(unsafe { byte.assume_init() }, index as u8 ^ 0xA5);
    }
}

/// Allocates all there is, writes to every byte, and gives it back.
fn use_up<A: Attribute>(heap: Heap<A>) {
    let mut taken = Vec::new();

    for layout in [Layout::new::<[u64; 8]>(), Layout::new::<u8>()] {
        while let Ok(block) = heap.allocate_block(layout) {
            // SAFETY: the block has that many bytes (SPEC SMH-ALLOC-1).
            unsafe { block.cast::<u8>().write_bytes(0xEE, layout.size()) };
            taken.push((block.cast::<u8>(), layout));
        }
    }
    assert!(taken.len() > 4);
    for (block, layout) in taken {
        // SAFETY: contract of `deallocate_block`: allocated above.
        unsafe { heap.deallocate_block(block, layout) };
    }
    common::assert_sound();
}

rusty_fork_test! {
    #[test]
    fn second_initialisation_by_rust() {
        init();
        let region = add(Cacheable, 1000);

        assert_eq!(shared_multi_heap::init(), Err(InitError::AlreadyInitialised));
        assert!(region.info().is_some());
    }

    #[test]
    fn second_initialisation_by_c() {
        init();
        // SAFETY: may be called at any time (SPEC SMH-INIT-2).
        let result = unsafe { sys::shared_multi_heap_pool_init() };
        assert_eq!(result, -sys::errno().ealready);
    }

    #[test]
    fn first_initialisation_by_c() {
        // SAFETY: may be called at any time (SPEC SMH-INIT-1).
        assert_eq!(unsafe { sys::shared_multi_heap_pool_init() }, 0);
        assert_eq!(shared_multi_heap::init(), Err(InitError::AlreadyInitialised));
        add(Cacheable, 1000);
        assert!(Cacheable.allocate_block(Layout::new::<u64>()).is_ok());
    }

    #[test]
    fn of_callers_that_race_one_succeeds() {
        let results: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(shared_multi_heap::init)).collect();

            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    }

    #[test]
    fn regions_are_numbered_as_they_were_added() {
        init();
        for number in 0..4_u32 {
            assert_eq!(add(Cacheable, 500).number(), number * 2);
            assert_eq!(add(Last, 500).number(), number * 2 + 1);
        }
        let numbers: Vec<u32> = regions().map(|region| region.region.number()).collect();
        assert_eq!(numbers, (0..8).collect::<Vec<_>>());
        let attributes = regions().map(|region| region.attribute);
        assert!(attributes.eq([0, 15].into_iter().cycle().take(8)));
    }

    #[test]
    fn unsuitable_memory_comes_back() {
        init();
        for bytes in 0..40 {
            let memory = patterned(bytes);
            let start = memory.as_ptr();
            let error = Cacheable.add(memory).unwrap_err();

            assert!(matches!(error, AddError::Unsuitable(_)), "{error:?}");
            assert_given_back(error.into_memory(), start, bytes);
        }
        assert_eq!(regions().count(), 0);
    }

    #[test]
    fn addresses_that_wrap_around_are_unsuitable() {
        init();
        // SAFETY: contract of `add_address`: refused, and so not touched (SPEC
        // SMH-ADD-5, SMH-ADD-12).
        let error = unsafe { External.add_address(usize::MAX - 100, 200, ptr::null_mut()) };
        assert!(matches!(error, Err(AddError::Unsuitable(()))));
        // SAFETY: as above (SPEC SMH-ADD-4).
        let error = unsafe { External.add_address(0x1000, 0, ptr::null_mut()) };
        assert!(matches!(error, Err(AddError::Unsuitable(()))));
    }

    #[test]
    fn memory_of_the_pool_is_an_overlap() {
        init();
        add(NonCacheable, 4000);
        let baseline = Baseline::now();
        let mut inner: NoAtomicsVec<MaybeUninit<u8>, NonCacheable> = NoAtomicsVec::new();
        for index in 0..1000 {
            inner.push(MaybeUninit::new(index as u8 ^ 0xA5));
        }
        let layout = Layout::array::<u8>(inner.capacity()).unwrap();
        let inner = inner.leak();
        let start = inner.as_ptr();

        let error = Cacheable.add(inner).unwrap_err();
        assert!(matches!(error, AddError::Overlap(_)), "{error:?}");
        let inner = error.into_memory();
        assert_given_back(inner, start, 1000);

        assert_eq!(regions().count(), 1);
        // SAFETY: contract of `deallocate_block`: the block of the vector, which was
        // leaked and came back unused.
        unsafe { NonCacheable.deallocate_block(NonNull::from(inner).cast(), layout) };
        baseline.assert_empty();
    }

    #[test]
    fn one_region_too_many() {
        init();
        for _ in 0..MAX_REGIONS {
            add(Tcm, 200);
        }
        let memory = patterned(200);
        let start = memory.as_ptr();
        let error = Cacheable.add(memory).unwrap_err();

        assert!(matches!(error, AddError::TooManyRegions(_)), "{error:?}");
        assert_given_back(error.into_memory(), start, 200);
        assert_eq!(regions().count(), MAX_REGIONS);
    }

    #[test]
    fn memory_that_came_back_can_be_added_again() {
        let error = Cacheable.add(memory(1000)).unwrap_err();
        init();
        let region = Cacheable.add(error.into_memory()).unwrap();

        assert_eq!(region.info().unwrap().allocated, 0);
    }

    #[test]
    fn odd_memory_is_trimmed_inwards() {
        init();
        for (front, back) in [(0, 1), (1, 0), (1, 1), (3, 5), (15, 13), (8, 7)] {
            let (before, rest) = patterned(600).split_at_mut(front);
            let (middle, after) = rest.split_at_mut(600 - front - back);
            let (start, end) = (middle.as_ptr().addr(), after.as_ptr().addr());
            let info = Cacheable.add(middle).unwrap().info().unwrap();

            assert_eq!(info.address, start.next_multiple_of(ALIGN));
            assert_eq!(info.address + info.size, end / ALIGN * ALIGN);
            use_up(Cacheable);
            assert_pattern(before, 0);
            assert_pattern(after, 600 - back);
        }
    }

    #[test]
    fn user_data_is_kept() {
        init();
        let mut data = [0_u32; 3];
        for word in &mut data {
            let memory = memory(500);
            let start = memory.as_mut_ptr().expose_provenance();
            let word = (&raw mut *word).cast::<c_void>();
            // SAFETY: contract of `add_address`: leaked memory, which is nobody
            // else's; nothing is claimed of it.
            let region = unsafe { External.add_address(start, 500, word) }.unwrap();
            let owner = region_of(ptr::without_provenance::<u8>(start + 250)).unwrap();

            assert_eq!((owner.region, owner.user_data), (region, word));
            assert_eq!(owner.attribute, attribute::External::NUMBER);
            assert_eq!(region.info().unwrap().user_data, word);
        }
        let without = add(Cacheable, 500);
        assert!(without.info().unwrap().user_data.is_null());
    }

    #[test]
    fn a_fixed_region_joins_where_it_is() {
        let memory = memory(4096);
        let start = memory.as_mut_ptr().expose_provenance();
        let fixed = FixedRegion::<Tcm>::new(start, memory.len(), "tcm");
        // SAFETY: contract of `FixedRegion::add`: leaked memory, which is nobody else's, and nothing
        // on the host can tell whether a cache holds it; atomics work in it (`core::sync::atomic`).
        let add = || unsafe { fixed.add() };

        assert!(matches!(add(), Err(AddError::NotInitialised(()))));
        init();
        let info = add().unwrap().info().unwrap();
        assert!(fixed.range().contains(&info.address));
        assert_eq!((info.attribute, info.size), (TcmAttribute::NUMBER, 4096 / ALIGN * ALIGN));
        assert!(matches!(add(), Err(AddError::Overlap(()))));
        use_up(fixed.heap());
    }

    #[test]
    fn fixed_regions_know_what_they_are() {
        const TOP: FixedRegion<External> =
            FixedRegion::new(usize::MAX - 0xfff, 0x1000, "the last page");

        assert_eq!((TOP.address(), TOP.size()), (usize::MAX - 0xfff, 0x1000));
        assert_eq!((TOP.range().start, TOP.range().end), (usize::MAX - 0xfff, 0));
        assert_eq!(TOP.label(), "the last page");
        let shown = format!("{TOP:?}");
        assert!(shown.contains("external") && shown.contains("0x1000"), "{shown}");
        let beyond = std::panic::catch_unwind(|| {
            FixedRegion::<External>::new(usize::MAX - 0xffe, 0x1000, "beyond")
        });
        assert!(beyond.is_err());
    }

    #[test]
    fn owner_of_each_address() {
        init();
        let regions = [add(Cacheable, 999), add(NonCacheable, 1000), add(Cacheable, 501)];

        for region in regions {
            let info = region.info().unwrap();
            let owner = |address| region_of(ptr::without_provenance::<u8>(address));

            for inside in [info.address, info.address + 1, info.address + info.size - 1] {
                assert_eq!(owner(inside).unwrap().region, region);
                assert_eq!(owner(inside).unwrap().attribute, info.attribute);
            }
            assert_ne!(owner(info.address - 1).map(|owner| owner.region), Some(region));
            assert_ne!(owner(info.address + info.size).map(|owner| owner.region), Some(region));
        }
        assert_eq!(region_of(ptr::null::<u8>()), None);
        assert_eq!(region_of(ptr::without_provenance::<u8>(usize::MAX)), None);
    }

    #[test]
    fn types_of_one_number_share_their_memory() {
        init();
        add(Tcm, 1000);
        let same: Heap<SameAsTcm> = Heap::new();
        let layout = Layout::new::<[u8; 100]>();
        let block = same.allocate_block(layout).unwrap().cast::<u8>();

        assert!(Tcm.owns(block.as_ptr()) && same.owns(block.as_ptr()));
        // SAFETY: contract of `deallocate_block`: allocated above, of this number.
        unsafe { Tcm.deallocate_block(block, layout) };
        assert_eq!(common::allocated(Tcm), 0);
    }
}

/// Another name for the memory of `Tcm`.
#[derive(Clone, Copy)]
struct SameAsTcm;

// SAFETY: contract of `Attribute`: says what `Tcm` says.
unsafe impl Attribute for SameAsTcm {
    const NUMBER: u32 = 5;
    const NAME: &'static str = "same";
    const CACHED: bool = false;
}
