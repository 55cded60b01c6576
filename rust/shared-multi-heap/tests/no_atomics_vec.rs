// SPDX-License-Identifier: Apache-2.0

//! `NoAtomicsVec` against `Vec`: the same operations on both, in a region that is too small for
//! some of them. Every element is dropped once, and in the end no byte is allocated.
//!
//! The pool is one per process, so each test is a process of its own.

mod common;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{
    External, NoAtomics, NoAtomicsBox, NoAtomicsVec, NoRoom, OutOfMemory, regions,
};

type Tested<T> = NoAtomicsVec<T, External>;

/// Starts the pool with a region of that many bytes.
fn pool(bytes: usize) {
    common::init();
    common::add(External, bytes);
}

/// Bytes in live blocks; the structures of the heap are checked too.
fn allocated() -> usize {
    let info = regions().next().unwrap();
    info.region.validate().unwrap();
    info.allocated
}

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    /// The number of the element whose next drop or clone panics.
    static FUSE: Cell<Option<u32>> = const { Cell::new(None) };
}

fn live() -> usize {
    LIVE.get()
}

fn born() {
    LIVE.set(LIVE.get() + 1);
}

/// One dropped too many is an overflow, which panics.
fn died() {
    LIVE.set(LIVE.get() - 1);
}

fn burn(number: u32) {
    if FUSE.get() == Some(number) {
        FUSE.set(None);
        panic!("fuse");
    }
}

/// What is stored: of several sizes and alignments, counted, and known by a number.
trait Element: NoAtomics + Clone + PartialEq + std::fmt::Debug {
    fn new(number: u32) -> Self;
    fn number(&self) -> u32;
}

