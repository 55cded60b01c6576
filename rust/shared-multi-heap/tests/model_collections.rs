// SPDX-License-Identifier: Apache-2.0

//! Random operations on collections in typed memory, each beside the same collection of the
//! standard library.

mod common;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Debug;

use allocator_api2::alloc::Allocator;
use allocator_api2::boxed::Box as Boxed;
use allocator_api2::vec::Vec as Vector;
use common::{Baseline, Tcm, TcmAttribute, add, init};
use hashbrown::{DefaultHashBuilder, HashMap};
use proptest::prelude::*;
use proptest::sample::Index;
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{Attribute, Cacheable, Fallback, NonCacheable, attribute, region_of};

/// One operation on the collection that an index chooses.
#[derive(Clone, Debug)]
enum Op {
    Create(usize),
    Drop(Index),
    Copy(Index),
    Change(Index, Change),
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Append(u16, u8),
    Insert(u16, Index),
    Remove(Index),
    Truncate(Index),
    Shrink,
    Reserve(u16),
}

/// What can be stored: made of a number.
trait Element: Copy + PartialEq + Debug + 'static {
    fn of(number: u16) -> Self;
}

impl Element for u8 {
    fn of(number: u16) -> Self {
        number as u8
    }
}

impl Element for [u64; 3] {
    fn of(number: u16) -> Self {
        [0, 1, 2].map(|index| u64::from(number) << (8 * index))
    }
}

/// A type with a larger alignment than any block has by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(128))]
struct Line(u16);

impl Element for Line {
    fn of(number: u16) -> Self {
        Self(number)
    }
}

/// A collection, and what it must be equal to.
trait Pair {
    /// Whether there was room.
    fn change(&mut self, change: Change) -> bool;

    /// The same once more, if there is room.
    fn copy(&self) -> Option<Box<dyn Pair>>;

    fn check(&self);
}

struct Vectors<T, A: Allocator> {
    real: Vector<T, A>,
    model: Vec<T>,
    attributes: &'static [u32],
}

impl<T: Element, A: Allocator + Copy + 'static> Pair for Vectors<T, A> {
    fn change(&mut self, change: Change) -> bool {
        let len = self.real.len();

        match change {
            Change::Append(first, count) => {
                if self.real.try_reserve(count.into()).is_err() {
                    return false;
                }
                let new = || (first..).take(count.into()).map(T::of);
                self.real.extend(new());
                self.model.extend(new());
            }
            Change::Insert(number, at) => {
                if self.real.try_reserve_exact(1).is_err() {
                    return false;
                }
                self.real.insert(at.index(len + 1), T::of(number));
                self.model.insert(at.index(len + 1), T::of(number));
            }
            Change::Remove(at) if len > 0 => {
                assert_eq!(
                    self.real.remove(at.index(len)),
                    self.model.remove(at.index(len))
                );
            }
            Change::Remove(_) => {}
            Change::Truncate(at) => {
                self.real.truncate(at.index(len + 1));
                self.model.truncate(at.index(len + 1));
            }
            Change::Shrink => self.real.shrink_to_fit(),
            Change::Reserve(count) => return self.real.try_reserve_exact(count.into()).is_ok(),
        }
        true
    }

    fn copy(&self) -> Option<Box<dyn Pair>> {
        let mut probe: Vector<T, A> = Vector::new_in(*self.real.allocator());

        probe.try_reserve_exact(self.real.len()).ok()?;
        drop(probe); // `clone` ends the process if there is no room
        Some(Box::new(Self {
            real: self.real.clone(),
            model: self.model.clone(),
            attributes: self.attributes,
        }))
    }

    fn check(&self) {
        assert_eq!(*self.real, *self.model);
        let owner = region_of(self.real.as_ptr()).map(|owner| owner.attribute);
        let has_block = self.real.capacity() > 0;
        assert_eq!(
            owner.is_some(),
            has_block,
            "a vector without capacity takes no memory"
        );
        assert!(
            owner.is_none_or(|owner| self.attributes.contains(&owner)),
            "in {owner:?}"
        );
    }
}

struct Maps {
    real: HashMap<u16, u16, DefaultHashBuilder, NonCacheable>,
    model: BTreeMap<u16, u16>,
}

impl Pair for Maps {
    fn change(&mut self, change: Change) -> bool {
        let key = |at: Index| at.index(300) as u16;

        match change {
            Change::Append(first, count) => {
                if self.real.try_reserve(count.into()).is_err() {
                    return false;
                }
                let new = || {
                    (first..)
                        .take(count.into())
                        .map(|number| (number % 300, number))
                };
                self.real.extend(new());
                self.model.extend(new());
            }
            Change::Insert(number, at) => {
                if self.real.try_reserve(1).is_err() {
                    return false;
                }
                assert_eq!(
                    self.real.insert(key(at), number),
                    self.model.insert(key(at), number)
                );
            }
            Change::Remove(at) => {
                assert_eq!(self.real.remove(&key(at)), self.model.remove(&key(at)));
            }
            Change::Truncate(at) => {
                self.real.retain(|found, _| *found < key(at));
                self.model.retain(|found, _| *found < key(at));
            }
            Change::Shrink => self.real.retain(|found, _| self.model.contains_key(found)),
            Change::Reserve(count) => return self.real.try_reserve(count.into()).is_ok(),
        }
        true
    }

