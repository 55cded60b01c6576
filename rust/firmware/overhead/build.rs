// SPDX-License-Identifier: Apache-2.0

//! Tells the linker where memory is, and the program how it was optimised.

fn main() {
    let variable = |name| std::env::var(name).expect("cargo sets it");

    // The board is the same as that of the firmware.
    println!(
        "cargo::rustc-link-search={}/../mps2-an385",
        variable("CARGO_MANIFEST_DIR")
    );
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    println!("cargo::rustc-env=OPT_LEVEL={}", variable("OPT_LEVEL"));
    println!("cargo::rerun-if-changed=../mps2-an385/memory.x");
    println!("cargo::rerun-if-changed=build.rs");
}