/// A type of elements around some other data.
macro_rules! element {
    ($(#[$meta:meta])* $name:ident($inner:ty), $into:expr, $from:expr) => {
        $(#[$meta])*
        #[derive(Debug, PartialEq)]
        struct $name($inner);

        // SAFETY: a number or nothing; the counters are elsewhere, and are no atomics.
        unsafe impl NoAtomics for $name {}

        impl Element for $name {
            fn new(number: u32) -> Self {
                born();
                Self($into(number))
            }

            fn number(&self) -> u32 {
                $from(&self.0)
            }
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                burn(self.number());
                Self::new(self.number())
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                died();
                burn(self.number());
            }
        }
    };
}

element!(Number(u32), |number| number, |number: &u32| *number);
element!(Byte(u8), |number| number as u8, |byte: &u8| u32::from(
    *byte
));
element!(Nothing(()), |_| (), |_: &()| 0);
element!(
    #[repr(align(64))]
    Wide(u32),
    |number| number,
    |number: &u32| *number
);

/// The elements that the numbers stand for.
fn elements<T: Element>(numbers: &[u32]) -> Vec<T> {
    numbers.iter().map(|&number| T::new(number)).collect()
}

/// An operation; indices are taken modulo what is possible.
#[derive(Clone, Debug)]
enum Op {
    Push(u32),
    Pop,
    Insert(usize, u32),
    Remove(usize),
    SwapRemove(usize),
    Truncate(usize),
    Clear,
    Reserve(usize),
    ReserveExact(usize),
    ShrinkToFit,
    ExtendFromSlice(Vec<u32>),
    Extend(Vec<u32>),
    Resize(usize, u32),
    Retain(u32),
    Drain {
        start: usize,
        len: usize,
        front: usize,
        back: usize,
    },
    IntoIter {
        front: usize,
        back: usize,
    },
    Boxed,
    Clone,
}

fn op() -> impl Strategy<Value = Op> {
    let index = 0..64_usize;
    let numbers = prop::collection::vec(any::<u32>(), 0..20);
    let few = 0..4_usize;
    prop_oneof![
        8 => any::<u32>().prop_map(Op::Push),
        3 => Just(Op::Pop),
        3 => (index.clone(), any::<u32>()).prop_map(|(at, number)| Op::Insert(at, number)),
        2 => index.clone().prop_map(Op::Remove),
        2 => index.clone().prop_map(Op::SwapRemove),
        1 => index.clone().prop_map(Op::Truncate),
        1 => Just(Op::Clear),
        1 => (0..300_usize).prop_map(Op::Reserve),
        1 => (0..300_usize).prop_map(Op::ReserveExact),
        2 => Just(Op::ShrinkToFit),
        3 => numbers.clone().prop_map(Op::ExtendFromSlice),
        3 => numbers.prop_map(Op::Extend),
        2 => (0..100_usize, any::<u32>()).prop_map(|(len, number)| Op::Resize(len, number)),
        2 => any::<u32>().prop_map(Op::Retain),
        2 => (index.clone(), index, few.clone(), few.clone())
            .prop_map(|(start, len, front, back)| Op::Drain { start, len, front, back }),
        1 => (few.clone(), few).prop_map(|(front, back)| Op::IntoIter { front, back }),
        1 => Just(Op::Boxed),
        1 => Just(Op::Clone),
    ]
}

/// The vector and what it should be.
struct Pair<T> {
    tested: Tested<T>,
    model: Vec<T>,
    refusals: usize,
}

impl<T: Element> Pair<T> {
    fn new() -> Self {
        Self {
            tested: Tested::new(),
            model: Vec::new(),
            refusals: 0,
        }
    }

    fn apply(&mut self, op: &Op) {
        match *op {
            Op::Push(number) => self.push(number),
            Op::Pop => assert_eq!(self.tested.pop(), self.model.pop()),
            Op::Insert(at, number) => self.insert(at % (self.model.len() + 1), number),
            Op::Remove(at) => self.take(at, Tested::remove, Vec::remove),
            Op::SwapRemove(at) => self.take(at, Tested::swap_remove, Vec::swap_remove),
            Op::Truncate(len) => {
                self.tested.truncate(len);
                self.model.truncate(len);
            }
            Op::Clear => {
                self.tested.clear();
                self.model.clear();
            }
            Op::Reserve(more) => self.reserve(more, Tested::try_reserve),
            Op::ReserveExact(more) => self.reserve(more, Tested::try_reserve_exact),
            Op::ShrinkToFit => {
                self.tested.shrink_to_fit();
                assert!(size_of::<T>() == 0 || self.tested.capacity() == self.model.len());
            }
            Op::ExtendFromSlice(ref numbers) => self.extend_from_slice(numbers),
            Op::Extend(ref numbers) => self.extend(numbers),
            Op::Resize(len, number) => self.resize(len, number),
            Op::Retain(mask) => self.retain(mask),
            Op::Drain {
                start,
                len,
                front,
                back,
            } => self.drain(start, len, front, back),
            Op::IntoIter { front, back } => self.into_iter(front, back),
            Op::Boxed => self.boxed(),
            Op::Clone => self.cloned(),
        }
    }

    fn check(&self) {
        assert_eq!(self.tested, self.model[..]);
        assert!(self.tested.capacity() >= self.tested.len());
        assert!(self.tested.as_ptr().is_aligned());
        assert_eq!(live(), 2 * self.model.len());
        let bytes = self.tested.capacity().saturating_mul(size_of::<T>());
        assert!(allocated() >= bytes);
    }

    /// Notes the result of an operation that may be refused, and whether it was done.
    fn done<E>(&mut self, result: Result<(), E>) -> bool {
        self.refusals += usize::from(result.is_err());
        result.is_ok()
    }

    fn push(&mut self, number: u32) {
        let result = self
            .tested
            .try_push(T::new(number))
            .map_err(|NoRoom(back)| {
                assert_eq!(back, T::new(number));
            });
        if self.done(result) {
            self.model.push(T::new(number));
        }
    }

    fn insert(&mut self, at: usize, number: u32) {
        let result = self
            .tested
            .try_insert(at, T::new(number))
            .map_err(|NoRoom(back)| {
                assert_eq!(back, T::new(number));
            });
        if self.done(result) {
            self.model.insert(at, T::new(number));
        }
    }

    fn take(
        &mut self,
        at: usize,
        tested: impl Fn(&mut Tested<T>, usize) -> T,
        model: impl Fn(&mut Vec<T>, usize) -> T,
    ) {
        if !self.model.is_empty() {
            let at = at % self.model.len();
            assert_eq!(tested(&mut self.tested, at), model(&mut self.model, at));
        }
    }

    fn reserve(
        &mut self,
        more: usize,
        reserve: impl Fn(&mut Tested<T>, usize) -> Result<(), OutOfMemory>,
    ) {
        let before = (self.tested.as_ptr(), self.tested.capacity());
        let result = reserve(&mut self.tested, more);
        if self.done(result) {
            assert!(self.tested.capacity() - self.tested.len() >= more);
        } else {
            assert_eq!((self.tested.as_ptr(), self.tested.capacity()), before);
        }
    }

    fn extend_from_slice(&mut self, numbers: &[u32]) {
        let new = elements(numbers);
        let result = self.tested.try_extend_from_slice(&new);
        if self.done(result) {
            self.model.extend_from_slice(&new);
        }
    }

    /// The iterator that tells no length, so that the vector grows one by one.
    fn extend(&mut self, numbers: &[u32]) {
        let result = self.tested.try_reserve(numbers.len());
        if self.done(result) {
            self.tested
                .extend(elements(numbers).into_iter().filter(|_| true));
            self.model.extend(elements(numbers));
        }
    }

    fn resize(&mut self, len: usize, number: u32) {
        let result = self.tested.try_resize(len, T::new(number));
        if self.done(result) {
            self.model.resize(len, T::new(number));
        }
    }

    fn retain(&mut self, mask: u32) {
        let mut count = 0;
        let mut keep = |_: &T| {
            count += 1;
            mask.rotate_left(count) & 1 == 0
        };
        self.tested.retain(&mut keep);
        count = 0;
        let mut keep = |_: &T| {
            count += 1;
            mask.rotate_left(count) & 1 == 0
        };
        self.model.retain(&mut keep);
    }

    fn drain(&mut self, start: usize, len: usize, front: usize, back: usize) {
        let start = start % (self.model.len() + 1);
        let end = start + len % (self.model.len() - start + 1);
        let mut tested = self.tested.drain(start..end);
        let mut model = self.model.drain(start..end);
        assert!(tested.by_ref().take(front).eq(model.by_ref().take(front)));
        assert!(
            tested
                .by_ref()
                .rev()
                .take(back)
                .eq(model.by_ref().rev().take(back))
        );
        assert_eq!(tested.as_slice(), model.as_slice());
        assert_eq!(tested.size_hint(), model.size_hint());
    }

    fn into_iter(&mut self, front: usize, back: usize) {
        let mut tested = std::mem::take(&mut self.tested).into_iter();
        let mut model = std::mem::take(&mut self.model).into_iter();
        assert!(tested.by_ref().take(front).eq(model.by_ref().take(front)));
        assert!(
            tested
                .by_ref()
                .rev()
                .take(back)
                .eq(model.by_ref().rev().take(back))
        );
        assert_eq!(tested.as_slice(), model.as_slice());
        assert_eq!(tested.size_hint(), model.size_hint());
    }

    fn boxed(&mut self) {
        let boxed = std::mem::take(&mut self.tested).into_boxed_slice();
        assert_eq!(*boxed, self.model[..]);
        self.tested = boxed.into_vec();
    }

    fn cloned(&mut self) {
        let result = self
            .tested
            .try_clone()
            .map(|clone| assert_eq!(clone, self.tested));
        self.done(result);
    }
}

/// Runs the operations, and the vector's end; returns how many were refused.
fn run<T: Element>(ops: &[Op]) -> usize {
    let mut pair = Pair::<T>::new();
    for op in ops {
        pair.apply(op);
        pair.check();
    }
    let refusals = pair.refusals;
    drop(pair);
    assert_eq!((live(), allocated()), (0, 0));
    refusals
}

/// Many sequences in one region.
fn property<T: Element>(region: usize) -> usize {
    pool(region);
    let refusals = Cell::new(0);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    };
    proptest!(config, |(ops in prop::collection::vec(op(), 1..80))| {
        refusals.set(refusals.get() + run::<T>(&ops));
    });
    refusals.get()
}

