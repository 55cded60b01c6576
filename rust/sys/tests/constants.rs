// SPDX-License-Identifier: Apache-2.0

//! The constants are those of the tag, and the tag is in the library that is linked.

mod lock;

use shared_multi_heap_sys::*;

#[test]
fn constants_are_those_of_the_tag() {
    let tag = format!(
        "smh_build_{SMH_VERSION_MAJOR}_{SMH_VERSION_MINOR}_align{ALIGN}_attr{MAX_ATTR}\
         _regions{MAX_REGIONS}_shift{MAX_REGION_SHIFT}_narrow{}_policy{POLICY}_check{}_exact{}\
         _stats{}_line{CACHE_LINE}_cache{CACHE}_lock{LOCK}",
        u8::from(NARROW),
        u8::from(CHECK),
        u8::from(CHECK_EXACT),
        u8::from(STATS)
    );

    assert_eq!(TAG, tag);
}

#[test]
fn the_library_has_the_tag() {
    assert!(!build_tag().is_null());
    assert_eq!(lock::times_taken(), 0);
}

#[test]
fn error_numbers_are_those_of_the_platform() {
    let numbers = errno();
    let kind = |number| std::io::Error::from_raw_os_error(number).kind();

    assert_eq!(kind(numbers.eperm), std::io::ErrorKind::PermissionDenied);
    assert_eq!(kind(numbers.enoent), std::io::ErrorKind::NotFound);
    assert_eq!(kind(numbers.enomem), std::io::ErrorKind::OutOfMemory);
    assert_eq!(kind(numbers.eexist), std::io::ErrorKind::AlreadyExists);
    assert_eq!(kind(numbers.einval), std::io::ErrorKind::InvalidInput);
    // std has no kind for these in every version.
    let text = |number| std::io::Error::from_raw_os_error(number).to_string();
    assert!(text(numbers.enotsup).contains("not supported"));
    assert!(text(numbers.ealready).contains("already"));
}
