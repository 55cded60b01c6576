// SPDX-License-Identifier: Apache-2.0

//! Uses what the build script of the bindings tells: the directory of the headers and the options.

use std::env;
use std::path::Path;

fn main() {
    let include = told("INCLUDE");
    let lock = told("LOCK");

    assert!(
        Path::new(&include).join("shared_multi_heap.h").exists(),
        "no headers in {include}"
    );
    println!("cargo::rustc-env=TOLD_LOCK={lock}");
    #[cfg(feature = "native")]
    compile(&include, &told("DEFINITIONS"));
}

fn told(key: &str) -> String {
    let name = format!("DEP_SHARED_MULTI_HEAP_{key}");

    env::var(&name).unwrap_or_else(|_| panic!("{name} is not set"))
}

/// C of our own, against the headers, with the options of the library.
#[cfg(feature = "native")]
fn compile(include: &str, definitions: &str) {
    let mut build = cc::Build::new();

    for definition in definitions.split(' ') {
        let (name, value) = definition.split_once('=').expect("NAME=value");
        build.define(name, value);
    }
    build
        .include(include)
        .file("src/native.c")
        .compile("native");
}
