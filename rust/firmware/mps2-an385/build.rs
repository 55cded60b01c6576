// SPDX-License-Identifier: Apache-2.0

//! Tells the linker where memory is; the rest of its script comes with cortex-m-rt. The regions of the
//! pool are those of a devicetree.

fn main() {
    let here = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    println!("cargo::rustc-link-search={here}");
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    shared_multi_heap_dtgen::Devicetree::new("../../../boards/mps2-an385/dts/firmware.dts")
        .link()
        .generate("board_regions");
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-changed=build.rs");
}
