// SPDX-License-Identifier: Apache-2.0

//! One table of sizes, offsets and constants, written once for the Rust compiler and once for
//! the C compiler of the target. Sizes are in units that hold for 32 and for 64 bit.

use crate::format;

#[derive(Clone, Copy)]
enum Unit {
    /// Of a pointer.
    Word,
    /// Of a C int.
    Int,
}

struct Struct {
    name: &'static str,
    unit: Unit,
    /// In the order of their offsets: each is one unit long.
    fields: &'static [&'static str],
}

const STRUCTS: &[Struct] = &[
    Struct {
        name: "shared_multi_heap_region",
        unit: Unit::Word,
        fields: &["attr", "addr", "size"],
    },
    Struct {
        name: "shared_multi_heap_region_info",
        unit: Unit::Word,
        fields: &[
            "attr",
            "user_data",
            "addr",
            "size",
            "capacity",
            "allocated",
            "max_allocated",
            "free",
            "largest_free",
        ],
    },
    Struct {
        name: "smh_errno_numbers",
        unit: Unit::Int,
        fields: &[
            "eperm", "enoent", "enomem", "eexist", "einval", "enotsup", "ealready",
        ],
    },
];

/// Constants by prefix; their values count up from 0.
const CONSTANTS: &[(&str, &[&str])] = &[
    (
        "SMH_REG_ATTR_",
        &["CACHEABLE", "NON_CACHEABLE", "EXTERNAL", "NUM"],
    ),
    ("SMH_POLICY_", &["FIRST_FIT", "BEST_FIT", "NUM"]),
    ("SMH_POLICY_SELECT_", &["RUNTIME", "FIRST_FIT", "BEST_FIT"]),
    (
        "SMH_FAULT_",
        &[
            "NONE",
            "FOREIGN_POINTER",
            "MISALIGNED_POINTER",
            "DOUBLE_FREE",
            "BAD_HEADER",
            "OVERRUN",
            "BAD_FREE_BLOCK",
            "TABLE_FULL",
            "NOT_MAPPED",
            "BAD_LIST",
            "NUM",
        ],
    ),
    (
        "SMH_LOCK_",
        &["NONE", "IRQ", "SPIN", "PTHREAD", "EXTERNAL", "FUTEX"],
    ),
    ("SMH_CACHE_", &["NONE", "AARCH64", "ARMV7M", "EXTERNAL"]),
];

/// What the build script hands to the C compiler as RUST_<name>.
const OPTIONS: [&str; 14] = [
    "VERSION_MAJOR",
    "VERSION_MINOR",
    "ALIGN",
    "MAX_ATTR",
    "MAX_REGIONS",
    "MAX_REGION_SHIFT",
    "NARROW",
    "POLICY",
    "CHECK",
    "CHECK_EXACT",
    "STATS",
    "CACHE_LINE",
    "CACHE",
    "LOCK",
];

const ORIGIN: &str = "Made by rust/xtask from its table of the layout; `xtask generate` writes it";

pub fn rust() -> Result<String, String> {
    let mut text = format!("// SPDX-License-Identifier: Apache-2.0\n\n// {ORIGIN}.\n\n");

    text += "use crate::bindings::*;\nuse core::mem::offset_of;\n\n";
    text += "const WORD: usize = size_of::<*const ()>();\n";
    text += "const INT: usize = size_of::<core::ffi::c_int>();\n\n";
    for item in STRUCTS {
        text += &rust_struct(item);
    }
    for (name, value) in constants() {
        text += &format!("const _: () = assert!({name} == {value});\n");
    }
    format::rust(&text)
}

fn rust_struct(item: &Struct) -> String {
    let Struct { name, unit, fields } = item;
    let unit = unit.name();
    let mut text = format!("const _: () = assert!(align_of::<{name}>() == {unit});\n");

    text += &format!(
        "const _: () = assert!(size_of::<{name}>() == {} * {unit});\n",
        fields.len()
    );
    for (i, field) in fields.iter().enumerate() {
        let offset = times(i, unit);
        text += &format!("const _: () = assert!(offset_of!({name}, {field}) == {offset});\n");
    }
    text + "\n"
}