    fn copy(&self) -> Option<Box<dyn Pair>> {
        let mut real = HashMap::new_in(NonCacheable);

        real.try_reserve(self.real.len()).ok()?;
        real.extend(&self.real);
        Some(Box::new(Self {
            real,
            model: self.model.clone(),
        }))
    }

    fn check(&self) {
        assert_eq!(self.real.len(), self.model.len());
        for (key, value) in &self.model {
            let (found, real) = self.real.get_key_value(key).expect("it was inserted");
            assert_eq!(real, value);
            assert!(NonCacheable.owns(found) && NonCacheable.owns(real));
        }
    }
}

/// A box changes only its content.
struct Boxes(Boxed<[u16; 100], Tcm>, [u16; 100]);

impl Pair for Boxes {
    fn change(&mut self, change: Change) -> bool {
        if let Change::Append(first, count) = change {
            self.0[usize::from(count) % 100] = first;
            self.1[usize::from(count) % 100] = first;
        }
        true
    }

    fn copy(&self) -> Option<Box<dyn Pair>> {
        Some(Box::new(Self(
            Boxed::try_new_in(*self.0, Tcm).ok()?,
            self.1,
        )))
    }

    fn check(&self) {
        assert_eq!(*self.0, self.1);
        assert!(common::lies_in(Tcm, &*self.0));
    }
}

const C: u32 = <attribute::Cacheable as Attribute>::NUMBER;
const N: u32 = <attribute::NonCacheable as Attribute>::NUMBER;
const T: u32 = <TcmAttribute as Attribute>::NUMBER;

fn vector<E: Element, A: Allocator + Copy + 'static>(
    heap: A,
    attributes: &'static [u32],
) -> Option<Box<dyn Pair>> {
    Some(Box::new(Vectors::<E, A> {
        real: Vector::new_in(heap),
        model: Vec::new(),
        attributes,
    }))
}

/// A new collection of one of the kinds, if there is room for it.
fn create(kind: usize) -> Option<Box<dyn Pair>> {
    match kind {
        0 => vector::<u8, _>(Cacheable, &[C]),
        1 => vector::<[u64; 3], _>(NonCacheable, &[N]),
        2 => vector::<Line, _>(Cacheable, &[C]),
        3 => vector::<[u64; 3], _>(Fallback::new(Tcm, NonCacheable), &[T, N]),
        4 => vector::<Line, _>(
            Fallback::new(NonCacheable, Fallback::new(Tcm, Cacheable)),
            &[N, T, C],
        ),
        5 => {
            let real = HashMap::new_in(NonCacheable);
            Some(Box::new(Maps {
                real,
                model: BTreeMap::new(),
            }))
        }
        _ => Some(Box::new(Boxes(
            Boxed::try_new_in([7; 100], Tcm).ok()?,
            [7; 100],
        ))),
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (any::<u16>(), any::<u8>()).prop_map(|(n, count)| Change::Append(n / 2, count)),
        3 => (any::<u16>(), any::<Index>()).prop_map(|(n, at)| Change::Insert(n, at)),
        3 => any::<Index>().prop_map(Change::Remove),
        3 => any::<Index>().prop_map(Change::Truncate),
        2 => Just(Change::Shrink),
        1 => (0..2000_u16).prop_map(Change::Reserve),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => (0..7_usize).prop_map(Op::Create),
        2 => any::<Index>().prop_map(Op::Drop),
        2 => any::<Index>().prop_map(Op::Copy),
        14 => (any::<Index>(), change()).prop_map(|(index, change)| Op::Change(index, change)),
    ]
}

/// What has happened: operations that were done, and that found no room.
#[derive(Default)]
struct Counts {
    done: Cell<u32>,
    refused: Cell<u32>,
}

impl Counts {
    fn note(&self, done: bool) {
        let count = if done { &self.done } else { &self.refused };

        count.set(count.get() + 1);
    }
}

fn step(pairs: &mut Vec<Box<dyn Pair>>, op: &Op) -> bool {
    let old = |index: &Index| (!pairs.is_empty()).then(|| index.index(pairs.len()));
    let new = match op {
        Op::Create(kind) => create(*kind),
        Op::Copy(index) => match old(index) {
            Some(index) => pairs[index].copy(),
            None => return true,
        },
        Op::Drop(index) => {
            if let Some(index) = old(index) {
                pairs.swap_remove(index);
            }
            return true;
        }
        Op::Change(index, change) => {
            return old(index).is_none_or(|index| pairs[index].change(*change));
        }
    };
    let done = new.is_some();

    pairs.extend(new);
    done
}

rusty_fork_test! {
    #[test]
    fn collections_hold_what_those_of_std_hold() {
        init();
        add(Cacheable, 20_000);
        add(NonCacheable, 12_000);
        add(Tcm, 5000);
        add(NonCacheable, 9001);
        let baseline = Baseline::now();
        let counts = Counts::default();

        common::replay::check(200, proptest::collection::vec(op(), 1..150), |ops| {
            let mut pairs = Vec::new();
            for op in &ops {
                counts.note(step(&mut pairs, op));
                pairs.iter().for_each(|pair| pair.check());
                common::assert_sound();
            }
            drop(pairs);
            baseline.assert_empty();
        });
        let (done, refused) = (counts.done.get(), counts.refused.get());
        println!("{done} operations, {refused} refused");
        assert!(done < 1000 || refused > 0, "memory was never full");
    }
}
