// SPDX-License-Identifier: Apache-2.0

//! The build tag: a name made of everything that the library and its users must agree on.
//! The library defines a symbol of this name, so that one built otherwise does not link.

use crate::options::Options;

/// The parts of the tag behind the version, in their order.
pub const PARTS: [(&str, &str); 12] = [
    ("align", "SMH_ALIGN"),
    ("attr", "SMH_MAX_ATTR"),
    ("regions", "SMH_MAX_REGIONS"),
    ("shift", "SMH_MAX_REGION_SHIFT"),
    ("narrow", "SMH_NARROW"),
    ("policy", "SMH_POLICY"),
    ("check", "SMH_CHECK"),
    ("exact", "SMH_CHECK_EXACT"),
    ("stats", "SMH_STATS"),
    ("line", "SMH_CACHE_LINE"),
    ("cache", "SMH_CACHE"),
    ("lock", "SMH_LOCK"),
];

/// What every tag starts with.
pub const PREFIX: &str = "smh_build_";

/// The tag of a library of this crate's version with these options.
pub fn of_this(options: &Options) -> String {
    of(
        options,
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
    )
}

fn of(options: &Options, major: &str, minor: &str) -> String {
    let mut tag = format!("{PREFIX}{major}_{minor}");

    for (part, name) in PARTS {
        let value = options
            .get(name)
            .expect("every part of the tag has a default");

        tag += &format!("_{part}{value}");
    }
    tag
}

/// The values that a tag carries, by the names of the options; `None` if it is no tag.
pub fn values(tag: &str) -> Option<Vec<(&'static str, u64)>> {
    let mut parts = tag.strip_prefix(PREFIX)?.split('_').skip(2);
    let values: Option<Vec<_>> = PARTS
        .iter()
        .map(|(part, name)| Some((*name, parts.next()?.strip_prefix(part)?.parse().ok()?)))
        .collect();

    values.filter(|_| parts.next().is_none())
}

/// The first tag among the bytes of a file, such as the symbol table of a library.
pub fn find(bytes: &[u8]) -> Option<String> {
    let starts = bytes.windows(PREFIX.len()).enumerate();

    starts
        .filter(|(_, window)| *window == PREFIX.as_bytes())
        .find_map(|(start, _)| {
            let end = bytes[start..].iter().position(|byte| !is_name(*byte))?;
            let name = String::from_utf8_lossy(&bytes[start..start + end]).into_owned();

            values(&name).map(|_| name)
        })
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