pub fn c() -> Result<String, String> {
    let mut text = format!("/* SPDX-License-Identifier: Apache-2.0 */\n\n/* {ORIGIN}. */\n\n");

    for header in [
        "stddef",
        "smh_alloc",
        "smh_build",
        "smh_fault",
        "smh_info",
        "smh_policy",
    ] {
        text += &format!("#include <{header}.h>\n");
    }
    text += "\n#define WORD sizeof(void *)\n#define INT sizeof(int)\n\n";
    for (left, right) in [
        ("sizeof(int)", "4"),
        ("sizeof(bool)", "1"),
        ("sizeof(size_t)", "WORD"),
        ("sizeof(uintptr_t)", "WORD"),
        ("sizeof(smh_fault_handler_t)", "WORD"),
    ] {
        text += &c_assert(left, right);
    }
    for item in STRUCTS {
        text += &c_struct(item);
    }
    for (name, value) in constants() {
        text += &c_assert(&name, &value.to_string());
    }
    for name in OPTIONS {
        text += &c_assert(&format!("SMH_{name}"), &format!("RUST_{name}"));
    }
    format::c(&text)
}

fn c_struct(item: &Struct) -> String {
    let Struct { name, unit, fields } = item;
    let unit = unit.name();
    let size = times(fields.len(), unit);
    let mut text = c_assert(&format!("_Alignof(struct {name})"), unit);

    text += &c_assert(&format!("sizeof(struct {name})"), &size);
    for (i, field) in fields.iter().enumerate() {
        text += &c_assert(
            &format!("offsetof(struct {name}, {field})"),
            &times(i, unit),
        );
    }
    text
}

fn c_assert(left: &str, right: &str) -> String {
    format!("_Static_assert({left} == {right}, \"{left} is not {right}\");\n")
}

fn times(count: usize, unit: &str) -> String {
    match count {
        0 => "0".to_owned(),
        1 => unit.to_owned(),
        _ => format!("{count} * {unit}"),
    }
}

fn constants() -> impl Iterator<Item = (String, usize)> {
    CONSTANTS.iter().flat_map(|(prefix, names)| {
        names
            .iter()
            .enumerate()
            .map(move |(value, name)| (format!("{prefix}{name}"), value))
    })
}

/// Every structure, member and constant of the bindings must be in the table.
pub fn covers(bindings: &str) -> Result<(), String> {
    let constants: Vec<_> = constants().map(|(name, _)| name).collect();
    let mut within = None;

    for line in bindings.lines() {
        let mut words = line.trim().trim_end_matches('{').split([' ', ':']);

        match (words.next(), words.next(), words.next()) {
            (Some("pub"), Some("struct"), Some(name)) => within = Some(lookup(name)?),
            (Some("pub"), Some("const"), Some(name)) if !name.contains("_VERSION_") => {
                known(constants.iter().any(|known| known == name), name)?;
            }
            (Some("}"), ..) => within = None,
            (Some("pub"), Some(name), _) if within.is_some() => {
                known(within.is_some_and(|item| item.fields.contains(&name)), name)?;
            }
            _ => (),
        }
    }
    Ok(())
}

fn lookup(name: &str) -> Result<&'static Struct, String> {
    let item = STRUCTS.iter().find(|item| item.name == name);

    item.ok_or(format!("layout.rs: no structure {name}"))
}

fn known(is: bool, name: &str) -> Result<(), String> {
    if is {
        Ok(())
    } else {
        Err(format!(
            "layout.rs: {name} of the bindings is not in the table"
        ))
    }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Word => "WORD",
            Unit::Int => "INT",
        }
    }
}
