// SPDX-License-Identifier: Apache-2.0

//! What the build script makes of the variables.

#[path = "../build/options.rs"]
#[allow(dead_code)]
mod options;
#[path = "../build/tag.rs"]
#[allow(dead_code)]
mod tag;

use std::collections::HashMap;
use std::process::Command;

use options::{Options, Target};

fn target(arch: &str, os: &str, width: &str) -> Target {
    Target {
        triple: format!("{arch}-unknown-{os}"),
        arch: arch.to_owned(),
        os: os.to_owned(),
        pointer_width: width.to_owned(),
    }
}

fn read_for(target: &Target, variables: &[(&str, &str)]) -> Result<Options, String> {
    let variables: HashMap<_, _> = variables.iter().copied().collect();

    Options::read(
        &|name| variables.get(name).map(|text| (*text).to_owned()),
        target,
    )
}

fn read(variables: &[(&str, &str)]) -> Result<Options, String> {
    read_for(&target("x86_64", "linux", "64"), variables)
}

fn value(name: &str, text: &str) -> Option<u64> {
    read(&[(name, text)]).ok()?.chosen(name)
}

#[test]
fn numbers_are_decimal_or_hexadecimal() {
    assert_eq!(value("SMH_MAX_ATTR", "8"), Some(8));
    assert_eq!(value("SMH_MAX_ATTR", "0x10"), Some(16));
    assert_eq!(value("SMH_IRQ_CEILING", "0X40"), Some(64));
    assert_eq!(value("SMH_IRQ_CEILING", "0"), Some(0));
    for text in [
        "-1", "+8", "8.0", "eight", "0x", "0xg", "010", " 8", "8 ", "1_0",
    ] {
        assert_eq!(value("SMH_MAX_ATTR", text), None, "{text}");
    }
    assert_eq!(value("SMH_MAX_ATTR", "18446744073709551616"), None);
}

#[test]
fn numbers_have_bounds() {
    for (name, low, high) in [
        ("SMH_ALIGN", 8, 64),
        ("SMH_MAX_ATTR", 1, 65535),
        ("SMH_MAX_REGIONS", 1, 64),
        ("SMH_MAX_REGION_SHIFT", 12, 32),
        ("SMH_CACHE_LINE", 4, 1024),
        ("SMH_OWNER_PAGES", 0, 1 << 24),
        ("SMH_FAST_PATHS", 0, 2),
        ("SMH_OWNER_SHIFT", 3, 31),
        ("SMH_IRQ_CEILING", 0, 255),
    ] {
        assert_eq!(value(name, &low.to_string()), Some(low));
        assert_eq!(value(name, &high.to_string()), Some(high));
        assert_eq!(value(name, &(high + 1).to_string()), None);
        assert!(low == 0 || value(name, &(low - 1).to_string()).is_none());
    }
    assert_eq!(value("SMH_ALIGN", "24"), None);
    assert_eq!(value("SMH_CACHE_LINE", "48"), None);
    assert_eq!(value("SMH_FLOOR_TRIES", "0"), Some(0));
    assert_eq!(value("SMH_FLOOR_TRIES", "-1"), None);
    assert_eq!(value("SMH_OWNER_BASE", "0x20000000"), Some(0x2000_0000));
}

#[test]
fn switches_take_the_words_of_cmake() {
    for text in ["1", "ON", "on", "YES", "True", "y"] {
        assert_eq!(value("SMH_CHECK", text), Some(1), "{text}");
    }
    for text in ["0", "OFF", "off", "NO", "False", "n"] {
        assert_eq!(value("SMH_CHECK", text), Some(0), "{text}");
    }
    for text in ["2", "maybe", "ONN", "-"] {
        assert_eq!(value("SMH_CHECK", text), None, "{text}");
    }
}

