// SPDX-License-Identifier: Apache-2.0

//! Misuse that the compiler refuses. Each case in `ui/fail` has a twin in `ui/pass` that differs in
//! the misuse alone and is compiled into this test.
//!
//! What the compiler says is compared word for word on the version that `ui/fail/*.stderr` is from
//! (`TRYBUILD=overwrite` writes it anew). Any other must still refuse each case, and name what it
//! should.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use trybuild::TestCases;

/// The compiler whose words are in `ui/fail/*.stderr`.
const PINNED: &str = "rustc 1.96.";

/// How many lines of a case its twin may have otherwise.
const MOST_DIFFERENT_LINES: usize = 6;

/// The cases, and what the error must name: our trait wherever one is the reason.
macro_rules! cases {
    (
        twins here { $($name:ident: $refused_by:literal,)* }
        twins in other tests { $($other:ident: $other_refused_by:literal,)* }
    ) => {
        const CASES: &[(&str, &str)] = &[
            $((stringify!($name), $refused_by),)*
            $((stringify!($other), $other_refused_by),)*
        ];

        #[path = "ui/pass"]
        #[allow(dead_code, unused_mut, reason = "that they compile is enough")]
        mod twins {
            $(mod $name;)*
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
    attribute_that_denies_atomics: "SupportsAtomics",
    attribute_without_unsafe: "no rules expected",
    box_in_external: "SupportsAtomics",
    box_of_another_attribute: "E0308",
    box_used_after_it_was_given_away: "E0382",
    buffer_used_while_the_device_has_it: "E0382",
    claim_without_unsafe: "E0133",
    deallocate_without_unsafe: "E0133",
    derive_for_atomic_field: "NoAtomics",
    derive_for_atomic_in_variant: "NoAtomics",
    device_buffer_is_read: "E0608",
    dma_buffer_of_another_attribute: "E0308",
    dma_buffer_of_bool: "DmaElement",
    dma_buffer_of_char: "DmaElement",
    dma_buffer_of_enum: "DmaElement",
    dma_buffer_of_pointers: "DmaElement",
    dma_buffer_of_references: "DmaElement",
    dma_element_by_hand_without_unsafe: "`DmaElement` requires an `unsafe impl`",
    dma_element_derived_for_enum: "DmaElement cannot be derived for an enum",
    dma_element_with_bool: "DmaElement",
    dma_element_with_padding: "it has padding",
    dma_element_without_layout: "DmaElement needs a known layout",
    external_from_ordinary_ram: "OrdinaryRam",
    fallback_from_external: "SupportsAtomics",
    fallback_in_fallback: "SupportsAtomics",
    fallback_to_external: "SupportsAtomics",
    generic_driver_without_the_bound: "SupportsAtomics",
    grow_without_unsafe: "E0133",
    hash_map_in_external: "SupportsAtomics",
    newer_trait_of_external: "SupportsAtomics",
    no_atomics_box_of_atomic: "NoAtomics",
    no_atomics_by_hand_without_unsafe: "`NoAtomics` requires an `unsafe impl`",
    no_atomics_of_array_of_atomics: "NoAtomics",
    no_atomics_vec_of_arc: "NoAtomics",
    no_atomics_vec_of_mutex: "NoAtomics",
    no_attribute: "Attribute",
    non_cacheable_from_ordinary_ram: "OrdinaryRam",
    number_by_hand: "SMH_MAX_ATTR",
    number_out_of_range: "SMH_MAX_ATTR",
    older_trait_of_external: "SupportsAtomics",
    own_attribute_from_ordinary_ram: "OrdinaryRam",
    own_attribute_without_atomics: "SupportsAtomics",
    owns_without_unsafe: "`Owns` requires an `unsafe impl`",
    region_added_twice: "E0499",
    region_on_the_stack: "E0597",
    region_reused: "E0382",
    region_shared: "E0308",
    section_without_unsafe: "no rules expected",
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
}

fn ui(which: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(which)
}

/// The names of the files with an extension.
fn names(which: &str, extension: &str) -> BTreeSet<String> {
    fs::read_dir(ui(which))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// How many lines are left of each when what they begin and end with alike is taken away.
fn different_lines(one: &str, other: &str) -> (usize, usize) {
    let (one, other): (Vec<_>, Vec<_>) = (one.lines().collect(), other.lines().collect());
    let alike = |(a, b): &(&&str, &&str)| a == b;
    let before = one.iter().zip(&other).take_while(alike).count();
    let (one, other) = (&one[before..], &other[before..]);
    let after = one.iter().rev().zip(other.iter().rev()).take_while(alike).count();

    (one.len() - after, other.len() - after)
}

/// The messages in a directory name what they should.
fn assert_that_errors_name_the_reason(directory: &Path) {
    for (name, refused_by) in CASES {
        let file = directory.join(name).with_extension("stderr");
        let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{file:?} is missing"));

        assert!(text.contains(refused_by), "{file:?} does not name {refused_by}:\n{text}");
    }
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();

    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn each_case_has_a_twin() {
    let cases: BTreeSet<String> = CASES.iter().map(|(name, _)| name.to_string()).collect();

    assert!(cases.len() >= 20);
    assert_eq!(cases.len(), CASES.len());
    assert_eq!(names("fail", "rs"), cases);
    assert_eq!(names("pass", "rs"), cases);
    assert_eq!(names("fail", "stderr"), cases);
}

#[test]
fn twins_differ_in_the_misuse_alone() {
    for (name, _) in CASES {
        let read = |which| fs::read_to_string(ui(which).join(name).with_extension("rs")).unwrap();
        let (fail, pass) = different_lines(&read("fail"), &read("pass"));

        assert!(fail + pass > 0, "{name} and its twin are the same");
        assert!(fail.max(pass) <= MOST_DIFFERENT_LINES, "{name}: {fail} and {pass} lines differ");
    }
}

#[test]
fn errors_name_the_reason() {
    assert_that_errors_name_the_reason(&ui("fail"));
}

#[test]
fn misuse_is_refused() {
    let version = compiler();

    if version.starts_with(PINNED) {
        TestCases::new().compile_fail(ui("fail/*.rs"));
        return;
    }
    println!("{} is not {PINNED}x: its words are not compared", version.trim());
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail");
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir_all(&copies).unwrap();
    for (name, _) in CASES {
        let file = Path::new(name).with_extension("rs");
        fs::copy(ui("fail").join(&file), copies.join(&file)).unwrap();
    }
    refuse_all_of(&copies);
    assert_that_errors_name_the_reason(&copies);
}

/// In a process of its own, since the library takes from the environment that it is to write down
/// what the compiler says rather than to compare it. It still fails for what compiles.
fn refuse_all_of(copies: &Path) {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "copies_are_refused"])
        .env("TRYBUILD", "overwrite")
        .env("COPIES", copies)
        .status()
        .unwrap();

    assert!(status.success());
}

#[test]
#[ignore = "started by misuse_is_refused"]
fn copies_are_refused() {
    let copies = std::env::var_os("COPIES").expect("started by misuse_is_refused");

    TestCases::new().compile_fail(Path::new(&copies).join("*.rs"));
}
