// SPDX-License-Identifier: Apache-2.0

//! Where libclang is. Debian has it in a directory that no tool looks into by itself.

use std::env;
use std::path::Path;

const VARIABLE: &str = "LIBCLANG_PATH";
const DIRECTORIES: [&str; 1] = ["/usr/lib/llvm-19/lib"];

/// Tells bindgen, unless the user did.
pub fn find() -> Result<(), String> {
    if env::var_os(VARIABLE).is_some() {
        return Ok(());
    }
    let found = DIRECTORIES
        .iter()
        .find(|directory| has_libclang(Path::new(directory)));
    let directory = found.ok_or_else(|| {
        format!(
            "no libclang in {}; name its directory in {VARIABLE}",
            DIRECTORIES.join(", ")
        )
    })?;

    // SAFETY: `std::env::set_var` asks that no other thread reads the environment, and this
    // program has started none yet.
    unsafe { env::set_var(VARIABLE, directory) };
    Ok(())
}

/// The library itself, not one of the parts that are named after it.
fn has_libclang(directory: &Path) -> bool {
    let entries = directory.read_dir().into_iter().flatten().flatten();

    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .any(|name| name.starts_with("libclang.so") || name.starts_with("libclang-19.so"))
}
