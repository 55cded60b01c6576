// SPDX-License-Identifier: Apache-2.0

//! The raw bindings, by bindgen. They serve every target, so they are made for one of 64 bit
//! and one of 32, and must come out the same.

use std::path::Path;

use bindgen::{Builder, EnumVariation, Formatter, RustEdition, RustTarget};

use crate::comments::{self, Comments};
use crate::{format, layout, macros, safety};

/// What Rust uses of the C interface.
const HEADERS: [&str; 8] = [
    "shared_multi_heap.h",
    "smh_alloc.h",
    "smh_info.h",
    "smh_policy.h",
    "smh_fault.h",
    "smh_lock.h",
    "smh_cache.h",
    "smh_build.h",
];

/// Constants that every build shares. Options are not among them: the crate reads those from
/// the build tag.
const CONSTANTS: &str = "SMH_(LOCK_(NONE|IRQ|SPIN|PTHREAD|EXTERNAL|FUTEX)\
    |CACHE_(NONE|AARCH64|ARMV7M|EXTERNAL)|POLICY_.*|FAULT_.*|REG_ATTR_.*\
    |VERSION_(MAJOR|MINOR|PATCH))";

const FUNCTIONS: &str = "(shared_multi_heap|smh)_.*";
const TYPES: &str = "(shared_multi_heap|smh)_.*";

const TARGETS: [&str; 2] = ["x86_64-unknown-none-elf", "thumbv7m-none-eabi"];

const TOP: &str = "// SPDX-License-Identifier: Apache-2.0

// Made by rust/xtask from the C headers, with bindgen; `xtask generate` writes it.

use core::ffi::{c_char, c_int, c_uint, c_void};
";

pub fn generate(root: &Path) -> Result<String, String> {
    let include = root.join("include");
    let [wide, narrow] = TARGETS.map(|target| for_target(&include, target));
    let bindings = wide?;

    if bindings != narrow? {
        return Err("the bindings differ between targets of 32 and of 64 bit".to_owned());
    }
    let headers = macros::read(&include, &HEADERS)?;
    layout::covers(&bindings)?;
    let bindings = shorten(&bindings);
    let documented = macros::document(&comments::as_lines(&bindings), &headers);

    format::rust(&safety::document(&documented)?)
}

/// Names of types as one writes them by hand.
fn shorten(bindings: &str) -> String {
    bindings
        .replace("::core::option::Option", "Option")
        .replace("::core::ffi::", "")
}

fn for_target(include: &Path, target: &str) -> Result<String, String> {
    let includes: Vec<_> = HEADERS
        .iter()
        .map(|name| format!("#include \"{name}\"\n"))
        .collect();

    options(Builder::default())
        .header_contents("all.h", &includes.concat())
        .clang_arg(format!("--target={target}"))
        .clang_arg(format!("-I{}", include.display()))
        // No C library: what it declares differs, and the interface needs none of it. The lock
        // must be known, and is not among what is bound.
        .clang_args([
            "-ffreestanding",
            "-nostdlibinc",
            "-fno-short-enums",
            "-DSMH_LOCK=4",
        ])
        .clang_arg("-fparse-all-comments")
        .generate()
        .map(|bindings| bindings.to_string())
        .map_err(|error| format!("{target}: {error}"))
}

fn options(builder: Builder) -> Builder {
    let rust = RustTarget::stable(85, 0).expect("bindgen knows Rust 1.85");

    builder
        .allowlist_function(FUNCTIONS)
        .allowlist_type(TYPES)
        .allowlist_var(CONSTANTS)
        .allowlist_var("smh_errno_numbers")
        // Its name differs between builds; the crate declares it by the name that it is given.
        .blocklist_var("smh_build_.*")
        .use_core()
        .rust_target(rust)
        .rust_edition(RustEdition::Edition2024)
        .default_enum_style(EnumVariation::Consts)
        .prepend_enum_name(false)
        .size_t_is_usize(true)
        .layout_tests(false)
        .merge_extern_blocks(true)
        .parse_callbacks(Box::new(Comments))
        .disable_header_comment()
        .raw_line(TOP)
        .detect_include_paths(false)
        .formatter(Formatter::Prettyplease)
}
