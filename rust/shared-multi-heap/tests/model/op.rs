// SPDX-License-Identifier: Apache-2.0

//! Random operations.

use std::alloc::Layout;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// One operation; which block it concerns depends on what is live then.
#[derive(Clone, Debug)]
pub enum Op {
    /// `probe` tells whether to ask beforehand where the block will be.
    Allocate {
        family: Index,
        way: Index,
        layout: Layout,
        zeroed: bool,
        probe: bool,
    },
    /// Grow or shrink, as the sizes have it.
    Change {
        block: Index,
        way: Index,
        layout: Layout,
        zeroed: bool,
        probe: bool,
    },
    Resize {
        block: Index,
        way: Index,
        size: usize,
    },
    Free {
        block: Index,
        way: Index,
    },
    Policy {
        family: Index,
        best: bool,
    },
}

/// Sequences that fill regions of about 4 KiB and more and empty them again.
pub fn sequences() -> impl Strategy<Value = Vec<Op>> {
    vec(op(), 1..160)
}

fn op() -> impl Strategy<Value = Op> {
    let index = any::<Index>;

    prop_oneof![
        6 => (index(), index(), layout(), any::<bool>(), any::<bool>()).prop_map(
            |(family, way, layout, zeroed, probe)| {
                Op::Allocate { family, way, layout, zeroed, probe }
            }
        ),
        5 => (index(), index(), layout(), any::<bool>(), any::<bool>()).prop_map(
            |(block, way, layout, zeroed, probe)| Op::Change { block, way, layout, zeroed, probe }
        ),
        2 => (index(), index(), size())
            .prop_map(|(block, way, size)| Op::Resize { block, way, size }),
        4 => (index(), index()).prop_map(|(block, way)| Op::Free { block, way }),
        1 => (index(), any::<bool>()).prop_map(|(family, best)| Op::Policy { family, best }),
    ]
}

/// Mostly small ones; some fill a region, some fit nowhere.
fn size() -> impl Strategy<Value = usize> {
    prop_oneof![
        2 => Just(0_usize),
        12 => 1_usize..64,
        12 => 1_usize..600,
        5 => 1_usize..4000,
        2 => 3500_usize..9000,
        1 => (isize::MAX as usize / 4)..(isize::MAX as usize / 2),
    ]
}

/// Mostly alignments that every block has; some larger than a region.
fn layout() -> impl Strategy<Value = Layout> {
    let exponent = prop_oneof![8 => 0_u32..5, 4 => 5_u32..9, 1 => 9_u32..14];

    (size(), exponent).prop_map(|(size, exponent)| {
        Layout::from_size_align(size, 1 << exponent).expect("no size is near the limit")
    })
}
