// SPDX-License-Identifier: Apache-2.0

//! `NoAtomicsVec` against `Vec`: the same operations on both, in a region that is too small for
//! some of them. Every element is dropped once, and in the end no byte is allocated.
//!
//! The pool is one per process, so each test is a process of its own.

mod common;
mod no_atomics_support;

use std::cell::Cell;

use no_atomics_support::{
    Byte, Element, Nothing, Number, Tested, Wide, allocated, elements, live, pool,
};
use proptest::prelude::*;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{NoRoom, OutOfMemory};

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
            Op::IntoIter { front, back } => self.take_by_value(front, back),
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
        assert!(allocated() >= bytes || !shared_multi_heap_sys::STATS);
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

    fn take_by_value(&mut self, front: usize, back: usize) {
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
        assert!(property::<Number>(512) > 0);
    }

    #[test]
    fn as_vec_bytes() {
        assert!(property::<Byte>(256) > 0);
    }

    #[test]
    fn as_vec_over_aligned() {
        assert!(property::<Wide>(4096) > 0);
    }

    #[test]
    fn as_vec_without_size() {
        assert_eq!(property::<Nothing>(256), 0);
    }
}
