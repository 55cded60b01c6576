// SPDX-License-Identifier: Apache-2.0

//! Tells the linker where memory is; the rest of its script comes with aarch64-rt.

fn main() {
    let here = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    println!("cargo::rustc-link-search={here}");
    println!("cargo::rustc-link-arg-bins=-Tmemory.ld");
    println!("cargo::rustc-link-arg-bins=-Timage.ld");
    // One segment with all permissions: the page tables tell what is allowed where.
    println!("cargo::rustc-link-arg-bins=--no-warn-rwx-segments");
    println!("cargo::rerun-if-changed=memory.ld");
    println!("cargo::rerun-if-changed=build.rs");
}
