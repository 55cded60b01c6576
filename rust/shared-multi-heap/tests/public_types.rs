// SPDX-License-Identifier: Apache-2.0

//! What the public types implement, and how they print.

#![cfg_attr(feature = "nightly", feature(allocator_api))]

mod common;

use std::error::Error;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use common::{Tcm, TcmAttribute, add, init};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    AddError, AssumeAtomics, Attribute, Cacheable, Damaged, DmaBuffer, DmaError, External,
    Fallback, Fault, FaultKind, FixedRegion, InitError, MAX_ATTR, Memory, MemoryKind, NoAtomicsBox,
    NoAtomicsVec, NoRoom, NonCacheable, OrdinaryRam, OutOfMemory, Owner, Policy, PolicyError,
    RegionId, RegionInfo, StaticRegion, SupportsAtomics, attribute, region_of,
};

fn handle<T: Copy + Clone + Default + Send + Sync + Debug + Eq + Unpin + 'static>() {
    assert_eq!(size_of::<T>(), 0);
    assert_eq!(T::default(), T::default());
}

fn value<T: Copy + Eq + Hash + Debug + Send + Sync + 'static>() {}

fn error<T: Error + Debug + Display + 'static>() {}

fn shared<T: Send + Sync>() {}

/// That it compiles is the test.
#[test]
fn traits_of_the_types() {
    handle::<Cacheable>();
    handle::<NonCacheable>();
    handle::<External>();
    handle::<Tcm>();
    handle::<Fallback<Cacheable, NonCacheable>>();
    handle::<Fallback<Tcm, Fallback<Cacheable, NonCacheable>>>();

    value::<OutOfMemory>();
    value::<InitError>();
    value::<PolicyError>();
    value::<DmaError>();
    value::<Damaged>();
    value::<FaultKind>();
    value::<Policy>();
    value::<RegionId>();
    value::<RegionInfo>();
    value::<Owner>();
    value::<Fault>();
    value::<attribute::Cacheable>();
    value::<attribute::NonCacheable>();
    value::<attribute::External>();
    value::<TcmAttribute>();

    error::<OutOfMemory>();
    error::<InitError>();
    error::<PolicyError>();
    error::<DmaError>();
    error::<Damaged>();
    error::<AddError<Memory>>();
    error::<AddError<()>>();
    error::<NoRoom<u32>>();

    shared::<AddError<Memory>>();
    shared::<FixedRegion<External>>();
    shared::<AssumeAtomics<attribute::External>>();
    shared::<NoAtomicsBox<u32, External>>();
    shared::<NoAtomicsVec<u32, External>>();
    shared::<DmaBuffer<u32, External>>();
}

/// Found where there is no inherent constant of the name.
trait Otherwise {
    const FOUND: bool = false;
}

/// Which of two constants is found tells whether a type implements a trait.
macro_rules! implements {
    ($type:ty: $($bound:tt)*) => {{
        struct Probe<T: ?Sized>(std::marker::PhantomData<T>);
        impl<T: ?Sized> Otherwise for Probe<T> {}
        impl<T: ?Sized + $($bound)*> Probe<T> {
            #[allow(dead_code, reason = "unused where the type does not implement the trait")]
            const FOUND: bool = true;
        }
        <Probe<$type>>::FOUND
    }};
}

#[test]
fn what_the_types_must_not_implement() {
    assert!(implements!(Cacheable: Send) && !implements!(*const u8: Send));

    // The content decides.
    assert!(!implements!(NoAtomicsBox<*const u8, External>: Send));
    assert!(!implements!(NoAtomicsVec<*const u8, External>: Send));
    assert!(!implements!(NoAtomicsVec<std::cell::Cell<u8>, External>: Sync));
    assert!(!implements!(NoAtomicsBox<std::cell::Cell<u8>, External>: Sync));

    assert!(implements!(attribute::Cacheable: OrdinaryRam));
    assert!(implements!(attribute::Cacheable: SupportsAtomics));
    assert!(implements!(attribute::NonCacheable: SupportsAtomics));
    assert!(!implements!(attribute::NonCacheable: OrdinaryRam));
    assert!(!implements!(attribute::External: SupportsAtomics));
    assert!(implements!(attribute::External: OrdinaryRam));

    assert!(implements!(StaticRegion: Sync) && !implements!(StaticRegion: Clone));
    assert!(!implements!(NoAtomicsBox<u32, External>: Copy));
    assert!(!implements!(DmaBuffer<u32, External>: Clone));
    assert!(!implements!(Memory: Copy));
    assert!(!implements!(u32: Attribute) && !implements!(u32: MemoryKind));
    // So there is no heap of a heap, which would be another type for the same memory.
    assert!(!implements!(Cacheable: Attribute) && implements!(Cacheable: MemoryKind));
    assert!(implements!(attribute::Cacheable: MemoryKind<Attribute = attribute::Cacheable>));
    assert!(implements!(Cacheable: MemoryKind<Attribute = attribute::Cacheable>));
}

/// `Allocator` for those heaps, and only those, in which atomics work; for each source.
macro_rules! allocators {
    ($allocator:path) => {
        assert!(implements!(Cacheable: $allocator));
        assert!(implements!(NonCacheable: $allocator));
        assert!(implements!(Tcm: $allocator));
        assert!(implements!(AssumeAtomics<attribute::External>: $allocator));
        assert!(implements!(Fallback<Tcm, Fallback<Cacheable, NonCacheable>>: $allocator));
        assert!(!implements!(External: $allocator));
        assert!(!implements!(Fallback<External, Cacheable>: $allocator));
        assert!(!implements!(Fallback<Cacheable, External>: $allocator));
        assert!(!implements!(Fallback<Cacheable, Fallback<Cacheable, External>>: $allocator));
    };
}

