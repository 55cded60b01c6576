// SPDX-License-Identifier: Apache-2.0

//! Turns the comments of the C headers (Doxygen) into those of Rust (Markdown).

use bindgen::callbacks::ParseCallbacks;

#[derive(Debug)]
pub struct Comments;

impl ParseCallbacks for Comments {
    fn process_comment(&self, comment: &str) -> Option<String> {
        Some(markdown(comment))
    }
}

#[derive(PartialEq)]
enum Kind {
    Text,
    Code,
    Parameter,
    Result,
    Return,
    Property,
}

/// A paragraph. The name is that of the parameter, the value returned or the property.
struct Part {
    kind: Kind,
    name: String,
    text: String,
}

/// Writes `/** */` as `///`, which is how Rust has it.
pub fn as_lines(text: &str) -> String {
    let mut lines = Vec::new();
    let mut indent = None;

    for line in text.lines() {
        let bare = line.trim_start();
        let start = bare.strip_prefix("/**").or(bare.strip_prefix("///"));

        if let Some(first) = start {
            indent = Some(line.len() - bare.len());
            lines.push(comment_line(indent, first.trim_start()));
        } else if indent.is_some() {
            lines.push(comment_line(indent, line));
        } else {
            lines.push(line.to_owned());
        }
        if line.ends_with("*/") || bare.starts_with("///") {
            indent = None;
        }
    }
    lines.join("\n") + "\n"
}

fn comment_line(indent: Option<usize>, text: &str) -> String {
    let indent = " ".repeat(indent.unwrap_or_default());
    let text = text
        .strip_prefix(&indent)
        .unwrap_or(text)
        .trim_end_matches("*/");

    format!("{indent}/// {text}").trim_end().to_owned()
}

pub fn markdown(comment: &str) -> String {
    let parts = parts(comment);
    let mut lines = Vec::new();

    for (i, part) in parts.iter().enumerate() {
        let follows = i > 0 && parts[i - 1].kind == part.kind;

        if i > 0 && (!follows || part.kind == Kind::Text) {
            lines.push(String::new());
        }
        render(part, follows, &mut lines);
    }
    lines.join("\n")
}

fn render(part: &Part, follows: bool, lines: &mut Vec<String>) {
    let (name, text) = (&part.name, inline(&part.text));

    match part.kind {
        Kind::Text => lines.push(text),
        Kind::Code => render_code(&part.text, follows, lines),
        Kind::Return => lines.push(format!("Returns: {text}")),
        Kind::Property => render_property(name, &text, follows, lines),
        Kind::Parameter | Kind::Result => {
            if !follows {
                let title = if part.kind == Kind::Parameter {
                    "Parameters:"
                } else {
                    "Returns:"
                };
                lines.extend([title.to_owned(), String::new()]);
            }
            lines.push(format!("- `{name}`: {text}"));
        }
    }
}

/// Properties share a line.
fn render_property(name: &str, text: &str, follows: bool, lines: &mut Vec<String>) {
    let before = if follows { lines.pop() } else { None };
    let before = before.map(|line| line + " ").unwrap_or_default();

    lines.push(format!("{before}{name}: {text}"));
}

fn render_code(text: &str, follows: bool, lines: &mut Vec<String>) {
    if follows {
        lines.pop();
    } else {
        lines.push("```text".to_owned());
    }
    lines.extend([text.to_owned(), "```".to_owned()]);
}

fn parts(comment: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = false;

    // Several properties may stand in one line.
    for line in comment.replace(" @par ", "\n@par ").lines() {
        let text = line.trim();

        if text.is_empty() {
            open = false;
        } else if let Some(command) = text.strip_prefix('@').filter(|_| !text.starts_with("@p ")) {
            parts.push(command_part(command));
            open = true;
        } else if open {
            let last = parts.last_mut().expect("a paragraph is open");
            last.text = format!("{} {text}", last.text);
        } else if line.starts_with("    ") {
            parts.push(part(Kind::Code, "", line));
        } else {
            parts.push(part(Kind::Text, "", text));
            open = true;
        }
    }
    parts
}

fn command_part(command: &str) -> Part {
    let (word, rest) = split_word(command);
    let (name, text) = split_word(rest);

    match word.split('[').next() {
        Some("param") => part(Kind::Parameter, name, text),
        Some("retval") => part(Kind::Result, name, text),
        Some("par") => part(Kind::Property, name, text),
        Some("return") => part(Kind::Return, "", rest),
        _ => part(Kind::Text, "", rest),
    }
}

fn part(kind: Kind, name: &str, text: &str) -> Part {
    Part {
        kind,
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());

    (&text[..end], text[end..].trim())
}

/// Names become code, so that no character of theirs is taken for Markdown.
fn inline(text: &str) -> String {
    let text = text.replace("@p ", "@p");
    let words: Vec<String> = text.split(' ').map(word).collect();

    words.join(" ")
}

fn word(word: &str) -> String {
    let start = word.trim_start_matches(['(', '"']);
    let (before, start) = (&word[..word.len() - start.len()], start);
    let middle = start.trim_end_matches(['.', ',', ';', ':', '"']);
    let middle = if middle.contains('(') {
        middle
    } else {
        middle.trim_end_matches(')')
    };
    let after = &start[middle.len()..];

    match middle.strip_prefix("@p") {
        Some(name) => format!("{before}`{name}`{after}"),
        None if is_code(middle) => format!("{before}`{middle}`{after}"),
        None => escape(word),
    }
}

fn is_code(word: &str) -> bool {
    word.contains('_') || word.starts_with("-E") || word.contains("->") || word == "NULL"
}

fn escape(word: &str) -> String {
    word.chars().fold(String::new(), |mut text, c| {
        if "[]<>*`\\".contains(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}
