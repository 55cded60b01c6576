// SPDX-License-Identifier: Apache-2.0

//! Compiles the core, after the target's compiler has agreed with what Rust believes.

use std::env;
use std::path::{Path, PathBuf};

use crate::compiler;
use crate::metadata::Built;
use crate::options::{CONFIG_HEADER, Options, Target};
use crate::tag;

/// Values of SMH_LOCK.
const IRQ: u64 = 1;
const SPIN: u64 = 2;

const LAYERS: [&str; 5] = ["port", "bits", "heap", "multi_heap", "pool"];

/// The layer that touches free memory. Under AddressSanitizer that memory is poisoned, so
/// the layer itself must not be instrumented.
const HEAP: &str = "heap";

/// Compiles the library and leaves it in the output directory.
pub fn compile(mut options: Options, target: &Target, root: &Path) -> Result<Built, String> {
    let mut build = base(&options, target, root);

    compiler::choose(&mut build, target)?;
    if let Some(header) = config_header()? {
        read_config_header(&mut build, &header, &mut options, root)?;
    } else {
        define_default(&mut build, &options, "SMH_CACHE");
        choose_fast_paths(&mut build, &options);
    }
    allow_interrupt_mask(&mut build, &options, target);
    check_layout(&build, &options, root)?;
    compile_core(&mut build, &options, root)?;
    if options.locks_threads() {
        println!("cargo::rustc-link-lib=pthread");
    }
    Ok(Built {
        tag: tag::of_this(&options),
        include: root.join("include"),
        options,
    })
}

fn base(options: &Options, target: &Target, root: &Path) -> cc::Build {
    let mut build = cc::Build::new();

    // The warnings are the developers' concern: a user can do nothing about them.
    build.std("c11").warnings(false).extra_warnings(false);
    build.include(root.join("include")).include(root.join("c"));
    for (name, value) in options.all_chosen() {
        build.define(name, value.to_string().as_str());
    }
    // Never left to smh_config.h, whose default depends on the compiler.
    define_default(&mut build, options, "SMH_LOCK");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        build.define("NDEBUG", None);
    }
    if target.is_bare() {
        be_bare(&mut build, target);
    }
    build
}

/// With `opt-level = "s"`, which weighs speed too, the usual calls have code of their own; C itself
/// sees no difference to `"z"`.
fn choose_fast_paths(build: &mut cc::Build, options: &Options) {
    let is_s = env::var("OPT_LEVEL").is_ok_and(|level| level == "s");

    if is_s && options.chosen("SMH_FAST_PATHS").is_none() {
        build.define("SMH_FAST_PATHS", "1");
    }
}

fn be_bare(build: &mut cc::Build, target: &Target) {
    build.flag("-ffreestanding");
    if target.is_soft_float() {
        build.flag("-mgeneral-regs-only");
    }
    if target.arch == "aarch64" {
        // Else gcc calls functions for atomics that only a C library for Linux brings.
        build.flag_if_supported("-mno-outline-atomics");
    }
    // A compiler made for Linux serves as well, if it does not say so to the headers.
    for name in [
        "__linux__",
        "__linux",
        "__unix__",
        "__unix",
        "__gnu_linux__",
    ] {
        build.flag(format!("-U{name}"));
    }
}

/// Masking interrupts takes an extension of RISC-V which the names of the targets imply, and
/// which newer compilers want to be told of.
fn allow_interrupt_mask(build: &mut cc::Build, options: &Options, target: &Target) {
    let masks = matches!(options.get("SMH_LOCK"), Some(IRQ | SPIN));

    if masks && target.arch.starts_with("riscv") {
        let isa = target.triple.split('-').next().unwrap_or_default();
        build.flag_if_supported(format!("-march={}_zicsr", isa.replace("riscv", "rv")));
    }
}

/// Says what nobody chose.
fn define_default(build: &mut cc::Build, options: &Options, name: &str) {
    if let (None, Some(value)) = (options.chosen(name), options.get(name)) {
        build.define(name, value.to_string().as_str());
    }
}

