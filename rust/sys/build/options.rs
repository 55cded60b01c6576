// SPDX-License-Identifier: Apache-2.0

//! The `SMH_*` variables: which there are, what each may say, and what holds without it.
//! Names, words and defaults are those of the C build.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What the script must know of the target.
pub struct Target {
    pub triple: String,
    pub arch: String,
    pub os: String,
    pub pointer_width: String,
}

impl Target {
    pub fn is_bare(&self) -> bool {
        self.os == "none"
    }

    /// Whether floating-point registers must not be touched, of which no default tells clang or
    /// gcc for this processor.
    pub fn is_soft_float(&self) -> bool {
        self.arch == "aarch64" && self.triple.ends_with("-softfloat")
    }

    /// The cache that the library maintains, a value of SMH_CACHE_*: that of smh_config.h, which
    /// says why the Cortex-M3 has none.
    fn cache(&self) -> u64 {
        let m_profile = ["thumbv7em-", "thumbv8m.main-", "thumbv8.1m.main-"];

        if !self.is_bare() {
            0
        } else if self.arch == "aarch64" {
            1
        } else if m_profile.iter().any(|start| self.triple.starts_with(start)) {
            2
        } else {
            0
        }
    }

    fn is_64_bit(&self) -> bool {
        self.pointer_width == "64"
    }
}

enum Kind {
    Number(RangeInclusive<u64>),
    PowerOfTwo(RangeInclusive<u64>),
    Switch,
    /// The place of a word in the list is its number in C.
    Word(&'static [&'static str]),
}

struct Spec {
    name: &'static str,
    kind: Kind,
}

const fn spec(name: &'static str, kind: Kind) -> Spec {
    Spec { name, kind }
}

/// Values of SMH_LOCK.
const PTHREAD: u64 = 3;
const FUTEX: u64 = 5;

pub const LOCKS: &[&str] = &["none", "irq", "spin", "pthread", "external", "futex"];
pub const POLICIES: &[&str] = &["runtime", "first-fit", "best-fit"];
pub const CACHES: &[&str] = &["none", "aarch64", "armv7m", "external"];

static SPECS: &[Spec] = &[
    spec("SMH_ALIGN", Kind::PowerOfTwo(8..=64)),
    spec("SMH_MAX_ATTR", Kind::Number(1..=65535)),
    spec("SMH_MAX_REGIONS", Kind::Number(1..=64)),
    spec("SMH_MAX_REGION_SHIFT", Kind::Number(12..=32)),
    spec("SMH_FLOOR_TRIES", Kind::Number(0..=i32::MAX as u64)),
    spec("SMH_FAST_PATHS", Kind::Number(0..=2)),
    spec("SMH_OWNER_PAGES", Kind::Number(0..=1 << 24)),
    spec("SMH_OWNER_SHIFT", Kind::Number(3..=31)),
    spec("SMH_OWNER_BASE", Kind::Number(0..=u64::MAX)),
    spec("SMH_IRQ_CEILING", Kind::Number(0..=255)),
    spec("SMH_CACHE_LINE", Kind::PowerOfTwo(4..=1024)),
    spec("SMH_NARROW", Kind::Switch),
    spec("SMH_CHECK", Kind::Switch),
    spec("SMH_CHECK_EXACT", Kind::Switch),
    spec("SMH_STATS", Kind::Switch),
    spec("SMH_HEAP_LISTENER", Kind::Switch),
    spec("SMH_ASAN", Kind::Switch),
    spec("SMH_POLICY", Kind::Word(POLICIES)),
    spec("SMH_CACHE", Kind::Word(CACHES)),
    spec("SMH_LOCK", Kind::Word(LOCKS)),
];

/// What the name of every option begins with.
const PREFIX: &str = "SMH_";

/// Variables that hold a path.
pub const LIB_DIR: &str = "SMH_LIB_DIR";
/// No option of the library: the crate `shared-multi-heap-dtgen` reads it.
const DTGEN: &str = "SMH_DTGEN";
pub const CONFIG_HEADER: &str = "SMH_CONFIG_HEADER";

/// Every variable that the script reads.
pub fn names() -> impl Iterator<Item = &'static str> {
    let paths = [LIB_DIR, CONFIG_HEADER];

    SPECS.iter().map(|spec| spec.name).chain(paths)
}

/// Every name that one slip makes of an option: a letter too many, too few, wrong, or exchanged
/// with the next; or a word in another place, or left out.
///
/// Cargo starts the script again only for variables whose names it was given, and cannot be asked
/// to watch all that begin with `SMH_`. So it watches those that a user is likely to set by mistake.
/// To run the script each time instead would compile all that depends on it each time.
pub fn near_names() -> BTreeSet<String> {
    let mut near: BTreeSet<String> = names().flat_map(slips).collect();

    for name in names() {
        near.remove(name);
    }
    near
}

fn slips(name: &str) -> Vec<String> {
    let word = name.trim_start_matches(PREFIX);
    let mut slips = orders(word);

    for at in 0..=word.len() {
        let (before, after) = word.split_at(at);
        let rest = after.get(1..);

        for letter in ('A'..='Z').chain(['_']) {
            slips.push(format!("{before}{letter}{after}"));
            slips.extend(rest.map(|rest| format!("{before}{letter}{rest}")));
        }
        slips.extend(rest.map(|rest| format!("{before}{rest}")));
        if let Some(rest) = after.get(2..) {
            slips.push(format!("{before}{}{}{rest}", &after[1..2], &after[..1]));
        }
    }
    slips.iter().map(|slip| format!("{PREFIX}{slip}")).collect()
}

