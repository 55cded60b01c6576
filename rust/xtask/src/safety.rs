// SPDX-License-Identifier: Apache-2.0

//! What a caller in Rust must see to, for each function that is bound.

/// For a function that takes any argument; what holds for all stands in the crate's text.
const NOTHING: &str = "";
const BLOCK: &str = "`ptr` must be null or a live block of the pool, and nothing may use the block \
    meanwhile. Where the result is no null, only the result may be used from then on, and without \
    one the block stays the caller's, unless `bytes` is 0, which frees it.";

/// Functions and their conditions.
const TABLE: &[(&str, &str)] = &[
    ("shared_multi_heap_pool_init", NOTHING),
    (
        "shared_multi_heap_add",
        "`region` must be null or point to a region whose memory is writable and used by nothing \
         else, as long as the pool exists.",
    ),
    ("shared_multi_heap_alloc", NOTHING),
    ("shared_multi_heap_aligned_alloc", NOTHING),
    ("shared_multi_heap_calloc", NOTHING),
    ("shared_multi_heap_realloc", BLOCK),
    ("shared_multi_heap_aligned_realloc", BLOCK),
    (
        "shared_multi_heap_free",
        "`block` must be null or a live block of the pool, which nothing may use from then on.",
    ),
    (
        "shared_multi_heap_resize",
        "`ptr` must be null or a live block of the pool. On success nothing may use more than \
         `bytes` bytes of it.",
    ),
    (
        "shared_multi_heap_usable_size",
        "`ptr` must be null or a live block of the pool.",
    ),
    ("shared_multi_heap_region_count", NOTHING),
    (
        "shared_multi_heap_owner",
        "`user_data` and `attr` must each be null or writable.",
    ),
    (
        "shared_multi_heap_region_info",
        "`info` must be null or writable.",
    ),
    ("shared_multi_heap_region_validate", NOTHING),
    (
        "shared_multi_heap_region_walk",
        "`visit` must be sound to call with `arg` and any block, and must not call the pool.",
    ),
    ("shared_multi_heap_policy_set", NOTHING),
    ("shared_multi_heap_policy_get", NOTHING),
    (
        "smh_fault_handler_set",
        "`handler` must be none, or sound to call at any time, from any context that calls the \
         pool.",
    ),
    ("smh_fault_report", NOTHING),
    ("smh_fault_count", NOTHING),
    ("smh_fault_name", NOTHING),
    (
        "smh_lock_acquire",
        "It must not be held already by the caller.",
    ),
    (
        "smh_lock_release",
        "`token` must come from the matching `smh_lock_acquire()`.",
    ),
    (
        "smh_cache_clean",
        "The range must be mapped, or `addr` null or `bytes` 0.",
    ),
    (
        "smh_cache_invalidate",
        "The caller must own every byte of each line that the range touches, and must take what it \
         reads there afterwards for any value; or `addr` is null or `bytes` 0.",
    ),
    ("smh_cache_barrier", NOTHING),
    (
        "smh_cache_line_check",
        "The processor must be in a mode that may read its cache registers.",
    ),
    (
        "smh_cache_clean_hook",
        "The range must be whole lines of mapped memory.",
    ),
    (
        "smh_cache_invalidate_hook",
        "As `smh_cache_invalidate()`, with a range of whole lines.",
    ),
];

/// Puts the conditions before each function. One without an entry is an error, so that no new
/// function goes without, and so is an entry without a function.
pub fn document(bindings: &str) -> Result<String, String> {
    let mut lines = Vec::new();
    let mut seen = Vec::new();

    for line in bindings.lines() {
        if let Some(name) = function(line) {
            let text = lookup(name).ok_or(format!("{name} has no entry in safety.rs"))?;
            if text != NOTHING {
                lines.push(format!(
                    "    ///\n    /// # Safety\n    ///\n    /// {text}"
                ));
            }
            seen.push(name);
        }
        lines.push(line.to_owned());
    }
    match TABLE.iter().find(|(name, _)| !seen.contains(name)) {
        Some((name, _)) => Err(format!("safety.rs: {name} is not in the headers")),
        None => Ok(lines.join("\n") + "\n"),
    }
}

fn function(line: &str) -> Option<&str> {
    line.strip_prefix("    pub fn ")?.split('(').next()
}

fn lookup(name: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