fn config_header() -> Result<Option<PathBuf>, String> {
    let Some(path) = env::var_os(CONFIG_HEADER).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(path);

    match path.canonicalize() {
        Ok(_) if !path.is_absolute() => Err(format!(
            "{CONFIG_HEADER} is {}, must be an absolute path",
            path.display()
        )),
        Ok(path) if path.is_file() => Ok(Some(path)),
        _ => Err(format!(
            "{CONFIG_HEADER}: there is no file {}",
            path.display()
        )),
    }
}

/// Makes the header part of the build and asks the preprocessor what came of it.
fn read_config_header(
    build: &mut cc::Build,
    header: &Path,
    options: &mut Options,
    root: &Path,
) -> Result<(), String> {
    build.define(CONFIG_HEADER, format!("\"{}\"", header.display()).as_str());
    println!("cargo::rerun-if-changed={}", header.display());

    let probe = root.join("rust/sys/build/tag_probe.c");
    let text = build
        .clone()
        .file(&probe)
        .try_expand()
        .map_err(|error| format!("{CONFIG_HEADER}: {error}"))?;
    let tag = tag::find(&text).ok_or("the preprocessor gave no build tag")?;

    for (name, value) in tag::values(&tag).unwrap_or_default() {
        options.merge(name, value)?;
    }
    Ok(())
}

/// Lets the compiler compare sizes, offsets and constants with what Rust uses.
fn check_layout(build: &cc::Build, options: &Options, root: &Path) -> Result<(), String> {
    let source = root.join("rust/sys/layout.c");
    let mut build = build.clone();

    for (_, name) in tag::PARTS {
        let value = options.get(name).unwrap_or_default();
        build.define(&name.replace("SMH_", "RUST_"), value.to_string().as_str());
    }
    build.define("RUST_VERSION_MAJOR", env!("CARGO_PKG_VERSION_MAJOR"));
    build.define("RUST_VERSION_MINOR", env!("CARGO_PKG_VERSION_MINOR"));
    println!("cargo::rerun-if-changed={}", source.display());
    build
        .file(source)
        .try_compile_intermediates()
        .map(|_| ())
        .map_err(|error| {
            format!("the C compiler disagrees with the bindings, or does not work: {error}")
        })
}

fn compile_core(build: &mut cc::Build, options: &Options, root: &Path) -> Result<(), String> {
    for name in ["c", "include"] {
        println!("cargo::rerun-if-changed={}", root.join(name).display());
    }
    for layer in LAYERS {
        let files = sources(&root.join("c").join(layer))?;

        if layer == HEAP && options.get("SMH_ASAN") == Some(1) {
            compile_plain(build, &files)?;
        } else {
            build.files(files);
        }
    }
    build
        .try_compile("shared_multi_heap")
        .map_err(|error| error.to_string())
}

fn sources(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("{}: {error}", directory.display());
    let mut files = Vec::new();

    for entry in directory.read_dir().map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "c"));
    files.sort();
    Ok(files)
}

/// Compiles files without AddressSanitizer. The flag must come after those of the user's
/// CFLAGS, which the `cc` crate puts last, so the compiler is called directly.
fn compile_plain(build: &mut cc::Build, files: &[PathBuf]) -> Result<(), String> {
    let compiler = build
        .try_get_compiler()
        .map_err(|error| error.to_string())?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);

    for file in files {
        let object = out
            .join(file.file_stem().unwrap_or_default())
            .with_extension("plain.o");
        let mut command = compiler.to_command();

        command
            .arg("-fno-sanitize=address")
            .arg("-c")
            .arg(file)
            .arg("-o")
            .arg(&object);
        match command.status() {
            Ok(status) if status.success() => build.object(object),
            _ => return Err(format!("{} was not compiled", file.display())),
        };
    }
    Ok(())
}
