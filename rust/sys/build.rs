// SPDX-License-Identifier: Apache-2.0

//! Builds the C core, or links one that is built already, and tells the crate how.
//!
//! What the crate learns is one name, the build tag: it carries every option that must be
//! the same on both sides, and the crate reads its constants from it.

#[path = "build/compile.rs"]
mod compile;
#[path = "build/compiler.rs"]
mod compiler;
#[path = "build/library.rs"]
mod library;
#[path = "build/metadata.rs"]
mod metadata;
#[path = "build/options.rs"]
mod options;
#[path = "build/tag.rs"]
mod tag;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use options::{Options, Target};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={}", message.replace('\n', "; "));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(cargo_variable("CARGO_MANIFEST_DIR")?);
    let target = target()?;

    for name in options::names() {
        println!("cargo::rerun-if-env-changed={name}");
    }
    options::check_names(env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()))?;
    let options = Options::read(&variable, &target)?;

    let built = match library::directory(&variable)? {
        Some(directory) => library::link(&directory, options, &root)?,
        None => compile::compile(options, &target, &root)?,
    };
    metadata::tell(&built);
    // Only here: of a script that fails, Cargo shows all that it has printed, and runs it again.
    for name in options::near_names() {
        println!("cargo::rerun-if-env-changed={name}");
    }
    Ok(())
}

/// A variable of the user; one that is not text is as wrong as any other bad value.
fn variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn cargo_variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set: this is Cargo's part"))
}

fn target() -> Result<Target, String> {
    Ok(Target {
        triple: cargo_variable("TARGET")?,
        arch: cargo_variable("CARGO_CFG_TARGET_ARCH")?,
        os: cargo_variable("CARGO_CFG_TARGET_OS")?,
        pointer_width: cargo_variable("CARGO_CFG_TARGET_POINTER_WIDTH")?,
    })
}
