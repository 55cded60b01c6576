// SPDX-License-Identifier: Apache-2.0

//! The header of what the driver crate gives to C, by cbindgen.

use std::path::Path;

use cbindgen::{Builder, Config};

use crate::format;
use crate::output::Output;

const CRATE: &str = "rust/driver";
const HEADER: &str = "rust/driver/include/smh_driver.h";

pub fn generate(root: &Path) -> Result<Output, String> {
    let config = root.join(CRATE).join("cbindgen.toml");
    let config = Config::from_file(&config).map_err(|error| format!("{CRATE}: {error}"))?;
    // The modules are found from here.
    let builder = Builder::new()
        .with_config(config)
        .with_src(root.join(CRATE).join("src/lib.rs"));
    let bindings = builder
        .generate()
        .map_err(|error| format!("{CRATE}: {error}"))?;
    let mut text = Vec::new();

    bindings.write(&mut text);
    let text = String::from_utf8(text).map_err(|error| format!("{CRATE}: {error}"))?;

    check(&text).map_err(|error| format!("{CRATE}: {error}"))?;
    Ok(Output::new(root, HEADER, format::c(&text)?))
}

/// The size of a C enum differs between compilers, so none may cross the boundary; and no name
/// may collide with one of the user's.
fn check(header: &str) -> Result<(), String> {
    for line in header.lines() {
        if line.starts_with("enum ") || line.starts_with("typedef enum") {
            return Err(format!("C would see an enum: {line}"));
        }
        if line
            .strip_prefix("#define ")
            .is_some_and(|name| !name.starts_with("SMH_"))
        {
            return Err(format!("a constant without the prefix SMH_: {line}"));
        }
    }
    Ok(())
}
