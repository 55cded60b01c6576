// SPDX-License-Identifier: Apache-2.0

//! Comments of macros, which bindgen does not carry over.

use std::fs;
use std::path::Path;

use crate::comments;

/// All headers, smh_config.h first, which defines most constants.
pub fn read(include: &Path, headers: &[&str]) -> Result<String, String> {
    let names = ["smh_config.h"].iter().chain(headers);
    let texts: Result<Vec<_>, _> = names
        .map(|name| fs::read_to_string(include.join(name)).map_err(|e| format!("{name}: {e}")))
        .collect();

    Ok(texts?.concat())
}

/// Puts a comment before every constant that has none.
pub fn document(bindings: &str, headers: &str) -> String {
    let mut lines: Vec<String> = Vec::new();

    for line in bindings.lines() {
        let bare = lines.last().is_none_or(|before| !before.starts_with("///"));

        if let Some(name) = constant(line).filter(|_| bare) {
            let comment = comment_of(headers, name).unwrap_or_default();
            lines.extend(comment.lines().map(|text| format!("/// {text}")));
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

fn constant(line: &str) -> Option<&str> {
    line.strip_prefix("pub const ")?.split(':').next()
}

/// The comment behind a macro, else the one before it or before the group that it is in.
fn comment_of(headers: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = headers.lines().collect();
    let at = lines.iter().position(|line| defines(line, name))?;
    let behind = lines[at].split("/**<").nth(1);
    let text = match behind {
        Some(text) => text.to_owned(),
        None => before(&lines[..at])?,
    };

    Some(comments::markdown(
        text.trim().trim_end_matches("*/").trim(),
    ))
}

fn before(lines: &[&str]) -> Option<String> {
    let above = lines
        .iter()
        .rev()
        .find(|line| !line.starts_with("#define"))?;

    above.trim().strip_prefix("/**").map(str::to_owned)
}

fn defines(line: &str, name: &str) -> bool {
    let mut words = line.split_whitespace();

    words.next() == Some("#define") && words.next() == Some(name)
}
