// SPDX-License-Identifier: Apache-2.0

//! The tool: where it is, and how it is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::script::{Script, run, variable};

/// Folders with the reader and all that it stands on, and with the tool.
const SOURCES: [&str; 7] = [
    "c/port",
    "c/bits",
    "c/heap",
    "c/multi_heap",
    "c/pool",
    "c/devicetree",
    "tools/dtgen",
];

/// Options of the library that the reader checks.
const LIMITS: [&str; 4] = [
    "SMH_ALIGN",
    "SMH_MAX_ATTR",
    "SMH_MAX_REGIONS",
    "SMH_MAX_REGION_SHIFT",
];

/// The tool that the user names, else the one of this crate, compiled now.
pub fn find(script: &Script) -> Result<PathBuf, String> {
    match variable("SMH_DTGEN") {
        Some(path) => Ok(path.into()),
        None => compile(script),
    }
}

fn compile(script: &Script) -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = script.out.join("smh-dtgen");
    let mut command = script.compiler()?;

    command.args(["-std=c11", "-DSMH_LOCK=0"]);
    command.args(definitions(script));
    command.arg("-I").arg(root.join("include"));
    command.arg("-I").arg(root.join("c"));
    command.arg("-o").arg(&program);
    for folder in SOURCES {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        command.args(c_files(&root.join(folder))?);
    }
    command.arg("-lfdt");
    run(
        &mut command,
        "smh-dtgen does not compile here: it needs a C compiler and libfdt (Debian: libfdt-dev); \
         SMH_DTGEN names one that is there already",
    )?;
    Ok(program)
}

/// The limits of the library that the program is for.
fn definitions(script: &Script) -> Vec<String> {
    if let Some(header) = variable("SMH_CONFIG_HEADER") {
        return vec![format!("-DSMH_CONFIG_HEADER=\"{header}\"")];
    }
    let mut definitions = Vec::new();

    for name in LIMITS {
        match variable(name) {
            Some(value) => definitions.push(format!("-D{name}={value}")),
            // What the header would choose on such a target.
            None if name == "SMH_ALIGN" && script.pointer_width == "32" => {
                definitions.push("-DSMH_ALIGN=8".to_owned());
            }
            None => (),
        }
    }
    definitions
}

fn c_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();

    for entry in folder.read_dir().map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "c"));
    files.sort();
    Ok(files)
}

/// Has the tool write `name.rs` and `name.ld`, and passes on its warnings.
pub fn generate(
    script: &Script,
    tool: &Path,
    blob: &Path,
    name: &str,
    arguments: &[String],
) -> Result<(), String> {
    let mut command = Command::new(tool);

    command.args(["--address-bits", &script.pointer_width]);
    command.args(["--name", name, "--emit", "rust", "--emit", "ld"]);
    command.arg("--output").arg(&script.out);
    command.args(arguments).arg(blob);
    for warning in run(&mut command, "")?.lines() {
        println!("cargo::warning={warning}");
    }
    Ok(())
}
