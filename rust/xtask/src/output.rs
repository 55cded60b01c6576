// SPDX-License-Identifier: Apache-2.0

//! A file that is checked in: written, or compared with what is there.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Output {
    name: String,
    path: PathBuf,
    text: String,
}

impl Output {
    pub fn new(root: &Path, name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            path: root.join(name),
            text,
        }
    }
}

pub fn write(outputs: &[Output]) -> Result<(), String> {
    for output in outputs {
        fs::write(&output.path, &output.text)
            .map_err(|error| format!("{}: {error}", output.name))?;
        println!("{}: written", output.name);
    }
    Ok(())
}

pub fn compare(outputs: &[Output]) -> Result<(), String> {
    let mut stale = Vec::new();

    for output in outputs {
        let present = fs::read_to_string(&output.path).unwrap_or_default();

        if present == output.text {
            println!("{}: ok", output.name);
        } else {
            println!(
                "{}: FAILED\n{}",
                output.name,
                difference(&present, &output.text)
            );
            stale.push(output.name.as_str());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "not as they would be written: {}; run `xtask generate`",
        stale.join(", ")
    ))
}

/// The lines between the common start and the common end, as far as they are useful to read.
fn difference(present: &str, wanted: &str) -> String {
    let old: Vec<&str> = present.lines().collect();
    let new: Vec<&str> = wanted.lines().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let backwards = old.iter().rev().zip(new.iter().rev());
    let end = backwards.take(rest).take_while(|(a, b)| a == b).count();

    let mut text = format!("@@ line {} @@\n", start + 1);
    push_lines(&mut text, '-', &old[start..old.len() - end]);
    push_lines(&mut text, '+', &new[start..new.len() - end]);
    text
}

fn push_lines(text: &mut String, sign: char, lines: &[&str]) {
    const MOST: usize = 40;

    for line in lines.iter().take(MOST) {
        *text += &format!("{sign}{line}\n");
    }
    if lines.len() > MOST {
        *text += &format!("{sign}... and {} lines more\n", lines.len() - MOST);
    }
}