rusty_fork_test! {
    #[test]
    fn as_vec() {
        // Seldom full.
        property::<Number>(4096);
    }

    #[test]
    fn as_vec_when_memory_is_short() {
        assert!(property::<Number>(512) > 100);
    }

    #[test]
    fn as_vec_bytes() {
        assert!(property::<Byte>(256) > 100);
    }

    #[test]
    fn as_vec_over_aligned() {
        assert!(property::<Wide>(4096) > 100);
    }

    #[test]
    fn as_vec_without_size() {
        assert_eq!(property::<Nothing>(256), 0);
    }
}

/// A full vector of the numbers from 0.
fn numbers(count: u32) -> Tested<Number> {
    (0..count).map(Number::new).collect()
}

/// Runs something that panics at an element, and checks that nothing is lost or dropped twice.
fn panics_at(number: u32, run: impl FnOnce()) {
    FUSE.set(Some(number));
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"fuse"));
}

fn left(vec: &Tested<Number>) -> Vec<u32> {
    vec.iter().map(Number::number).collect()
}

rusty_fork_test! {
    #[test]
    fn growing_stays_in_place() {
        pool(4096);
        let mut vec = Tested::with_capacity(1);
        let place = vec.as_ptr();
        vec.extend(0..900_u32);
        assert_eq!(vec.as_ptr(), place);
        assert_eq!(vec, *(0..900).collect::<Vec<u32>>());
    }

    #[test]
    fn growing_moves_when_it_must() {
        pool(4096);
        let mut first = Tested::with_capacity(1);
        let _wall: NoAtomicsBox<u32, External> = NoAtomicsBox::new(0);
        let place = first.as_ptr();
        first.extend(0..100_u32);
        assert_ne!(first.as_ptr(), place);
        assert_eq!(first, *(0..100).collect::<Vec<u32>>());
    }

    #[test]
    fn takes_less_when_doubling_is_too_much() {
        pool(1024);
        let mut vec = Tested::<u8>::with_capacity(500);
        vec.resize(500, 1);
        vec.try_push(2).unwrap();
        assert!(vec.capacity() < 1000);
    }

    #[test]
    fn failure_keeps_everything() {
        pool(512);
        let mut vec = numbers(0);
        while vec.try_push(Number::new(vec.len() as u32)).is_ok() {}
        let (count, place) = (vec.len(), vec.as_ptr());
        assert!(count > 60 && count == vec.capacity());
        assert_eq!(vec.try_push(Number::new(77)).unwrap_err().0.number(), 77);
        assert_eq!(vec.try_insert(3, Number::new(78)).unwrap_err().0.number(), 78);
        assert_eq!(vec.try_resize(count + 1, Number::new(79)), Err(OutOfMemory));
        assert_eq!(vec.try_extend_from_slice(&[Number::new(80)]), Err(OutOfMemory));
        assert_eq!(vec.try_clone(), Err(OutOfMemory));
        assert_eq!((vec.len(), vec.as_ptr()), (count, place));
        assert_eq!(left(&vec), Vec::from_iter(0..count as u32));
        assert_eq!(live(), count);
    }

    #[test]
    fn functions_without_try_panic_with_the_name_of_the_attribute() {
        pool(512);
        let panic = catch_unwind(|| Tested::<u8>::with_capacity(1000)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert_eq!(message, "no room in memory of the attribute `external`");
    }

    #[test]
    fn sizes_that_overflow_are_refused() {
        pool(512);
        let mut longs = Tested::<u64>::new();
        longs.push(1);
        for more in [usize::MAX, usize::MAX / 8, isize::MAX as usize / 8, isize::MAX as usize] {
            assert_eq!(longs.try_reserve(more), Err(OutOfMemory));
            assert_eq!(longs.try_reserve_exact(more), Err(OutOfMemory));
        }
        assert_eq!(Tested::<u64>::try_with_capacity(usize::MAX / 4), Err(OutOfMemory));
        let mut units = Tested::<()>::new();
        units.push(());
        assert_eq!(units.try_reserve(usize::MAX), Err(OutOfMemory));
        assert_eq!(units.try_reserve(usize::MAX - 1), Ok(()));
        assert_eq!(longs, [1]);
    }

    #[test]
    fn drop_that_panics() {
        pool(4096);
        let vec = numbers(9);
        panics_at(4, || drop(vec));
        assert_eq!((live(), allocated()), (0, 0));
    }

    #[test]
    fn truncate_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(6, || vec.truncate(3));
        assert_eq!(left(&vec), [0, 1, 2]);
        assert_eq!(live(), 3);
    }

    #[test]
    fn clone_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        let before = allocated();
        panics_at(4, || drop(vec.clone()));
        assert_eq!((live(), allocated()), (9, before));
        panics_at(4, || vec.resize(20, Number::new(4)));
        assert_eq!(left(&vec), Vec::from_iter(0..9));
        assert_eq!(live(), 9);
        let more = elements::<Number>(&[10, 11, 12]);
        panics_at(11, || vec.extend_from_slice(&more));
        assert_eq!(left(&vec), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
        assert_eq!(live(), 13);
    }

    #[test]
    fn retain_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(5, || vec.retain(|element| {
            burn(element.number());
            element.number() % 2 == 0
        }));
        assert_eq!(left(&vec), [0, 2, 4, 5, 6, 7, 8]);
        // The drop of what is not kept panics.
        panics_at(5, || vec.retain(|element| element.number() % 4 == 0));
        assert_eq!(left(&vec), [0, 4, 6, 7, 8]);
        assert_eq!(live(), 5);
    }

    #[test]
    fn drain_that_panics() {
        pool(4096);
        let mut vec = numbers(9);
        panics_at(4, || drop(vec.drain(2..7)));
        assert_eq!(left(&vec), [0, 1, 7, 8]);
        assert_eq!(live(), 4);
    }

    #[test]
    fn drain_that_is_leaked() {
        pool(4096);
        let mut vec = numbers(9);
        std::mem::forget(vec.drain(2..7));
        assert_eq!(left(&vec), [0, 1]);
        vec.push(Number::new(10));
        assert_eq!(left(&vec), [0, 1, 10]);
    }

    #[test]
    fn iterator_that_panics() {
        pool(4096);
        let mut elements = numbers(9).into_iter();
        assert_eq!(elements.next().map(|first| first.number()), Some(0));
        panics_at(4, || drop(elements));
        assert_eq!((live(), allocated()), (0, 0));
    }

    #[test]
    fn ranges_and_indices_out_of_bounds_panic() {
        pool(4096);
        let mut vec = numbers(3);
        let mut refused = |run: fn(&mut Tested<Number>)| {
            catch_unwind(AssertUnwindSafe(|| run(&mut vec))).unwrap_err();
        };
        refused(|vec| drop(vec.remove(3)));
        refused(|vec| drop(vec.remove(usize::MAX)));
        refused(|vec| drop(vec.swap_remove(3)));
        refused(|vec| vec.insert(4, Number::new(9)));
        refused(|vec| drop(vec.drain(2..4)));
        refused(|vec| drop(vec.drain(..=usize::MAX)));
        #[allow(clippy::reversed_empty_ranges)]
        refused(|vec| drop(vec.drain(2..1)));
        assert_eq!(left(&vec), [0, 1, 2]);
        assert_eq!(live(), 3);
    }

    #[test]
    fn leaked_elements_stay() {
        pool(4096);
        let table: &'static mut [Number] = numbers(5).leak();
        assert_eq!(table[4].number(), 4);
        assert_eq!(live(), 5);
        assert!(External.owns(table.as_ptr()) && allocated() >= 20);
    }

    #[test]
    fn vectors_go_to_other_threads() {
        pool(4096);
        let vec: Tested<u32> = (0..9).collect();
        let shared = &vec;
        std::thread::scope(|scope| {
            scope.spawn(move || assert_eq!(shared.len(), 9));
        });
        std::thread::spawn(move || drop(vec)).join().unwrap();
        assert_eq!(allocated(), 0);
    }
}
