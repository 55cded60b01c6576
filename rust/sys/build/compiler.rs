// SPDX-License-Identifier: Apache-2.0

//! Which C compiler: the one that the `cc` crate finds, else clang, which knows most targets.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::options::Target;

/// Makes sure that `build` has a compiler for the target.
pub fn choose(build: &mut cc::Build, target: &Target) -> Result<(), String> {
    // What this finds missing is no concern of the user's if there is another compiler.
    let tool = build
        .clone()
        .cargo_warnings(false)
        .try_get_compiler()
        .map_err(|error| error.to_string())?;
    let named = variables(&target.triple)
        .into_iter()
        .find(|name| env::var_os(name).is_some());

    match named {
        Some(_) if runs(tool.path()) => Ok(()),
        Some(name) => Err(format!(
            "the C compiler that {name} names, {}, does not run",
            show(tool.path())
        )),
        None if is_for(tool.path()) && runs(tool.path()) => Ok(()),
        None => use_clang(build, target, tool.path()),
    }
}

fn use_clang(build: &mut cc::Build, target: &Target, tried: &Path) -> Result<(), String> {
    let clang = clang().ok_or_else(|| {
        format!(
            "no C compiler for {}: there is neither {} nor clang in PATH; install one, or name \
             one in the variable CC_{}",
            target.triple,
            if is_for(tried) {
                show(tried)
            } else {
                "a cross compiler".to_owned()
            },
            target.triple.replace('-', "_")
        )
    })?;

    // The crate passes --target to a clang. For some bare targets clang would look for headers
    // among those of the host.
    build.compiler(clang);
    if target.is_bare() {
        build.flag("-nostdlibinc");
    }
    Ok(())
}

/// The variables by which a user names the compiler, as the `cc` crate reads them.
fn variables(triple: &str) -> Vec<String> {
    let kind = if is_cross() { "TARGET" } else { "HOST" };

    vec![
        format!("CC_{triple}"),
        format!("CC_{}", triple.replace('-', "_")),
        format!("{kind}_CC"),
        "CC".to_owned(),
    ]
}

fn is_cross() -> bool {
    env::var_os("HOST") != env::var_os("TARGET")
}

/// For a target that it does not know, the `cc` crate falls back to the compiler of the host.
fn is_for(path: &Path) -> bool {
    !is_cross() || path.file_stem().is_none_or(|name| name != "cc")
}

fn runs(path: &Path) -> bool {
    let mut command = Command::new(path);

    command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Plain `clang`, else the newest `clang-<number>` in PATH.
fn clang() -> Option<PathBuf> {
    let plain = PathBuf::from("clang");

    if runs(&plain) {
        Some(plain)
    } else {
        numbered_clang()
    }
}

fn numbered_clang() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut found: Vec<(u32, PathBuf)> = env::split_paths(&path)
        .filter_map(|directory| directory.read_dir().ok())
        .flat_map(|entries| entries.flatten())
        .filter_map(|entry| Some((version(&entry.file_name())?, entry.path())))
        .collect();

    found.sort();
    found
        .into_iter()
        .rev()
        .map(|(_, path)| path)
        .find(|path| runs(path))
}

fn version(name: &std::ffi::OsStr) -> Option<u32> {
    name.to_str()?.strip_prefix("clang-")?.parse().ok()
}

fn show(path: &Path) -> String {
    path.display().to_string()
}
