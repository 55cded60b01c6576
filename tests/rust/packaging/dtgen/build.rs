// SPDX-License-Identifier: Apache-2.0

//! The regions of the board, and those of blobs whose names mean harm, if a directory of such is
//! named.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use shared_multi_heap_dtgen::Devicetree;

fn main() {
    println!("cargo::rerun-if-env-changed=DTGEN_HARM");
    println!("cargo::rerun-if-env-changed=DTGEN_WRONG");
    println!("cargo::rerun-if-env-changed=DTGEN_UNMARKED");
    let number = if env::var_os("DTGEN_WRONG").is_some() {
        7
    } else {
        5
    };

    let mut board = Devicetree::new("board.dts");
    if env::var_os("DTGEN_UNMARKED").is_none() {
        board = board.arm_mpu_attrs();
    }
    board
        .include("more")
        .capability("tcm", number, "crate::Tcm")
        .memory_attr(0x8_0000, 2, "::shared_multi_heap::External")
        .in_use(0x1000_0000, 0x1000)
        .generate("board");
    fs::write(out("harm.rs"), harm()).expect("OUT_DIR can be written");
}

fn out(name: &str) -> PathBuf {
    Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join(name)
}

/// A module for each blob, and a function that prints all regions.
fn harm() -> String {
    let mut modules = String::new();
    let mut print = String::new();
    let Some(directory) = env::var_os("DTGEN_HARM") else {
        return "pub fn print() {}\n".to_owned();
    };

    for number in 0.. {
        let blob = Path::new(&directory).join(format!("{number}.dtb"));
        let name = format!("harm{number}");

        if !blob.exists() {
            break;
        }
        Devicetree::new(blob).generate(&name);
        let text = fs::read_to_string(out(&format!("{name}.rs"))).expect("it was written");
        writeln!(modules, "mod {name} {{ {text} }}").unwrap();
        for constant in text
            .lines()
            .filter_map(|line| line.strip_prefix("pub const "))
        {
            let (constant, _) = constant.split_once(':').expect("a type");
            writeln!(print, "crate::tell({name}::{constant});").unwrap();
        }
    }
    format!("{modules}\npub fn print() {{ {print} }}\n")
}
