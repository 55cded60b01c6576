// SPDX-License-Identifier: Apache-2.0

//! Cases of misuse that the compiler must refuse, in `fail`, and their twins in `pass`, which differ
//! in the misuse alone.
//!
//! What the compiler says is compared word for word on the version that `fail/*.stderr` is from
//! (`TRYBUILD=overwrite cargo test --test …` writes it anew). Any other must still refuse each case,
//! and name what it should.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use trybuild::TestCases;

/// The compiler whose words are in `fail/*.stderr`.
const PINNED: &str = "rustc 1.96.";

/// How many lines of a case its twin may not have.
const MOST_DIFFERENT_LINES: usize = 4;

/// A case, by the name of its file.
pub struct Case {
    pub name: &'static str,
    /// What the error must name: our trait wherever one is the reason.
    pub refused_by: &'static str,
    /// Whether the words are compared. Not if the compiler quotes the source of the standard
    /// library, which differs with how it was installed.
    pub to_the_letter: bool,
}

pub struct Suite {
    /// Where `fail` and `pass` are, in `tests`.
    pub directory: &'static str,
    pub cases: &'static [Case],
}

impl Suite {
    fn directory(&self, which: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(self.directory)
            .join(which)
    }

    fn file(&self, which: &str, case: &Case, extension: &str) -> PathBuf {
        self.directory(which)
            .join(case.name)
            .with_extension(extension)
    }

    /// The names of the files with an extension.
    fn names(&self, which: &str, extension: &str) -> BTreeSet<String> {
        fs::read_dir(self.directory(which))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension() == Some(OsStr::new(extension)))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    }

    pub fn assert_that_each_case_has_a_twin(&self) {
        let name = |case: &Case| case.name.to_string();
        let cases: BTreeSet<String> = self.cases.iter().map(name).collect();
        let to_the_letter = self
            .cases
            .iter()
            .filter(|case| case.to_the_letter)
            .map(name)
            .collect();

        assert_eq!(cases.len(), self.cases.len());
        assert_eq!(self.names("fail", "rs"), cases);
        assert_eq!(self.names("pass", "rs"), cases);
        assert_eq!(self.names("fail", "stderr"), to_the_letter);
    }

    pub fn assert_that_twins_differ_in_the_misuse_alone(&self) {
        for case in self.cases {
            let fail = fs::read_to_string(self.file("fail", case, "rs")).unwrap();
            let pass = fs::read_to_string(self.file("pass", case, "rs")).unwrap();
            let different = different_lines(&fail, &pass) + different_lines(&pass, &fail);

            assert!(different > 0, "{} and its twin are the same", case.name);
            assert!(
                different <= 2 * MOST_DIFFERENT_LINES,
                "{}: {different} lines",
                case.name
            );
        }
    }

    pub fn assert_that_errors_name_the_reason(&self) {
        for case in self.cases.iter().filter(|case| case.to_the_letter) {
            case.assert_named_in(&self.file("fail", case, "stderr"));
        }
    }

    /// `in_a_process_of_its_own` is the name of an ignored test that calls `refuse_copies`.
    pub fn assert_that_misuse_is_refused(&self, in_a_process_of_its_own: &str) {
        // With `nightly` there are more types that the compiler may propose.
        let pinned = compiler().starts_with(PINNED)
            && !cfg!(feature = "nightly")
            && !registry_seems_to_be_in_workspace();
        let (compared, copied): (Vec<_>, Vec<_>) = self
            .cases
            .iter()
            .partition(|case| pinned && case.to_the_letter);

        println!(
            "{}: {} compared, {} refused only",
            compiler().trim(),
            compared.len(),
            copied.len()
        );
        if !copied.is_empty() {
            self.refuse(&copied, in_a_process_of_its_own);
        }
        if !compared.is_empty() {
            let tests = TestCases::new();
            compared
                .iter()
                .for_each(|case| tests.compile_fail(self.file("fail", case, "rs")));
        }
    }

    /// Copies the cases away and has what the compiler says written beside the copies.
    fn refuse(&self, cases: &[&Case], test: &str) {
        let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.directory);
        let _ = fs::remove_dir_all(&copies);

        fs::create_dir_all(&copies).unwrap();
        for case in cases {
            let copy = copies.join(case.name).with_extension("rs");
            fs::copy(self.file("fail", case, "rs"), copy).unwrap();
        }
        refuse_in_another_process(&copies, test);
        for case in cases {
            case.assert_named_in(&copies.join(case.name).with_extension("stderr"));
        }
    }
}

impl Case {
    fn assert_named_in(&self, file: &Path) {
        let text = fs::read_to_string(file).unwrap_or_else(|_| panic!("{file:?} is missing"));
        let reason = self.refused_by;

        assert!(
            text.contains(reason),
            "{file:?} does not name {reason}:\n{text}"
        );
    }
}

/// How many lines of one are not in the other.
fn different_lines(one: &str, other: &str) -> usize {
    let other: HashSet<&str> = other.lines().collect();

    one.lines().filter(|line| !other.contains(line)).count()
}

/// Whether the workspace is at a path, such as `/src`, that occurs in the registry's as well:
/// `trybuild` then rewrites paths in messages to something else than elsewhere.
fn registry_seems_to_be_in_workspace() -> bool {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let home = std::env::var_os("CARGO_HOME")
        .or_else(|| std::env::var_os("HOME"))
        .unwrap_or_default();
    let registry = Path::new(&home).join("registry/src/");

    workspace.is_some_and(|path| {
        registry
            .to_string_lossy()
            .contains(&*path.to_string_lossy())
    })
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();

    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The library reads in the environment that it is to write down what the compiler says instead of
/// comparing it. It fails for what compiles, all the same.
fn refuse_in_another_process(copies: &Path, test: &str) {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", test])
        .env("TRYBUILD", "overwrite")
        .env("COPIES", copies)
        .status()
        .unwrap();

    assert!(status.success());
}

/// What the other process does.
pub fn refuse_copies() {
    let copies = std::env::var_os("COPIES").expect("started by another test");

    TestCases::new().compile_fail(Path::new(&copies).join("*.rs"));
}
