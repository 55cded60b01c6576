// SPDX-License-Identifier: Apache-2.0

//! Misuse by way of the unstable `Allocator` trait, which the compiler refuses. It quotes the
//! standard library, so its words are not compared.

#![feature(allocator_api, btreemap_alloc)]

mod ui_support;

use ui_support::{Case, Suite};

/// The cases, and what the error must name.
macro_rules! cases {
    ($($name:ident: $refused_by:literal,)*) => {
        const CASES: &[Case] = &[
            $(Case { name: stringify!($name), refused_by: $refused_by, to_the_letter: false },)*
        ];

        #[path = "ui_nightly/pass"]
        #[allow(dead_code, unused_attributes, reason = "that they compile is enough")]
        mod twins {
            $(mod $name;)*
        }
    };
}

cases! {
    arc_in_external: "SupportsAtomics",
    arc_in_fallback_to_external: "SupportsAtomics",
    arc_in_own_attribute: "SupportsAtomics",
    atomic_in_box_in_external: "SupportsAtomics",
    tree_in_external: "SupportsAtomics",
    vec_of_another_attribute: "E0308",
}

const SUITE: Suite = Suite {
    directory: "ui_nightly",
    cases: CASES,
};

#[test]
fn each_case_has_a_twin() {
    SUITE.assert_that_each_case_has_a_twin();
}

#[test]
fn twins_differ_in_the_misuse_alone() {
    SUITE.assert_that_twins_differ_in_the_misuse_alone();
}

#[test]
fn misuse_is_refused() {
    SUITE.assert_that_misuse_is_refused("copies_are_refused");
}

#[test]
#[ignore = "started by misuse_is_refused"]
fn copies_are_refused() {
    ui_support::refuse_copies();
}
