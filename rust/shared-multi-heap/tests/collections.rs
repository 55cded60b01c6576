// SPDX-License-Identifier: Apache-2.0

//! Collections of stable Rust in typed memory: they work, lie where their type says, and give all
//! back.

mod common;

use std::sync::Arc;

use common::{Baseline, Tcm, add, allocated, init, lies_in};
use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};
use rusty_fork::rusty_fork_test;
use shared_multi_heap::{Cacheable, External, Fallback, NonCacheable};

/// A region of each kind that is used here.
fn regions() -> Baseline {
    init();
    add(Cacheable, 16384);
    add(NonCacheable, 16384);
    add(Tcm, 2000);
    add(External, 4096);
    Baseline::now()
}

/// A content whose clones and drops are counted.
#[derive(Clone)]
struct Counted(u32, #[allow(dead_code, reason = "held")] Arc<()>);

/// `Box` and `Vec` of one version of allocator-api2.
macro_rules! box_and_vec {
    ($source:ident, $module:ident) => {
        mod $module {
            use super::*;
            use $source::boxed::Box;
            use $source::unsize_box;
            use $source::vec::Vec;

            pub fn boxes() {
                let baseline = regions();
                let number = Box::new_in(7_u64, NonCacheable);
                assert!(lies_in(NonCacheable, &*number) && !Cacheable.owns(&raw const *number));

                let text: Box<dyn std::fmt::Display, NonCacheable> = unsize_box!(number);
                assert_eq!(text.to_string(), "7");
                let bytes: Box<[u8], Tcm> = unsize_box!(Box::new_in([9; 500], Tcm));
                assert!(lies_in(Tcm, &*bytes) && bytes.iter().all(|byte| *byte == 9));
                assert_eq!(Cacheable.usable_size_of(&bytes), Tcm.usable_size_of(&bytes));
                assert!(Tcm.usable_size_of(&bytes) >= 500);

                assert!(Box::try_new_in([0_u8; 3000], Tcm).is_err());
                assert_eq!(Tcm.usable_size_of(&Box::new_in((), Tcm)), 0);
                drop((text, bytes));
                baseline.assert_empty();
            }

            pub fn vectors() {
                let baseline = regions();
                let mut numbers: Vec<u32, NonCacheable> = Vec::new_in(NonCacheable);
                assert_eq!(NonCacheable.usable_size_of(&numbers), 0);
                numbers.extend(0..1000);
                numbers.insert(500, 77);
                numbers.retain(|number| number % 2 == 1);
                numbers.shrink_to_fit();
                assert_eq!(numbers.len(), 501);
                assert!(lies_in(NonCacheable, &*numbers));

                let copy = numbers.clone();
                assert!(lies_in(NonCacheable, &*copy) && copy.as_ptr() != numbers.as_ptr());
                assert_eq!(copy, numbers);
                assert_eq!(allocated(Cacheable), 0);

                numbers.drain(..250);
                numbers.truncate(10);
                assert_eq!(copy.len(), 501);
                assert!(NonCacheable.usable_size_of(&copy) >= 501 * 4);
                let into: u32 = copy.into_iter().filter(|number| *number == 77).sum();
                assert_eq!(into, 154);
                drop(numbers);
                baseline.assert_empty();
            }

            pub fn contents_are_cloned_and_dropped_once() {
                let baseline = regions();
                let counter = Arc::new(());
                let mut counted: Vec<Counted, Tcm> = Vec::new_in(Tcm);

                counted.extend((0..20).map(|number| Counted(number, Arc::clone(&counter))));
                let copy = counted.clone();
                assert_eq!(Arc::strong_count(&counter), 41);
                counted.truncate(5);
                assert_eq!(Arc::strong_count(&counter), 26);
                assert!(copy.iter().map(|counted| counted.0).eq(0..20));
                drop((counted, copy));
                assert_eq!(Arc::strong_count(&counter), 1);
                baseline.assert_empty();
            }

            pub fn full_memory_is_an_error() {
                let baseline = regions();
                let mut bytes: Vec<u8, Tcm> = Vec::new_in(Tcm);

                while bytes.try_reserve(1).is_ok() {
                    bytes.push(bytes.len() as u8);
                }
                assert!(bytes.len() > 900 && bytes.len() < 2000);
                assert!(
                    bytes
                        .iter()
                        .enumerate()
                        .all(|(index, byte)| index as u8 == *byte)
                );
                assert!(bytes.try_reserve(usize::MAX / 4).is_err());
                drop(bytes);
                baseline.assert_empty();
            }

            pub fn fallback_spills() {
                let baseline = regions();
                let pair = Fallback::new(Tcm, NonCacheable);
                let mut numbers = Vec::new_in(pair);

                numbers.extend(0..100_u64);
                assert!(lies_in(Tcm, &*numbers));
                numbers.extend(100..1000);
                assert!(lies_in(NonCacheable, &*numbers));
                assert!(numbers.iter().copied().eq(0..1000));
                assert_eq!(allocated(Tcm), 0);
                numbers.truncate(10);
                numbers.shrink_to_fit();
                assert!(lies_in(NonCacheable, &*numbers));

                let copy = numbers.clone();
                assert!(lies_in(Tcm, &*copy));
                assert_eq!(copy, numbers);
                drop((numbers, copy));
                baseline.assert_empty();
            }

            pub fn empty_ones_take_nothing() {
                let baseline = regions();
                let mut nothings: Vec<(), Cacheable> = Vec::new_in(Cacheable);

                nothings.extend([(); 1000]);
                let boxed: Box<[u8; 0], NonCacheable> = Box::new_in([], NonCacheable);
                let empty: Vec<u64, Fallback<Tcm, Cacheable>> = Vec::new_in(Fallback::default());
                baseline.assert_empty();
                assert_eq!((nothings.len(), boxed.len(), empty.len()), (1000, 0, 0));
            }
        }
    };
}

#[cfg(feature = "allocator-api2")]
box_and_vec!(allocator_api2, api2);
#[cfg(feature = "allocator-api2-03")]
box_and_vec!(allocator_api2_03, api3);
#[cfg(feature = "allocator-api2-04")]
box_and_vec!(allocator_api2_04, api4);

/// Every test for every version: each in its own process.
macro_rules! for_each_version {
    ($($test:ident)*) => {
        #[cfg(feature = "allocator-api2")]
        mod version_2 {
            use rusty_fork::rusty_fork_test;
            rusty_fork_test! { $(#[test] fn $test() { super::api2::$test() })* }
        }
        #[cfg(feature = "allocator-api2-03")]
        mod version_3 {
            use rusty_fork::rusty_fork_test;
            rusty_fork_test! { $(#[test] fn $test() { super::api3::$test() })* }
        }
        #[cfg(feature = "allocator-api2-04")]
        mod version_4 {
            use rusty_fork::rusty_fork_test;
            rusty_fork_test! { $(#[test] fn $test() { super::api4::$test() })* }
        }
    };
}

for_each_version! {
    boxes
    vectors
    contents_are_cloned_and_dropped_once
    full_memory_is_an_error
    fallback_spills
    empty_ones_take_nothing
}

rusty_fork_test! {
    #[test]
    fn hash_map() {
        let baseline = regions();
        let mut words: HashMap<String, usize, DefaultHashBuilder, NonCacheable> =
            HashMap::new_in(NonCacheable);

        for number in 0..300 {
            *words.entry(format!("word {}", number % 100)).or_default() += number;
        }
        assert_eq!(words.len(), 100);
        assert_eq!(words["word 7"], 7 + 107 + 207);
        assert!(words.values().all(|value| lies_in(NonCacheable, value)));
        let copy = words.clone();
        words.retain(|_, value| *value > 600);
        assert!(words.len() < 100 && copy.len() == 100);
        assert!(copy.keys().all(|key| lies_in(NonCacheable, key)));
        assert_eq!(allocated(Cacheable), 0);
        drop((words, copy));
        baseline.assert_empty();
    }

    #[test]
    fn hash_set_and_table() {
        let baseline = regions();
        let mut set: HashSet<u32, DefaultHashBuilder, Fallback<Tcm, NonCacheable>> =
            HashSet::new_in(Fallback::default());
        let mut table: HashTable<u32, NonCacheable> = HashTable::new_in(NonCacheable);

        set.extend((0..1000).map(|number| number * 7 % 1000));
        assert_eq!(set.len(), 1000);
        assert!(set.iter().all(|number| lies_in(NonCacheable, number)));
        table.insert_unique(7, 7, |number| u64::from(*number));
        assert_eq!(table.find(7, |number| *number == 7), Some(&7));
        drop((set, table));
        baseline.assert_empty();
    }

    #[test]
    fn hash_map_that_finds_no_room_is_unchanged() {
        let baseline = regions();
        let mut map: HashMap<u32, u32, DefaultHashBuilder, Tcm> = HashMap::new_in(Tcm);

        map.extend((0..20).map(|number| (number, number * number)));
        assert!(map.try_reserve(10_000).is_err());
        assert!((0..20).all(|number| map[&number] == number * number));
        drop(map);
        baseline.assert_empty();
    }
}
