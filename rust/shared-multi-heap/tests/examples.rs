// SPDX-License-Identifier: Apache-2.0

//! The examples run, succeed and print what they are to show. Cargo has built them beside this test
//! (`cargo test` does, `cargo test --test examples` does not).

use std::path::PathBuf;
use std::process::Command;

/// Runs an example and looks for lines in what it prints.
fn run(name: &str, expected: &[&str]) {
    let here = std::env::current_exe().unwrap();
    let target = here.parent().and_then(|deps| deps.parent()).unwrap();
    let program: PathBuf = target.join("examples").join(name);
    assert!(
        program.exists(),
        "build {program:?} first: cargo test, or cargo build --examples"
    );

    let output = Command::new(&program).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{name}: {}\n{text}{errors}",
        output.status
    );
    for line in expected {
        assert!(
            text.lines().any(|printed| printed.starts_with(line)),
            "{name}: {line}?\n{text}"
        );
    }
}

#[test]
fn typed_collections() {
    run(
        "typed_collections",
        &[
            "packet of 1500 bytes, checksum 186765",
            "40 peers",
            "all given back",
        ],
    );
}

#[test]
fn own_attribute() {
    let expected = [
        "3000 samples in Psram, mean of channel 0: 1498.5",
        "495 samples in Tcm, then it was full",
        "1 task in Heap(\"Tcm\")",
    ];
    run("own_attribute", &expected);
}

#[test]
fn fallback() {
    let expected = [
        "1500 bytes in fast memory",
        "10000 bytes in large memory",
        "40000 bytes are refused",
        "all given back",
    ];
    run("fallback", &expected);
}

#[test]
fn global_allocator() {
    let expected = [
        "{\"and\": 3, \"strings\": 7, \"vectors\": 7}",
        "5 MiB are refused",
        "attribute 0:",
    ];
    run("global_allocator", &expected);
}