#[test]
fn words_are_numbers_in_c() {
    for (number, word) in (0..).zip(["none", "irq", "spin", "pthread", "external", "futex"]) {
        assert_eq!(value("SMH_LOCK", word), Some(number));
    }
    for (number, word) in (0..).zip(["runtime", "first-fit", "best-fit"]) {
        assert_eq!(value("SMH_POLICY", word), Some(number));
    }
    for (number, word) in (0..).zip(["none", "aarch64", "armv7m", "external"]) {
        assert_eq!(value("SMH_CACHE", word), Some(number));
    }
    assert_eq!(value("SMH_LOCK", "4"), None);
    assert_eq!(value("SMH_LOCK", "External"), None);
}

#[test]
fn a_bad_value_is_named_with_what_is_allowed() {
    let error = |name, text| read(&[(name, text)]).expect_err("a bad value");

    assert_eq!(
        error("SMH_LOCK", "mutex"),
        "SMH_LOCK is \"mutex\", must be one of: none, irq, spin, pthread, external, futex"
    );
    assert_eq!(
        error("SMH_MAX_REGIONS", "65"),
        "SMH_MAX_REGIONS is \"65\", must be a number from 1 to 64"
    );
    assert_eq!(
        error("SMH_ALIGN", "9"),
        "SMH_ALIGN is \"9\", must be a power of two from 8 to 64"
    );
    assert_eq!(
        error("SMH_STATS", "x"),
        "SMH_STATS is \"x\", must be 0 or 1 (or OFF or ON)"
    );
}

#[test]
fn a_name_that_is_no_option_is_refused() {
    let check = |name: &str| options::check_names([name.to_owned()].into_iter());

    for name in options::names() {
        assert_eq!(check(name), Ok(()));
    }
    assert_eq!(check("PATH"), Ok(()));
    assert!(
        check("SMH_MAX_ATRR")
            .expect_err("a typing error")
            .contains("SMH_MAX_ATRR")
    );
    assert!(check("SMH_BUILD_TAG").is_err());
}

#[test]
fn cargo_watches_names_with_a_slip() {
    let near = options::near_names();

    for name in [
        "SMH_MAX_ATRR",
        "SMH_MAX_ATTRS",
        "SMH_MAX_ATR",
        "SMH_MAXATTR",
        "SMH_ATTR_MAX",
        "SMH_LOCKS",
        "SMH_LOKC",
        "SMH_OCK",
        "SMH_LOCL",
        "SMH__LOCK",
        "SMH_MAX_SHIFT_REGION",
        "SMH_REGIONS",
    ] {
        assert!(near.contains(name), "{name}");
        assert!(options::check_names([name.to_owned()].into_iter()).is_err());
    }
    for name in options::names() {
        assert!(!near.contains(name), "{name}");
    }
    // A variable of the crate for devicetrees, two slips away from the next option.
    assert!(!near.contains("SMH_DTGEN"));
}

