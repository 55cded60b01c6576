// SPDX-License-Identifier: Apache-2.0

//! From a source to a blob.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::script::{Script, run, variable};

/// The blob of a file, which may be one already.
pub fn blob(
    script: &Script,
    file: &Path,
    includes: &[PathBuf],
    name: &str,
) -> Result<PathBuf, String> {
    let file = script.package.join(file);

    println!("cargo::rerun-if-changed={}", file.display());
    if file.extension().is_none_or(|extension| extension != "dts") {
        return Ok(file);
    }
    let folder = file.parent().unwrap_or(Path::new("/")).to_owned();
    let mut folders = vec![folder];
    folders.extend(includes.iter().map(|path| script.package.join(path)));

    let plain = preprocess(script, &file, &folders, name)?;
    compile(script, &plain, &folders, name)
}

fn preprocess(
    script: &Script,
    file: &Path,
    folders: &[PathBuf],
    name: &str,
) -> Result<PathBuf, String> {
    let plain = script.out.join(format!("{name}.dts"));
    let made_of = script.out.join(format!("{name}.dts.d"));
    let mut command = script.compiler()?;

    command.args(["-E", "-P", "-nostdinc", "-undef", "-D__DTS__"]);
    command.args(["-x", "assembler-with-cpp", "-MD", "-MF"]);
    command.arg(&made_of).arg("-o").arg(&plain).arg(file);
    for folder in folders {
        command.arg("-I").arg(folder);
    }
    run(&mut command, "the C preprocessor failed")?;
    follow(&made_of);
    Ok(plain)
}

fn compile(
    script: &Script,
    plain: &Path,
    folders: &[PathBuf],
    name: &str,
) -> Result<PathBuf, String> {
    let blob = script.out.join(format!("{name}.dtb"));
    let made_of = script.out.join(format!("{name}.dtb.d"));
    let mut command = Command::new(variable("DTC").unwrap_or("dtc".to_owned()));

    command.args(["-I", "dts", "-O", "dtb", "-d"]);
    command.arg(&made_of).arg("-o").arg(&blob).arg(plain);
    for folder in folders {
        command.arg("-i").arg(folder);
    }
    run(
        &mut command,
        "the devicetree compiler failed (DTC names another)",
    )?;
    follow(&made_of);
    Ok(blob)
}

/// Runs the script again when a file changes that a rule of make names. Those in `OUT_DIR` were
/// written by the script itself.
fn follow(rule: &Path) {
    let text = fs::read_to_string(rule).unwrap_or_default();
    let own = rule.parent().unwrap_or(rule);

    for word in text.replace("\\\n", " ").split_whitespace() {
        let path = Path::new(word);

        if !word.ends_with(':') && path.exists() && !path.starts_with(own) {
            println!("cargo::rerun-if-changed={word}");
        }
    }
}
