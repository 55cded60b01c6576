// SPDX-License-Identifier: Apache-2.0

//! Memory in which atomics may not work: external memory has containers of its own.

use allocator_api2::vec::Vec;
use shared_multi_heap::{AssumeAtomics, External, NoAtomics, NoAtomicsBox, NoAtomicsVec};

use crate::{Tally, check};

/// A type of a user, without atomics.
#[derive(Clone, Copy, Debug, PartialEq, NoAtomics)]
struct Sample {
    time: u32,
    level: i16,
}

pub fn check(tally: &mut Tally) {
    tally.heading("Memory without atomics");
    check_box(tally);
    check_vector(tally);
    check_adapter(tally);
}

fn check_box(tally: &mut Tally) {
    let sample = Sample { time: 1, level: -2 };
    let boxed: NoAtomicsBox<Sample, External> = NoAtomicsBox::new(sample);

    check!(
        tally,
        External.owns(&raw const *boxed) && *boxed == sample,
        "a box of a type of our own lies in external memory",
    );
}

fn check_vector(tally: &mut Tally) {
    let mut samples: NoAtomicsVec<Sample, External> = NoAtomicsVec::new();
    for time in 0..1000 {
        samples.push(Sample { time, level: -1 });
    }
    check!(
        tally,
        External.owns(samples.as_ptr()) && (0..).zip(&samples).all(|(time, s)| s.time == time),
        "a vector of them grows there",
    );

    let mut large: NoAtomicsVec<u8, External> = NoAtomicsVec::new();
    check!(
        tally,
        large.try_reserve(1 << 30).is_err() && large.is_empty(),
        "one that is too large is an error value",
    );
}

fn check_adapter(tally: &mut Tally) {
    // SAFETY: atomics do work here (contract of `new`): on both boards this is RAM that is not
    // shared with any other core or device.
    let external = unsafe { AssumeAtomics::<shared_multi_heap::attribute::External>::new() };
    let mut bytes = Vec::new_in(external);
    bytes.extend_from_slice(b"proof taken on");

    check!(
        tally,
        External.owns(bytes.as_ptr()) && bytes == b"proof taken on",
        "with the adapter it is an allocator",
    );
}
