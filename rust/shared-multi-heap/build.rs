// SPDX-License-Identifier: Apache-2.0

//! Passes on what the C library was built with, and asks the compiler which shape of the unstable
//! `Allocator` trait it has.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Compiles only where the traits that go with `Allocator` exist.
const MARKERS: &str = "#![no_std]
#![feature(allocator_api)]
pub use core::alloc::{AllocatorClone, AllocatorEq, StaticAllocator};
";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    pass_on(
        "LOCK",
        "smh_lock",
        &["none", "irq", "spin", "pthread", "external", "futex"],
        "external",
    );
    pass_on(
        "CACHE",
        "smh_cache",
        &["none", "aarch64", "armv7m", "external"],
        "none",
    );
    println!("cargo::rustc-check-cfg=cfg(smh_allocator_markers)");
    if env::var_os("CARGO_FEATURE_NIGHTLY").is_some() && compiles(MARKERS) {
        println!("cargo::rustc-cfg=smh_allocator_markers");
    }
}

/// Turns a word of the build script of the library into a `cfg`.
fn pass_on(key: &str, cfg: &str, words: &[&str], default: &str) {
    let word = env::var(format!("DEP_SHARED_MULTI_HEAP_{key}")).unwrap_or(default.to_string());
    let list = words
        .iter()
        .map(|w| format!("\"{w}\""))
        .collect::<Vec<_>>()
        .join(", ");

    println!("cargo::rustc-check-cfg=cfg({cfg}, values({list}))");
    println!("cargo::rustc-cfg={cfg}=\"{word}\"");
}

/// Whether the compiler takes a program. It is asked for the host, whose `core` is always at hand.
fn compiles(program: &str) -> bool {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let source = out.join("probe.rs");
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());

    std::fs::write(&source, program).is_ok()
        && Command::new(rustc)
            .args([
                "--crate-type=lib",
                "--emit=metadata",
                "--edition=2021",
                "-o",
            ])
            .arg(out.join("probe.rmeta"))
            .arg(&source)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}