/// `cargo build` of this crate, in a folder of its own, with one variable more.
fn build(variable: Option<(&str, &str)>) -> (bool, String) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("slip");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));

    cargo
        .args([
            "build",
            "--offline",
            "--lib",
            "--package",
            env!("CARGO_PKG_NAME"),
        ])
        .args([
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .arg("--target-dir")
        .arg(folder);
    // What the build of this test was given, and what Cargo gives to tests.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SMH_")) {
        cargo.env_remove(name);
    }
    cargo.envs(variable);
    let output = cargo.output().expect("cargo runs");
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn a_slip_is_refused_by_a_later_build_too() {
    let (built, text) = build(None);
    assert!(built, "{text}");

    let (built, text) = build(Some(("SMH_MAX_ATRR", "8")));
    assert!(!built && text.contains("SMH_MAX_ATRR"), "{text}");
    assert!(text.lines().count() < 100, "{text}");

    let (built, text) = build(None);
    assert!(built, "{text}");
}

#[test]
fn an_empty_variable_keeps_the_default() {
    assert_eq!(read(&[("SMH_ALIGN", ""), ("SMH_LOCK", "")]), read(&[]));
}

#[test]
fn defaults_follow_the_target() {
    let tag = |target: &Target| tag::of_this(&read_for(target, &[]).expect("defaults"));

    assert_eq!(
        tag(&target("x86_64", "linux", "64")),
        "smh_build_0_1_align16_attr16_regions16_shift32_narrow1_policy0_check1_exact0_\
         stats1_line64_cache0_lock4"
    );
    assert_eq!(
        tag(&target("arm", "none", "32")),
        "smh_build_0_1_align8_attr16_regions16_shift32_narrow1_policy0_check1_exact0_\
         stats1_line32_cache0_lock4"
    );
    assert!(tag(&target("aarch64", "none", "64")).contains("_line64_cache1_"));
    assert!(tag(&target("aarch64", "linux", "64")).contains("_line64_cache0_"));
    assert!(read_for(&target("msp430", "none", "16"), &[]).is_err());
}

/// As in smh_config.h, which `tests/build/run.sh` asks for the same processors.
#[test]
fn the_cache_of_an_m_profile_is_maintained_where_there_may_be_one() {
    for (triple, os, cache) in [
        ("thumbv6m-none-eabi", "none", 0),
        ("thumbv7m-none-eabi", "none", 0),
        ("thumbv7em-none-eabi", "none", 2),
        ("thumbv7em-none-eabihf", "none", 2),
        ("thumbv8m.base-none-eabi", "none", 0),
        ("thumbv8m.main-none-eabi", "none", 2),
        ("thumbv8m.main-none-eabihf", "none", 2),
        ("armv7r-none-eabi", "none", 0),
        ("thumbv7neon-unknown-linux-gnueabihf", "linux", 0),
    ] {
        let target = Target {
            triple: triple.to_owned(),
            ..target("arm", os, "32")
        };
        let options = read_for(&target, &[]).expect("defaults");

        assert_eq!(options.get("SMH_CACHE"), Some(cache), "{triple}");
    }
}

#[test]
fn the_tag_carries_what_was_chosen() {
    let chosen = [
        ("SMH_ALIGN", "64", 64),
        ("SMH_MAX_ATTR", "0x20", 32),
        ("SMH_MAX_REGIONS", "5", 5),
        ("SMH_MAX_REGION_SHIFT", "20", 20),
        ("SMH_NARROW", "no", 0),
        ("SMH_POLICY", "best-fit", 2),
        ("SMH_CHECK", "OFF", 0),
        ("SMH_CHECK_EXACT", "ON", 1),
        ("SMH_STATS", "0", 0),
        ("SMH_CACHE_LINE", "128", 128),
        ("SMH_CACHE", "external", 3),
        ("SMH_LOCK", "spin", 2),
    ];
    let variables = chosen.map(|(name, text, _)| (name, text));
    let tag = tag::of_this(&read(&variables).expect("good values"));

    assert_eq!(
        tag,
        "smh_build_0_1_align64_attr32_regions5_shift20_narrow0_policy2_check0_exact1_stats0_\
         line128_cache3_lock2"
    );
    let values = chosen.map(|(name, _, value)| (name, value));
    assert_eq!(tag::values(&tag), Some(values.to_vec()));
}

#[test]
fn a_tag_is_found_among_other_bytes() {
    let tag = tag::of_this(&read(&[]).expect("defaults"));
    let file = format!("\0\u{7f}ELF smh_build_\0smh_build_0_1_align\0{tag}\0.text\0");

    assert_eq!(tag::find(file.as_bytes()), Some(tag.clone()));
    assert_eq!(tag::find(b"smh_build_0_1_align8_attr"), None);
    assert_eq!(tag::find(b""), None);
    assert_eq!(tag::values(&format!("{tag}_more1")), None);
}

#[test]
fn a_header_gives_what_no_variable_says() {
    let mut options = read(&[("SMH_ALIGN", "32")]).expect("a good value");

    assert_eq!(options.merge("SMH_MAX_ATTR", 4), Ok(()));
    assert_eq!(options.get("SMH_MAX_ATTR"), Some(4));
    assert_eq!(options.merge("SMH_ALIGN", 32), Ok(()));
    let error = options.merge("SMH_ALIGN", 64).expect_err("two values");
    assert!(error.contains("SMH_ALIGN is 32") && error.contains("64"));
}
