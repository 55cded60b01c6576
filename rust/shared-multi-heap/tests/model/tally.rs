// SPDX-License-Identifier: Apache-2.0

//! What has happened, so that a model whose calls all fail, or all succeed, is seen.

use std::cell::RefCell;

/// Counts of one sequence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub operations: u64,
    pub refused: u64,
    pub in_place: u64,
    pub in_leaf: [u64; 4],
}

/// Counts of all sequences.
#[derive(Debug, Default)]
pub struct Total(RefCell<(u64, Tally)>);

impl Total {
    pub fn add(&self, tally: Tally) {
        let (sequences, total) = &mut *self.0.borrow_mut();

        *sequences += 1;
        total.operations += tally.operations;
        total.refused += tally.refused;
        total.in_place += tally.in_place;
        for (sum, count) in total.in_leaf.iter_mut().zip(tally.in_leaf) {
            *sum += count;
        }
    }

    /// Each result was seen, and each leaf used. A handful of sequences proves nothing.
    pub fn assert_all_happened(&self, leaves: usize) {
        let (sequences, total) = *self.0.borrow();

        println!("{sequences} sequences: {total:?}");
        if sequences >= 20 {
            assert!(total.refused > 0 && total.in_place > 0, "{total:?}");
            assert!(
                total.in_leaf[..leaves].iter().all(|count| *count > 0),
                "{total:?}"
            );
        }
    }
}
