// SPDX-License-Identifier: Apache-2.0

//! What Cargo tells a build script, and the commands that one runs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The build that this is part of.
#[derive(Debug)]
pub struct Script {
    /// The directory of the package.
    pub package: PathBuf,
    /// Where files may be written.
    pub out: PathBuf,
    /// The machine that builds.
    pub host: String,
    /// Bits of a pointer of the target.
    pub pointer_width: String,
}

impl Script {
    pub fn read() -> Result<Self, String> {
        Ok(Self {
            package: cargo("CARGO_MANIFEST_DIR")?.into(),
            out: cargo("OUT_DIR")?.into(),
            host: cargo("HOST")?,
            pointer_width: cargo("CARGO_CFG_TARGET_POINTER_WIDTH")?,
        })
    }

    /// The C compiler for the machine that builds.
    pub fn compiler(&self) -> Result<Command, String> {
        cc::Build::new()
            .host(&self.host)
            .target(&self.host)
            .opt_level(0)
            .cargo_metadata(false)
            .cargo_warnings(false)
            .try_get_compiler()
            .map(|tool| Command::new(tool.path()))
            .map_err(|error| error.to_string())
    }
}

fn cargo(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set: this is for build scripts"))
}

/// A variable of the user; the script runs again if it changes.
pub fn variable(name: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={name}");
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

/// Runs a command; if it fails, what it said is the error, else its standard error is the result.
pub fn run(command: &mut Command, what: &str) -> Result<String, String> {
    let output = command.output().map_err(|error| {
        format!(
            "{}: {error}: {what}",
            command.get_program().to_string_lossy()
        )
    })?;

    let told = String::from_utf8_lossy(&output.stderr);

    if output.status.success() {
        Ok(told.into_owned())
    } else {
        Err(format!("{told}{what}"))
    }
}
