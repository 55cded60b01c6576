// SPDX-License-Identifier: Apache-2.0

//! The marker, the box and the adapter of memory in which atomics do not work.
//!
//! The pool is one per process, so each test is a process of its own.

mod common;
mod no_atomics_support;

use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, OnceLock};

use no_atomics_support::{Element, Number, allocated, live, pool};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    AddError, AssumeAtomics, Cacheable, DeviceBuffer, DmaBuffer, External, Memory, NoAtomics,
    NoAtomicsBox, NoAtomicsVec, NoRoom, NonCacheable, OutOfMemory,
};

type Tested<T> = NoAtomicsBox<T, External>;

/// Whether a type has the marker, without an error where it has not.
macro_rules! has_no_atomics {
    ($($type:ty),* $(,)?) => {{
        struct Probe<T: ?Sized>(PhantomData<T>);
        #[allow(dead_code)]
        trait Otherwise {
            const HAS: bool = false;
        }
        impl<T: ?Sized> Otherwise for Probe<T> {}
        #[allow(dead_code)]
        impl<T: ?Sized + NoAtomics> Probe<T> {
            const HAS: bool = true;
        }
        [$((stringify!($type), Probe::<$type>::HAS)),*]
    }};
}

#[test]
fn plain_types_have_the_marker() {
    for (name, has) in has_no_atomics![
        u8,
        i128,
        usize,
        f64,
        bool,
        char,
        (),
        str,
        [u8],
        [[u16; 3]; 4],
        (u8, bool, [char; 2]),
        (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
        Option<core::num::NonZeroU32>,
        Result<u8, core::convert::Infallible>,
        core::num::Wrapping<u32>,
        core::cmp::Reverse<u32>,
        core::cmp::Ordering,
        core::ops::RangeInclusive<u64>,
        core::ops::ControlFlow<u8, i8>,
        core::task::Poll<u8>,
        core::time::Duration,
        core::net::SocketAddr,
        MaybeUninit<[u8; 64]>,
        ManuallyDrop<u8>,
        Cell<u8>,
        RefCell<[u8]>,
        OnceCell<u8>,
        critical_section::Mutex<RefCell<u8>>,
        fn(),
        fn(u8, *mut u8) -> bool,
        unsafe extern "C" fn(*mut core::ffi::c_void) -> i32,
        External,
    ] {
        assert!(has, "{name}");
    }
}

#[test]
fn what_points_elsewhere_has_the_marker() {
    for (name, has) in has_no_atomics![
        &'static AtomicU32,
        &'static mut AtomicU32,
        *const AtomicU32,
        Option<NonNull<AtomicU32>>,
        &'static dyn Send,
        core::pin::Pin<&'static mut AtomicU32>,
        PhantomData<AtomicU32>,
        Tested<u8>,
        NoAtomicsVec<Tested<str>, External>,
        DmaBuffer<u8, NonCacheable>,
        DeviceBuffer<u8, NonCacheable>,
    ] {
        assert!(has, "{name}");
    }
}

#[test]
fn what_may_have_atomics_has_no_marker() {
    for (name, has) in has_no_atomics![
        AtomicU32,
        AtomicBool,
        [AtomicU32; 2],
        [AtomicU32],
        (u8, AtomicU32),
        Option<AtomicU32>,
        Result<u8, AtomicU32>,
        MaybeUninit<AtomicU32>,
        ManuallyDrop<AtomicU32>,
        Cell<AtomicU32>,
        RefCell<AtomicU32>,
        critical_section::Mutex<AtomicU32>,
        core::ops::Range<AtomicU32>,
        UnsafeCell<u32>,
        Mutex<u32>,
        OnceLock<u32>,
        Arc<u32>,
        core::pin::Pin<Arc<u32>>,
        dyn Send,
    ] {
        assert!(!has, "{name}");
    }
}

thread_local! {
    static DROPPED: Cell<usize> = const { Cell::new(0) };
}

/// Counts its drops; that of the number 13 panics.
#[derive(Debug, PartialEq)]
struct Counted(u32);

// SAFETY: contract of `NoAtomics`: a number; the counter is elsewhere.
unsafe impl NoAtomics for Counted {}

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
        assert_ne!(self.0, 13, "unlucky");
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(256))]
struct Wide(u8);

