// SPDX-License-Identifier: Apache-2.0

//! A small memory first, and a large one for what does not fit.

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use shared_multi_heap::{Cacheable, Fallback};

use crate::regions::Scratch;
use crate::{Tally, check};

type ScratchFirst = Fallback<Scratch, Cacheable>;

const SCRATCH_FIRST: ScratchFirst = Fallback::new(Scratch, Cacheable);

pub fn check(tally: &mut Tally) {
    tally.heading("Fallback");
    let mut bytes: Vec<u8, ScratchFirst> = Vec::new_in(SCRATCH_FIRST);
    bytes.extend((0..100).map(|number| number as u8));
    check!(
        tally,
        Scratch.owns(bytes.as_ptr()),
        "small blocks lie in the first memory"
    );

    bytes.reserve_exact(20_000);
    check!(
        tally,
        Cacheable.owns(bytes.as_ptr()) && bytes.iter().copied().eq(0..100),
        "one that does not fit goes to the second, with its content",
    );
    check!(
        tally,
        bytes.try_reserve(1 << 30).is_err() && bytes.iter().copied().eq(0..100),
        "one that fits nowhere stays as it is",
    );

    bytes.shrink_to_fit();
    let number = Box::new_in(7_u32, SCRATCH_FIRST);
    check!(
        tally,
        bytes.iter().copied().eq(0..100) && Scratch.owns(&raw const *number) && *number == 7,
        "new blocks go to the first as soon as there is room",
    );
}
