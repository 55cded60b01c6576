// SPDX-License-Identifier: Apache-2.0

//! Counting and printing of results.

use semihosting::{print, println, process};

/// Results so far.
#[derive(Debug, Default)]
pub struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    /// No result yet.
    pub const fn new() -> Self {
        Self {
            passed: 0,
            failed: 0,
        }
    }

    /// Prints the name of a group of checks.
    pub fn heading(&mut self, name: &str) {
        println!("{name}");
    }

    /// Counts one check and prints what it was.
    pub fn check(&mut self, holds: bool, what: core::fmt::Arguments<'_>) {
        if holds {
            self.passed += 1;
            print!("  pass ");
        } else {
            self.failed += 1;
            print!("  FAIL ");
        }
        println!("{what}");
    }

    /// Prints the sum and ends the program: status 0 if there were checks and all held.
    pub fn finish(self) -> ! {
        println!("{} passed, {} failed", self.passed, self.failed);
        process::exit(i32::from(self.failed > 0 || self.passed == 0))
    }
}

/// Counts a check: `check!(tally, condition, "what should hold, {}", with_arguments)`.
#[macro_export]
macro_rules! check {
    ($tally:expr, $holds:expr, $($what:tt)+) => {
        $tally.check($holds, format_args!($($what)+))
    };
}