// SAFETY: contract of `NoAtomics`: a number.
unsafe impl NoAtomics for Wide {}

rusty_fork_test! {
    #[test]
    fn value_lies_in_the_attribute_and_is_dropped_once() {
        pool(1024);
        let mut boxed = Tested::new(Counted(1));
        assert!(External.owns(Tested::as_ptr(&boxed)));
        boxed.0 = 2;
        assert_eq!(*boxed, Counted(2));
        DROPPED.set(0);
        drop(boxed);
        assert_eq!((DROPPED.get(), allocated()), (1, 0));
    }

    #[test]
    fn value_comes_back_when_there_is_no_room() {
        pool(256);
        let NoRoom(value) = Tested::try_new([7_u8; 1000]).unwrap_err();
        assert_eq!(value, [7; 1000]);
        assert_eq!(OutOfMemory::from(NoRoom(value)), OutOfMemory);
        let panic = catch_unwind(|| Tested::new([7_u8; 1000])).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert_eq!(message, "no room in memory of the attribute `external`");
    }

    #[test]
    fn memory_comes_back_when_a_drop_panics() {
        pool(1024);
        let boxed = Tested::new(Counted(13));
        catch_unwind(AssertUnwindSafe(|| drop(boxed))).unwrap_err();
        assert_eq!(allocated(), 0);
    }

    #[test]
    fn value_taken_out_is_not_dropped() {
        pool(1024);
        let value = Tested::into_inner(Tested::new(Counted(7)));
        assert_eq!((DROPPED.get(), allocated()), (0, 0));
        assert_eq!(value, Counted(7));
    }

    #[test]
    fn value_without_size_takes_no_memory() {
        // No pool at all.
        let boxed = Tested::try_new(()).unwrap();
        assert_eq!(*boxed, ());
        Tested::into_inner(Tested::clone(&boxed));
    }

    #[test]
    fn alignment_of_the_type() {
        pool(4096);
        for number in 0..4 {
            let boxed = Tested::new(Wide(number));
            let _wall = ManuallyDrop::new(Tested::new(number));
            assert!(Tested::as_ptr(&boxed).is_aligned());
            assert_eq!(*boxed, Wide(number));
        }
    }

    #[test]
    fn raw_and_back() {
        pool(1024);
        let raw = Tested::into_raw(Tested::new(Counted(5)));
        assert_eq!(DROPPED.get(), 0);
        // SAFETY: contract of `from_raw`: from `into_raw` of a box of this type.
        let boxed = unsafe { Tested::from_raw(raw) };
        assert_eq!(boxed.0, 5);
        drop(boxed);
        assert_eq!((DROPPED.get(), allocated()), (1, 0));
    }

    #[test]
    fn slices_in_boxes() {
        pool(1024);
        let vec: NoAtomicsVec<Counted, External> = (0..5).map(Counted).collect();
        let boxed: Tested<[Counted]> = vec.into_boxed_slice();
        assert_eq!(boxed.len(), 5);
        let raw: *mut [Counted] = Tested::into_raw(boxed);
        // SAFETY: contract of `from_raw`: from `into_raw` of a box of this type.
        drop(unsafe { Tested::from_raw(raw) });
        assert_eq!((DROPPED.get(), allocated()), (5, 0));
        let empty = NoAtomicsVec::<u8, External>::with_capacity(9).into_boxed_slice();
        assert_eq!((empty.len(), allocated()), (0, 0));
    }

    #[test]
    fn clones() {
        pool(512);
        let boxed = Tested::new([7_u8; 300]);
        assert_eq!(Tested::try_clone(&boxed), Err(OutOfMemory));
        let small = Tested::new(7);
        let clone = small.clone();
        assert_eq!(small, clone);
        assert_ne!(Tested::as_ptr(&small), Tested::as_ptr(&clone));
        let number = Tested::new(Number::new(7));
        assert_eq!((number.clone(), live()), (number, 2));
        assert_eq!(live(), 0);
        let slice = NoAtomicsVec::<u8, External>::from_iter([1, 2]).into_boxed_slice();
        assert_eq!(slice, slice.clone());
    }

    #[test]
    fn leaked_memory_is_no_region() {
        pool(4096);
        let vec = NoAtomicsVec::<MaybeUninit<u8>, External>::from_iter([MaybeUninit::uninit(); 1024]);
        let memory: Memory = vec.leak();
        // Else there would be atomics in external memory without a word of `unsafe`.
        assert!(matches!(Cacheable.add(memory), Err(AddError::Overlap(_))));
    }

    #[test]
    fn lists_own_their_rest() {
        pool(4096);
        let mut list: List = None;
        for number in 0..20 {
            list = Some(Tested::new(Node { number: Counted(number % 13), next: list }));
        }
        let mut sum = 0;
        let mut next = &list;
        while let Some(node) = next {
            sum += node.number.0;
            next = &node.next;
        }
        assert_eq!(sum, (0..20).map(|number| number % 13).sum());
        drop(list);
        assert_eq!((DROPPED.get(), allocated()), (20, 0));
    }
}

