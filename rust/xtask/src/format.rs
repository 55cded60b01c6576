// SPDX-License-Identifier: Apache-2.0

//! The last step: the formatters, so that a generated file passes the check of all others.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub fn rust(text: &str) -> Result<String, String> {
    let mut command = tool("RUSTFMT", "rustfmt");

    command.args(["--edition", "2024", "--emit", "stdout"]);
    filter(command, text)
}

/// By the style of the repository, in whose root .clang-format is.
pub fn c(text: &str) -> Result<String, String> {
    let mut command = tool("CLANG_FORMAT", "clang-format-19");

    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    command.args(["--style=file", "--assume-filename=generated.c"]);
    filter(command, text)
}

fn tool(variable: &str, default: &str) -> Command {
    Command::new(std::env::var_os(variable).unwrap_or(OsString::from(default)))
}

fn filter(mut command: Command, text: &str) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: &dyn std::fmt::Display| format!("{name}: {error}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;

    if let Some(mut input) = child.stdin.take() {
        input
            .write_all(text.as_bytes())
            .map_err(|error| failed(&error))?;
    }
    let output = child.wait_with_output().map_err(|error| failed(&error))?;

    if !output.status.success() {
        return Err(failed(&"refused a generated file"));
    }
    String::from_utf8(output.stdout).map_err(|error| failed(&error))
}
