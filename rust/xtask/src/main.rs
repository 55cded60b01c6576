// SPDX-License-Identifier: Apache-2.0

//! Makes the files that tools write: the raw bindings and their layout checks (from the C
//! headers, by bindgen) and the header of the driver crate (from Rust, by cbindgen).
//!
//! Usage: `xtask generate` writes them, `xtask check` fails where one of them is not as it
//! would be written.

mod bindings;
mod comments;
mod driver;
mod format;
mod layout;
mod libclang;
mod macros;
mod output;
mod safety;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use output::Output;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate"] => outputs(&root()).and_then(|outputs| output::write(&outputs)),
        ["check"] => outputs(&root()).and_then(|outputs| output::compare(&outputs)),
        _ => Err("usage: xtask generate|check".to_owned()),
    };

    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Of the repository: this crate stands two levels below it.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_owned()
}

fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    libclang::find()?;
    Ok(vec![
        Output::new(root, "rust/sys/src/bindings.rs", bindings::generate(root)?),
        Output::new(root, "rust/sys/src/layout.rs", layout::rust()?),
        Output::new(root, "rust/sys/layout.c", layout::c()?),
        driver::generate(root)?,
    ])
}
