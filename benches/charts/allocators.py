# SPDX-License-Identifier: Apache-2.0
"""The rows of the tables: which lines of the results they are, and what they are called."""

from typing import NamedTuple


class Row(NamedTuple):
    """An allocator as it was built."""

    label: str
    allocator: str
    fast: str  # options of the lines that are for speed,
    small: str  # and of those that are for size
    kind: str  # ours, bounded, unbounded


def _rust(label, allocator, kind):
    return Row(label, allocator, "opt-level=3", "opt-level=s", kind)


def _packaged(name):
    return Row(name, name, "as packaged", "as packaged", "unbounded")


def _quoted(name, kind):
    return Row(f"*{name}*", name, "quoted", "quoted -Os", kind)


HEAP = Row("**heap**", "sys_heap", "-O2", "-Os", "ours")
HEAP_UNCHECKED = Row("**heap, unchecked**", "sys_heap", "-O2 unchecked", "-Os unchecked", "ours")
HEAP_EXACT = Row("**heap, exact**", "sys_heap", "-O2 exact", "-Os exact", "ours")
POOL = Row("**pool**", "pool", "-O2", "-Os", "ours")
POOL_UNCHECKED = Row("**pool, unchecked**", "pool", "-O2 unchecked", "-Os unchecked", "ours")
POOL_EXACT = Row("**pool, exact**", "pool", "-O2 exact", "-Os exact", "ours")
POOL_64 = Row("**pool of 64**", "pool", "-O2 64regions", "-Os 64regions", "ours")
POOL_64_UNCHECKED = Row(
    "**pool of 64, unchecked**", "pool", "-O2 64regions_unchecked", "-Os 64regions_unchecked",
    "ours"
)
POOL_64_BEST = Row(
    "**pool of 64, best fit**", "pool", "-O2 64regions_best_fit", "-Os 64regions_best_fit", "ours"
)
POOL_IRQ = Row("**pool, interrupts masked**", "pool", "-O2 irq", "-Os irq", "ours")
POOL_IRQ_64 = Row(
    "**pool of 64, interrupts masked**", "pool", "-O2 irq_64regions", "-Os irq_64regions", "ours"
)
POOL_MASKED = Row("**masked section, pool of 64**", "pool", "-O2 masked", "-Os masked", "ours")
POOL_PTHREAD = Row("**pool, pthread mutex**", "pool", "-O2 pthread", "-Os pthread", "ours")

# The least that serves: one region, first fit, one format, neither checks nor figures.
POOL_SMALLEST = Row("**pool, smallest**", "pool", "-Os smallest", "-Os smallest", "ours")

# The pool in the smallest useful firmware in Rust: as it comes, and made smaller.
FIRMWARE = Row("**pool**", "pool", "opt-level=s", "opt-level=s", "ours")
FIRMWARE_COMPACT = FIRMWARE._replace(label="**pool**, `SMH_FAST_PATHS=0`",
                                     small="opt-level=s compact")
FIRMWARE_SMALL = FIRMWARE._replace(label="**pool**, `smh_small.h`", small="opt-level=s small")
FIRMWARE_TRIMMED = FIRMWARE._replace(label="**pool, trimmed**", small="opt-level=s trimmed")
FIRMWARE_TRIMMED_COMPACT = FIRMWARE._replace(label="**pool, trimmed**, `SMH_FAST_PATHS=0`",
                                             small="opt-level=s trimmed_compact")

# For what they tell of the memory, whatever they cost.
HEAP_FLOOR = Row("**heap, searching further**", "sys_heap", "-O2 floor64", "-O2 floor64", "ours")
BEST_FIT_ALL = Row("best fit, all blocks", "best_fit_all", "-O2", "-O2", "unbounded")
POOL_64_TABLE = Row(
    "**pool of 64, owner by table**", "pool", "-O2 owner_table", "-Os owner_table", "ours"
)

HEAP_NARROW = Row("**heap, to 256 KiB**", "sys_heap", "-Os narrow", "-Os narrow", "ours")
HEAP_NARROW_UNCHECKED = Row(
    "**heap, to 256 KiB, unchecked**", "sys_heap", "-Os narrow_unchecked", "-Os narrow_unchecked",
    "ours"
)
# With the calls of narrow heaps in line, and no others.
HEAP_FAST = Row(
    "**heap, `SMH_FAST_PATHS=1`**", "sys_heap", "-O2 fast_paths", "-Os fast_paths", "ours"
)
POOL_FAST = Row(
    "**pool, `SMH_FAST_PATHS=1`**", "pool", "-O2 fast_paths", "-Os fast_paths", "ours"
)
POOL_NARROW = Row("**pool, to 256 KiB**", "pool", "-Os narrow", "-Os narrow", "ours")
POOL_NARROW_UNCHECKED = Row(
    "**pool, to 256 KiB, unchecked**", "pool", "-Os narrow_unchecked", "-Os narrow_unchecked",
    "ours"
)

RLSF = _rust("rlsf", "rlsf", "bounded")
RLSF_STATIC = _rust("rlsf, as quoted", "rlsf-static", "bounded")
EMBEDDED_TLSF = _rust("embedded-alloc (TLSF)", "embedded-alloc-tlsf", "bounded")
TALC = _rust("talc", "talc", "unbounded")
LINKED_LIST = _rust("linked_list_allocator", "linked_list_allocator", "unbounded")
EMBEDDED_LLFF = _rust("embedded-alloc (LLFF)", "embedded-alloc-llff", "unbounded")
BUDDY = _rust("buddy_system_allocator", "buddy_system_allocator", "unbounded")
NEWLIB = _packaged("newlib")
NANO = _packaged("newlib-nano")
PICOLIBC = _packaged("picolibc")
GLIBC = _packaged("glibc")

TLSF = _quoted("tlsf", "bounded")
TLSF_ESP = _quoted("tlsf (ESP)", "bounded")
O1HEAP = _quoted("o1heap", "bounded")
ZEPHYR = _quoted("Zephyr sys_heap (small)", "bounded")
ZEPHYR_AUTO = _quoted("Zephyr sys_heap (auto)", "bounded")
HEAP_4 = _quoted("FreeRTOS heap_4", "unbounded")
ZEPHYR_POOL = _quoted("Zephyr shared_multi_heap", "unbounded")
ESP_POOL = _quoted("ESP-IDF heap_caps", "unbounded")
HEAP_5 = _quoted("FreeRTOS heap_5", "unbounded")
IDEAL = _quoted("ideal: unbounded best fit", "unbounded")
IDEAL_BINS = _quoted("ideal: good fit in 8 bins an octave", "bounded")

OURS = [HEAP, HEAP_UNCHECKED, HEAP_EXACT, POOL, POOL_UNCHECKED, POOL_EXACT]
BOUNDED = [RLSF, EMBEDDED_TLSF]
UNBOUNDED = [TALC, LINKED_LIST, EMBEDDED_LLFF, BUDDY, NEWLIB, NANO, PICOLIBC, GLIBC]
QUOTED = [O1HEAP, ZEPHYR, ZEPHYR_AUTO, TLSF, TLSF_ESP, HEAP_4]

ALL = OURS + BOUNDED + UNBOUNDED + QUOTED
M3 = "mps2-an385"


def is_quoted(row):
    """Whether the figures were not measured here."""
    return row.fast == "quoted"
