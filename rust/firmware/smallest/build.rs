// SPDX-License-Identifier: Apache-2.0

//! Tells the linker where memory is: the board is the same as that of the firmware.

fn main() {
    let here = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");

    println!("cargo::rustc-link-search={here}/../mps2-an385");
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rerun-if-changed=../mps2-an385/memory.x");
    println!("cargo::rerun-if-changed=build.rs");
}