/// The words with one of them left out, or moved to each place.
fn orders(word: &str) -> Vec<String> {
    let words: Vec<&str> = word.split('_').collect();
    let mut orders = Vec::new();

    for from in 0..words.len() {
        let mut others = words.clone();
        let moved = others.remove(from);

        orders.push(others.join("_"));
        for to in 0..words.len() {
            let mut order = others.clone();

            order.insert(to, moved);
            orders.push(order.join("_"));
        }
    }
    orders
}

/// Refuses a name that only looks like one of ours, since its value would go unheard.
pub fn check_names(environment: impl Iterator<Item = String>) -> Result<(), String> {
    for name in environment.filter(|name| name.starts_with(PREFIX) && name != DTGEN) {
        if !names().any(|known| known == name) {
            let known: Vec<_> = names().collect();

            return Err(format!(
                "the environment has {name}, which is no build option; there are {}",
                known.join(", ")
            ));
        }
    }
    Ok(())
}

/// The value of every option, as the number that C knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    chosen: BTreeMap<&'static str, u64>,
    defaults: BTreeMap<&'static str, u64>,
}

impl Options {
    /// Reads all variables; `lookup` gives the text of one that is set. Empty is not set.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>, target: &Target) -> Result<Self, String> {
        let mut chosen = BTreeMap::new();

        for spec in SPECS {
            if let Some(text) = lookup(spec.name).filter(|text| !text.is_empty()) {
                chosen.insert(spec.name, spec.parse(&text)?);
            }
        }
        let defaults = defaults(target)?;
        Ok(Self { chosen, defaults })
    }

    /// What was chosen, else the default. The options that the build tag does not carry have
    /// none here: C knows theirs.
    pub fn get(&self, name: &str) -> Option<u64> {
        self.chosen(name).or(self.defaults.get(name).copied())
    }

    /// What the variable says, if it is set.
    pub fn chosen(&self, name: &str) -> Option<u64> {
        self.chosen.get(name).copied()
    }

    /// Whether the lock is one for threads, pthread or futex: C then calls `pthread_atfork()`, which
    /// older C libraries have in a library of its own.
    pub fn locks_threads(&self) -> bool {
        matches!(self.get("SMH_LOCK"), Some(PTHREAD | FUTEX))
    }

    /// Every option that was chosen.
    pub fn all_chosen(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        self.chosen.iter().map(|(name, value)| (*name, *value))
    }

    /// Takes over what a configuration header says. Where a variable says something else,
    /// one of the two must give way, and the user decides which.
    pub fn merge(&mut self, name: &'static str, value: u64) -> Result<(), String> {
        match self.chosen(name) {
            Some(chosen) if chosen != value => Err(format!(
                "{name} is {chosen} by the environment but {value} in the header that \
                 {CONFIG_HEADER} names"
            )),
            _ => {
                self.defaults.insert(name, value);
                Ok(())
            }
        }
    }
}

fn defaults(target: &Target) -> Result<BTreeMap<&'static str, u64>, String> {
    if !["32", "64"].contains(&target.pointer_width.as_str()) {
        return Err(format!(
            "{} has pointers of {} bits; the library knows 32 and 64",
            target.triple, target.pointer_width
        ));
    }

    Ok(BTreeMap::from([
        ("SMH_ALIGN", if target.is_64_bit() { 16 } else { 8 }),
        ("SMH_MAX_ATTR", 16),
        ("SMH_MAX_REGIONS", 16),
        ("SMH_MAX_REGION_SHIFT", 32),
        ("SMH_NARROW", 1),
        ("SMH_POLICY", 0),
        ("SMH_CHECK", 1),
        ("SMH_CHECK_EXACT", 0),
        ("SMH_STATS", 1),
        ("SMH_CACHE_LINE", if target.is_64_bit() { 64 } else { 32 }),
        ("SMH_CACHE", target.cache()),
        // Whoever uses Rust brings a critical section, and no safe path may lack a lock.
        ("SMH_LOCK", 4),
    ]))
}

impl Spec {
    fn parse(&self, text: &str) -> Result<u64, String> {
        let value = match &self.kind {
            Kind::Number(range) => number(text).filter(|value| range.contains(value)),
            Kind::PowerOfTwo(range) => {
                number(text).filter(|value| range.contains(value) && value.is_power_of_two())
            }
            Kind::Switch => switch(text),
            Kind::Word(words) => words
                .iter()
                .position(|word| *word == text)
                .map(|n| n as u64),
        };

        value.ok_or_else(|| format!("{} is \"{}\", must be {}", self.name, text, self.allowed()))
    }

    fn allowed(&self) -> String {
        match &self.kind {
            Kind::Number(range) => {
                format!("a number from {} to {}", range.start(), range.end())
            }
            Kind::PowerOfTwo(range) => {
                format!("a power of two from {} to {}", range.start(), range.end())
            }
            Kind::Switch => "0 or 1 (or OFF or ON)".to_owned(),
            Kind::Word(words) => format!("one of: {}", words.join(", ")),
        }
    }
}

/// Decimal or 0x. A leading zero is refused: C would read an octal number.
fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let octal = radix == 10 && digits.len() > 1 && digits.starts_with('0');

    if octal || digits.starts_with('+') {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// The constants of CMake, without those that it makes of any other text.
fn switch(text: &str) -> Option<u64> {
    match text.to_ascii_uppercase().as_str() {
        "1" | "ON" | "YES" | "TRUE" | "Y" => Some(1),
        "0" | "OFF" | "NO" | "FALSE" | "N" => Some(0),
        _ => None,
    }
}
