// SPDX-License-Identifier: Apache-2.0

//! Misuse that the compiler refuses. The twins of the cases are compiled into this test.

mod ui_support;

use ui_support::{Case, Suite};

/// The cases, and what the error must name.
macro_rules! cases {
    (
        twins here { $($name:ident: $refused_by:literal,)* }
        twins in other tests { $($other:ident: $other_refused_by:literal,)* }
        errors that quote the standard library { $($loose:ident: $loose_refused_by:literal,)* }
    ) => {
        const CASES: &[Case] = &[
            $(Case { name: stringify!($name), refused_by: $refused_by, to_the_letter: true },)*
            $(Case { name: stringify!($other), refused_by: $other_refused_by, to_the_letter: true },)*
            $(Case { name: stringify!($loose), refused_by: $loose_refused_by, to_the_letter: false },)*
        ];

        #[path = "ui/pass"]
        #[allow(dead_code, unused_mut, reason = "that they compile is enough")]
        mod twins {
            $(mod $name;)*
            $(mod $loose;)*
        }
    };
}

cases! {
    twins here {
        address_without_unsafe: "E0133",
        allocator_trait_of_external: "SupportsAtomics",
        arc_in_box_in_external: "SupportsAtomics",
        assume_atomics_without_unsafe: "E0133",
        atomics_by_hand_without_unsafe: "`SupportsAtomics` requires an `unsafe impl`",
        attribute_by_hand_without_unsafe: "`Attribute` requires an `unsafe impl`",
        attribute_in_a_crate_that_forbids_unsafe: "usage of an `unsafe` block",
        attribute_that_denies_atomics: "SupportsAtomics",
        attribute_without_unsafe: "the number of an attribute is a claim",
        box_in_external: "SupportsAtomics",
        box_of_another_attribute: "E0308",
        box_used_after_it_was_given_away: "E0382",
        buffer_used_while_the_device_has_it: "E0382",
        claim_without_unsafe: "E0133",
        deallocate_without_unsafe: "E0133",
        derive_for_added_field: "pattern requires",
        derive_for_added_variant: "E0004",
        derive_for_atomic_field: "NoAtomics",
        derive_for_atomic_in_variant: "NoAtomics",
        derive_for_parameter_in_turn: "NoAtomics",
        derive_for_type_in_turn: "NoAtomics",
        derive_for_type_in_variant_in_turn: "NoAtomics",
        derive_for_union_instead: "union patterns",
        device_buffer_is_read: "E0608",
        dma_buffer_of_another_attribute: "E0308",
        dma_buffer_of_bool: "DmaElement",
        dma_buffer_of_char: "DmaElement",
        dma_buffer_of_enum: "DmaElement",
        dma_buffer_of_pointers: "DmaElement",
        dma_buffer_of_references: "DmaElement",
        dma_element_by_hand_without_unsafe: "`DmaElement` requires an `unsafe impl`",
        dma_element_derived_for_enum: "DmaElement cannot be derived for an enum",
        dma_element_generic_under_a_macro: "with this attribute",
        dma_element_not_transparent: "it has padding",
        dma_element_of_size_in_turn: "it has padding",
        dma_element_of_type_in_turn: "DmaElement",
        dma_element_with_added_field: "pattern requires",
        dma_element_with_bool: "DmaElement",
        dma_element_with_padding: "it has padding",
        dma_element_without_layout: "DmaElement needs a known layout",
        fallback_from_external: "SupportsAtomics",
        fallback_in_fallback: "SupportsAtomics",
        fallback_to_external: "SupportsAtomics",
        generic_driver_without_the_bound: "SupportsAtomics",
        grow_without_unsafe: "E0133",
        hash_map_in_external: "SupportsAtomics",
        heap_of_heap: "is not an `Attribute`",
        newer_trait_of_external: "SupportsAtomics",
        no_atomics_box_of_atomic: "NoAtomics",
        no_atomics_by_hand_without_unsafe: "`NoAtomics` requires an `unsafe impl`",
        no_atomics_of_array_of_atomics: "NoAtomics",
        no_atomics_vec_of_arc: "NoAtomics",
        no_atomics_vec_of_mutex: "NoAtomics",
        no_attribute: "Attribute",
        non_cacheable_from_ordinary_ram: "= note: add the memory with `unsafe { heap.add_claimed(memory) }`",
        older_trait_of_external: "SupportsAtomics",
        own_attribute_from_ordinary_ram: "= note: add the memory with `unsafe { heap.add_claimed(memory) }`",
        own_attribute_without_atomics: "SupportsAtomics",
        owns_without_unsafe: "`Owns` requires an `unsafe impl`",
        region_added_twice: "E0499",
        region_on_the_stack: "E0597",
        region_reused: "E0506",
        region_shared: "E0308",
        section_in_a_crate_that_forbids_unsafe: "usage of an `unsafe` block",
        section_without_unsafe: "a section is a claim",
        usable_size_of_anything: "HasBlock",
        usable_size_without_unsafe: "E0133",
        vec_in_external: "SupportsAtomics",
        vec_of_another_attribute: "E0308",
        vector_of_cells_between_threads: "Sync",
    }
    twins in other tests {
        global_allocator: "SupportsAtomics",
        global_fallback: "SupportsAtomics",
    }
    errors that quote the standard library {
        number_by_hand: "SMH_MAX_ATTR",
        number_out_of_range: "SMH_MAX_ATTR",
    }
}

const SUITE: Suite = Suite {
    directory: "ui",
    cases: CASES,
};

#[test]
fn each_case_has_a_twin() {
    assert!(CASES.len() >= 20);
    SUITE.assert_that_each_case_has_a_twin();
}

#[test]
fn twins_differ_in_the_misuse_alone() {
    SUITE.assert_that_twins_differ_in_the_misuse_alone();
}

#[test]
fn errors_name_the_reason() {
    SUITE.assert_that_errors_name_the_reason();
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
