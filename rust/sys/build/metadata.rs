// SPDX-License-Identifier: Apache-2.0

//! What the script tells the crate (the build tag) and the build scripts of its dependents
//! (`DEP_SHARED_MULTI_HEAP_*`).

use std::path::PathBuf;

use crate::options::{CACHES, LOCKS, Options, POLICIES};
use crate::tag;

/// The library as it will be linked.
pub struct Built {
    pub options: Options,
    pub include: PathBuf,
    pub tag: String,
}

pub fn tell(built: &Built) {
    println!("cargo::rustc-env=SMH_BUILD_TAG={}", built.tag);
    println!("cargo::metadata=build_tag={}", built.tag);
    println!("cargo::metadata=include={}", built.include.display());

    let mut definitions = Vec::new();
    for (name, value) in tag::values(&built.tag).unwrap_or_default() {
        let key = name.trim_start_matches("SMH_").to_ascii_lowercase();

        println!("cargo::metadata={key}={}", word(name, value));
        definitions.push(format!("{name}={value}"));
    }
    for (name, value) in built.options.all_chosen() {
        if built.tag_lacks(name) {
            definitions.push(format!("{name}={value}"));
        }
    }
    println!("cargo::metadata=definitions={}", definitions.join(" "));
}

impl Built {
    fn tag_lacks(&self, name: &str) -> bool {
        tag::PARTS.iter().all(|(_, known)| *known != name)
    }
}

/// As the variable would be written.
fn word(name: &str, value: u64) -> String {
    let words = match name {
        "SMH_LOCK" => LOCKS,
        "SMH_POLICY" => POLICIES,
        "SMH_CACHE" => CACHES,
        _ => &[],
    };

    match words.get(value as usize) {
        Some(word) => (*word).to_owned(),
        None => value.to_string(),
    }
}
