// SPDX-License-Identifier: Apache-2.0

//! A program, this one with its test harness, whose whole heap is memory of an attribute.

#[path = "common/early.rs"]
mod early;
#[path = "ui/pass/global_allocator.rs"]
#[allow(dead_code, reason = "only what it declares is used")]
mod heap;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

use shared_multi_heap::{Cacheable, regions};

fn assert_sound() {
    for region in regions() {
        assert_eq!(region.region.validate(), Ok(()));
    }
}

#[test]
fn collections_lie_in_the_region() {
    let text = "seven words lie in one region here".to_string();
    let words: Vec<&str> = text.split(' ').collect();
    let by_length: BTreeMap<usize, &str> = words.iter().map(|word| (word.len(), *word)).collect();
    let lengths: HashMap<&str, usize> = words.iter().map(|word| (*word, word.len())).collect();

    assert!(Cacheable.owns(text.as_ptr()) && Cacheable.owns(words.as_ptr()));
    assert!(
        by_length
            .values()
            .all(|word| Cacheable.owns(&raw const *word))
    );
    assert_eq!(
        (words.len(), by_length[&6], lengths["seven"]),
        (7, "region", 5)
    );
    assert_sound();
}

#[test]
fn vectors_grow_and_shrink() {
    let mut numbers: VecDeque<u64> = VecDeque::new();

    numbers.extend(0..20_000);
    numbers.drain(..19_000);
    numbers.shrink_to_fit();
    assert!(numbers.iter().copied().eq(19_000..20_000));
    let mut zeroes = vec![0_u8; 100_000];
    assert!(zeroes.iter().all(|byte| *byte == 0));
    zeroes.resize(10, 1);
    zeroes.shrink_to_fit();
    assert_eq!(zeroes.len(), 10);
    assert_sound();
}

#[test]
fn threads_send_what_others_drop() {
    let (sender, receiver) = channel::<Vec<String>>();
    let seen = Arc::new(Mutex::new(0));

    thread::scope(|scope| {
        for number in 0..4 {
            let sender = sender.clone();
            scope.spawn(move || {
                for round in 0..100 {
                    sender.send(vec![format!("{number} {round}"); 5]).unwrap();
                }
            });
        }
        drop(sender);
        let seen = Arc::clone(&seen);
        scope.spawn(move || {
            receiver
                .iter()
                .for_each(|texts| *seen.lock().unwrap() += texts.len())
        });
    });
    assert_eq!(*seen.lock().unwrap(), 2000);
    assert_sound();
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut bytes: Vec<u8> = Vec::new();

    assert!(bytes.try_reserve(early::BYTES + 1).is_err());
    assert!(bytes.try_reserve(isize::MAX as usize).is_err());
    bytes.push(1);
    assert!(Cacheable.owns(bytes.as_ptr()));
}
