// SPDX-License-Identifier: Apache-2.0

//! Elements that are counted, for the tests of boxes and vectors in memory without atomics.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::cell::Cell;

use shared_multi_heap::{External, NoAtomics, NoAtomicsVec, regions};

use crate::common;

pub type Tested<T> = NoAtomicsVec<T, External>;

/// Starts the pool with a region of that many bytes.
pub fn pool(bytes: usize) {
    common::init();
    common::add(External, bytes);
}

/// Bytes in live blocks; the structures of the heap are checked too.
pub fn allocated() -> usize {
    let info = regions().next().unwrap();
    info.region.validate().unwrap();
    info.allocated
}

thread_local! {
    pub static LIVE: Cell<usize> = const { Cell::new(0) };
    /// The number of the element whose next drop or clone panics.
    pub static FUSE: Cell<Option<u32>> = const { Cell::new(None) };
}

pub fn live() -> usize {
    LIVE.get()
}

pub fn born() {
    LIVE.set(LIVE.get() + 1);
}

/// One dropped too many is an overflow, which panics.
pub fn died() {
    LIVE.set(LIVE.get() - 1);
}

pub fn burn(number: u32) {
    if FUSE.get() == Some(number) {
        FUSE.set(None);
        panic!("fuse");
    }
}

/// What is stored: of several sizes and alignments, counted, and known by a number.
pub trait Element: NoAtomics + Clone + PartialEq + std::fmt::Debug {
    fn new(number: u32) -> Self;
    fn number(&self) -> u32;
}

/// A type of elements around some other data.
macro_rules! element {
    ($(#[$meta:meta])* $name:ident($inner:ty), $into:expr, $from:expr) => {
        $(#[$meta])*
        #[derive(Debug, PartialEq)]
        pub struct $name(pub $inner);

        // SAFETY: contract of `NoAtomics`: a number or nothing; the counters are elsewhere.
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
pub fn elements<T: Element>(numbers: &[u32]) -> Vec<T> {
    numbers.iter().map(|&number| T::new(number)).collect()
}

/// A full vector of the numbers from 0.
pub fn numbers(count: u32) -> Tested<Number> {
    (0..count).map(Number::new).collect()
}
