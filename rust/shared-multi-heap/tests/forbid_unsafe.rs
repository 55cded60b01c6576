// SPDX-License-Identifier: Apache-2.0

//! What a crate can do that forbids itself `unsafe`. What it cannot is among the cases of
//! `compile_fail.rs`.

#![forbid(unsafe_code)]

use shared_multi_heap::{
    Cacheable, DmaBuffer, DmaElement, External, NoAtomics, NoAtomicsBox, static_region,
};

static_region! {
    static SRAM: [u8; 8192];
    static PSRAM: [u8; 8192];
}

#[derive(NoAtomics)]
struct Sample {
    at: u32,
    value: Option<f32>,
}

#[derive(NoAtomics)]
enum Message<T> {
    Empty,
    One(T),
}

#[derive(Clone, Copy, DmaElement)]
#[repr(C)]
struct Frame {
    left: i16,
    right: i16,
}

#[derive(Clone, Copy, DmaElement)]
#[repr(transparent)]
struct BigEndian<T>(T);

#[test]
fn memory_and_types_of_its_own() {
    shared_multi_heap::init().unwrap();
    Cacheable.add(SRAM.take().unwrap()).unwrap();
    External.add(PSRAM.take().unwrap()).unwrap();

    let message = NoAtomicsBox::<_, External>::new(Message::One(Sample { at: 7, value: None }));
    assert!(matches!(&*message, Message::One(sample) if sample.at == 7 && sample.value.is_none()));
    let empty = NoAtomicsBox::<_, External>::new(Message::<u8>::Empty);
    assert!(matches!(&*empty, Message::Empty));

    let mut frames = DmaBuffer::<Frame, Cacheable>::zeroed(4).unwrap();
    frames[1].left = 3;
    assert_eq!(frames[1].left + frames[1].right, 3);
    let words = DmaBuffer::<BigEndian<u32>, Cacheable>::zeroed(4).unwrap();
    assert!(words.iter().all(|word| word.0 == 0));
}