#[test]
fn which_are_allocators() {
    #[cfg(feature = "allocator-api2")]
    allocators!(allocator_api2::alloc::Allocator);
    #[cfg(feature = "allocator-api2-03")]
    allocators!(allocator_api2_03::alloc::Allocator);
    #[cfg(feature = "allocator-api2-04")]
    allocators!(allocator_api2_04::alloc::Allocator);
    #[cfg(feature = "nightly")]
    allocators!(core::alloc::Allocator);

    assert!(implements!(Cacheable: std::alloc::GlobalAlloc));
    assert!(implements!(Fallback<Cacheable, NonCacheable>: std::alloc::GlobalAlloc));
    assert!(!implements!(External: std::alloc::GlobalAlloc));
    assert!(!implements!(Fallback<Cacheable, External>: std::alloc::GlobalAlloc));
    assert!(!implements!(Fallback<External, Cacheable>: std::alloc::GlobalAlloc));
}

#[test]
fn attributes_are_as_c_has_them() {
    use shared_multi_heap_sys as sys;

    assert_eq!(attribute::Cacheable::NUMBER, sys::SMH_REG_ATTR_CACHEABLE);
    assert_eq!(
        attribute::NonCacheable::NUMBER,
        sys::SMH_REG_ATTR_NON_CACHEABLE
    );
    assert_eq!(attribute::External::NUMBER, sys::SMH_REG_ATTR_EXTERNAL);
    assert_eq!((TcmAttribute::NUMBER, TcmAttribute::NAME), (5, "Tcm"));
    const { assert!(attribute::Cacheable::CACHED && !TcmAttribute::CACHED) };
    const { assert!(!attribute::NonCacheable::CACHED) };
    assert_eq!(MAX_ATTR, sys::MAX_ATTR);
}

#[test]
fn debug_output() {
    let print = |value: &dyn Debug| format!("{value:?}");

    assert_eq!(print(&Cacheable), "Heap(\"cacheable\")");
    assert_eq!(print(&NonCacheable), "Heap(\"non-cacheable\")");
    assert_eq!(print(&External), "Heap(\"external\")");
    assert_eq!(print(&Tcm), "Heap(\"Tcm\")");
    assert_eq!(
        print(&Fallback::new(Tcm, Cacheable)),
        "Fallback { first: Heap(\"Tcm\"), second: Heap(\"cacheable\") }"
    );
    assert_eq!(print(&attribute::Cacheable), "Cacheable");
    assert_eq!(print(&TcmAttribute), "TcmAttribute");
    assert_eq!(print(&Policy::BestFit), "BestFit");
    assert_eq!(print(&InitError::AlreadyInitialised), "AlreadyInitialised");
    assert_eq!(print(&PolicyError::Fixed), "Fixed");
    assert_eq!(print(&OutOfMemory), "OutOfMemory");
    assert_eq!(print(&FaultKind::DoubleFree), "DoubleFree");
    assert_eq!(print(&AddError::Overlap(common::memory(8))), "Overlap");
    assert_eq!(print(&AddError::Unsuitable(())), "Unsuitable");
}

#[test]
fn errors_read_well() {
    let texts = [
        OutOfMemory.to_string(),
        InitError::AlreadyInitialised.to_string(),
        PolicyError::Fixed.to_string(),
        AddError::NotInitialised(()).to_string(),
        AddError::Unsuitable(()).to_string(),
        AddError::Overlap(()).to_string(),
        AddError::TooManyRegions(()).to_string(),
        DmaError::OutOfMemory.to_string(),
        NoRoom(7).to_string(),
    ];

    for text in &texts {
        assert!(
            text.len() > 10 && text.starts_with(char::is_lowercase),
            "{text}"
        );
        assert!(!text.ends_with('.') && text.is_ascii(), "{text}");
    }
    let mut different = texts.to_vec();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), texts.len());
}

rusty_fork_test! {
    #[test]
    fn debug_output_of_the_pool() {
        init();
        let region = add(Tcm, 1000);
        let info: RegionInfo = region.info().unwrap();
        let owner: Owner = region_of(std::ptr::without_provenance::<u8>(info.address)).unwrap();

        assert_eq!(format!("{region:?}"), "RegionId(0)");
        assert!(format!("{info:?}").starts_with("RegionInfo { region: RegionId(0), attribute: 5,"));
        assert!(format!("{owner:?}").starts_with("Owner { region: RegionId(0), attribute: 5,"));
        assert_eq!(format!("{:?}", Damaged(region)), "Damaged(RegionId(0))");
        assert_eq!(Damaged(region).to_string(), "the metadata of region 0 is damaged");
    }

    #[test]
    fn debug_output_of_faults() {
        static TEXT: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());

        fn record(fault: Fault) {
            *TEXT.lock().unwrap() = format!("{fault} {fault:?}");
        }

        if shared_multi_heap_sys::CHECK {
            init();
            shared_multi_heap::set_fault_handler(Some(record));
            // SAFETY: refused, and not read through (SPEC SMH-FREE-3): what the test is about.
            unsafe { shared_multi_heap_sys::shared_multi_heap_free(std::ptr::without_provenance_mut(8)) };
            assert_eq!(
                *TEXT.lock().unwrap(),
                "foreign pointer at 0x8 Fault { kind: ForeignPointer, address: 0x8 }"
            );
        }
    }
}
