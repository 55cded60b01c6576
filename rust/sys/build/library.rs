// SPDX-License-Identifier: Apache-2.0

//! Links a library that is built already. Nothing is compiled: the variables state what it
//! was built with, and the linker finds out whether that is so.

use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::Built;
use crate::options::{CONFIG_HEADER, LIB_DIR, Options};
use crate::tag;

const FILE: &str = "libshared_multi_heap.a";

/// The directory that the user names, if there is one.
pub fn directory(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Option<PathBuf>, String> {
    let given = |name| lookup(name).filter(|text| !text.is_empty());
    let Some(directory) = given(LIB_DIR).map(PathBuf::from) else {
        return Ok(None);
    };

    if given(CONFIG_HEADER).is_some() {
        return Err(format!(
            "{CONFIG_HEADER} is of no use with {LIB_DIR}, which compiles nothing: state what \
             the library was built with by the other SMH_ variables"
        ));
    }
    if !directory.is_absolute() {
        return Err(format!(
            "{LIB_DIR} is {}, must be an absolute path",
            directory.display()
        ));
    }
    Ok(Some(directory))
}

/// Links the library in `directory`, which `options` describe.
pub fn link(directory: &Path, options: Options, root: &Path) -> Result<Built, String> {
    let file = directory.join(FILE);
    let bytes = fs::read(&file).map_err(|error| {
        format!(
            "{LIB_DIR} is {}, but {}: {error}",
            directory.display(),
            file.display()
        )
    })?;
    let tag = tag::of_this(&options);

    println!("cargo::rerun-if-changed={}", file.display());
    println!("cargo::rustc-link-search=native={}", directory.display());
    // Not bundled: a static library made of Rust would carry a second copy of the pool to
    // where the first one is linked.
    println!("cargo::rustc-link-lib=static:-bundle=shared_multi_heap");
    if options.locks_threads() {
        println!("cargo::rustc-link-lib=pthread");
    }
    warn_of_another_tag(&bytes, &tag, &file);
    Ok(Built {
        options,
        include: root.join("include"),
        tag,
    })
}

/// The linker will refuse such a library. It names what is missing; this tells what is there.
fn warn_of_another_tag(bytes: &[u8], tag: &str, file: &Path) {
    match tag::find(bytes) {
        Some(other) if other != tag => println!(
            "cargo::warning={} was built as {other}, but the SMH_ variables describe {tag}",
            file.display()
        ),
        _ => (),
    }
}
