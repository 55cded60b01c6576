// SPDX-License-Identifier: Apache-2.0

//! For build scripts: the memory regions of a devicetree as constants of the crate
//! `shared-multi-heap`, and as memory that the linker keeps free.
//!
//! ```no_run
//! // build.rs
//! shared_multi_heap_dtgen::Devicetree::new("board.dts")
//!     .link()
//!     .generate("board_regions");
//! ```
//!
//! ```ignore
//! // src/main.rs
//! mod regions {
//!     include!(concat!(env!("OUT_DIR"), "/board_regions.rs"));
//! }
//!
//! // SAFETY: the devicetree describes this board.
//! unsafe { regions::add_all()? };
//! ```
//!
//! Each region is a `FixedRegion` of the type that stands for its attribute. Its name is that of
//! `zephyr,memory-region`, else that of `label`, else that of the node, in upper case.
//!
//! The work is done by the tool `smh-dtgen`, which reads a devicetree just as programs of the C
//! library do at run time. It is compiled here, for the machine that builds, which takes a C
//! compiler and libfdt; `SMH_DTGEN` names one that is there already. A `.dts` goes through the C
//! preprocessor and `dtc`, or what `DTC` names. The limits of the library are the variables that
//! `shared-multi-heap-sys` reads, such as `SMH_MAX_REGIONS`.

mod script;
mod source;
mod tool;

use std::path::{Path, PathBuf};

use script::Script;

/// A devicetree that a build script reads.
#[derive(Clone, Debug)]
pub struct Devicetree {
    file: PathBuf,
    arguments: Vec<String>,
    includes: Vec<PathBuf>,
    link: bool,
}

impl Devicetree {
    /// The blob (`.dtb`) or source (`.dts`) of that name; a relative one is in the directory of the
    /// package.
    #[must_use]
    pub fn new(file: impl AsRef<Path>) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            arguments: Vec::new(),
            includes: Vec::new(),
            link: false,
        }
    }

    /// An attribute of your own: what `capability` calls it, its number, and the path of its type,
    /// as `attribute!` has declared it.
    #[must_use]
    pub fn capability(self, name: &str, number: u32, path: &str) -> Self {
        self.with("--capability", format!("{name}={number}"))
            .attribute(number, path)
    }

    /// The same for bits of `zephyr,memory-attr`.
    #[must_use]
    pub fn memory_attr(self, bits: u32, number: u32, path: &str) -> Self {
        self.with("--memory-attr", format!("{bits}={number}"))
            .attribute(number, path)
    }

    /// Another type for an attribute that has a number already.
    #[must_use]
    pub fn attribute(self, number: u32, path: &str) -> Self {
        self.with("--rust-attribute", format!("{number}={path}"))
    }

    /// On ARM: nodes join that have no bit for an allocator (16 to 19 of `zephyr,memory-attr`), but
    /// `DT_MEM_ARM()` of RAM, which is cacheable, RAM_NOCACHE, non-cacheable, or EXTMEM, external.
    /// Without this option, a warning names them.
    #[must_use]
    pub fn arm_mpu_attrs(mut self) -> Self {
        self.arguments.push("--arm-mpu-attrs".to_owned());
        self
    }

    /// Memory that no region may touch.
    #[must_use]
    pub fn in_use(self, address: u64, size: u64) -> Self {
        self.with("--in-use", format!("{address}+{size}"))
    }

    /// A directory where `#include` and `/include/` look, beside that of the file.
    #[must_use]
    pub fn include(mut self, directory: impl AsRef<Path>) -> Self {
        self.includes.push(directory.as_ref().to_owned());
        self
    }

    /// Link the programs of the package with the memory of the regions, which nothing else may
    /// lie in. The linker script of the program must have `MEMORY` of its own.
    #[must_use]
    pub fn link(mut self) -> Self {
        self.link = true;
        self
    }

    /// Writes `NAME.rs` and `NAME.ld` into `OUT_DIR`. On an error the build ends with what the tool
    /// says: which node, which property, and why. Its warnings, such as that no node is a region,
    /// are warnings of the build.
    pub fn generate(&self, name: &str) {
        if let Err(message) = self.try_generate(name) {
            println!("cargo::error={}", message.trim_end().replace('\n', "; "));
            std::process::exit(1);
        }
    }

    /// As [`generate`](Devicetree::generate), but leaves the error to the caller.
    ///
    /// # Errors
    ///
    /// What is missing or wrong, in words. No file is written then.
    pub fn try_generate(&self, name: &str) -> Result<(), String> {
        let script = Script::read()?;
        let tool = tool::find(&script)?;
        let blob = source::blob(&script, &self.file, &self.includes, name)?;

        tool::generate(&script, &tool, &blob, name, &self.arguments)?;
        if self.link {
            println!("cargo::rustc-link-search={}", script.out.display());
            println!("cargo::rustc-link-arg-bins=-T{name}.ld");
        }
        Ok(())
    }

    fn with(mut self, option: &str, value: String) -> Self {
        self.arguments.extend([option.to_owned(), value]);
        self
    }
}