type List = Option<Tested<Node>>;

struct Node {
    number: Counted,
    next: List,
}

// SAFETY: contract of `NoAtomics`: both fields have it.
unsafe impl NoAtomics for Node
where
    Counted: NoAtomics,
    List: NoAtomics,
{
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn same<T: Debug + Hash>(one: T, other: impl Debug + Hash) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert_eq!(hash(one), hash(other));
}

rusty_fork_test! {
    #[test]
    fn traits_of_the_value() {
        pool(1024);
        let (one, two) = (Tested::new(1), Tested::new(2));
        assert!(one < two && one != two && one.max(two) == Tested::new(2));
        assert_eq!(Tested::new(7).to_string(), "7");
        same(Tested::new(7), 7);
        let slice = NoAtomicsVec::<u8, External>::from_iter([1, 2, 3]);
        same(slice.clone(), [1_u8, 2, 3].as_slice());
        same(slice.into_boxed_slice(), [1_u8, 2, 3].as_slice());
        let boxed = Tested::new(7);
        assert_eq!(format!("{boxed:p}"), format!("{:p}", Tested::as_ptr(&boxed)));
    }

    #[test]
    fn threads() {
        fn both<T: Send + Sync>() {}
        both::<Tested<u8>>();
        both::<NoAtomicsVec<u8, External>>();
        both::<AssumeAtomics<External>>();
        pool(1024);
        let boxed = Tested::new(7);
        std::thread::spawn(move || assert_eq!(*boxed, 7)).join().unwrap();
        assert_eq!(allocated(), 0);
    }
}

/// Whether a type can be sent and shared, without an error where it cannot.
macro_rules! send_and_sync {
    ($type:ty) => {{
        struct Probe<T: ?Sized>(PhantomData<T>);
        #[allow(dead_code)]
        trait Otherwise {
            const SEND: bool = false;
            const SYNC: bool = false;
        }
        impl<T: ?Sized> Otherwise for Probe<T> {}
        #[allow(dead_code)]
        impl<T: ?Sized + Send> Probe<T> {
            const SEND: bool = true;
        }
        #[allow(dead_code)]
        impl<T: ?Sized + Sync> Probe<T> {
            const SYNC: bool = true;
        }
        (Probe::<$type>::SEND, Probe::<$type>::SYNC)
    }};
}

#[test]
fn what_may_not_leave_its_thread_does_not() {
    assert_eq!(send_and_sync!(Tested<&'static Rc<u8>>), (false, false));
    assert_eq!(send_and_sync!(Tested<Cell<u8>>), (true, false));
    assert_eq!(
        send_and_sync!(NoAtomicsVec<&'static Rc<u8>, External>),
        (false, false)
    );
    assert_eq!(
        send_and_sync!(NoAtomicsVec<Cell<u8>, External>),
        (true, false)
    );
    assert_eq!(send_and_sync!(NoAtomicsVec<u8, External>), (true, true));
}
