# SPDX-License-Identifier: Apache-2.0
"""The quantities in which allocators are compared: how each is found for any of them."""

import pathlib
from typing import Callable, NamedTuple

from allocators import GLIBC, M3, POOL_64, POOL_64_UNCHECKED, is_quoted
from results import read_pairs

REASONS = pathlib.Path(__file__).parent / "reasons.csv"


class Quantity(NamedTuple):
    """Something to compare."""

    name: str  # as reasons.csv has it
    of: Callable  # of the results, a row and a target
    digits: int = 0
    more_is_better: bool = False


def figure(workload, parameter, metric, of_small=False):
    """A figure as it stands."""

    def of(results, row, target=M3):
        options = row.small if of_small else row.fast
        return results.figure(target, row.allocator, options, workload, parameter, metric)

    return of


def pair_mean(results, row, target=M3, of_small=False):
    """An allocation and a free of W1, on average."""
    options = row.small if of_small else row.fast
    quoted = results.figure(target, row.allocator, options, "w1", "", "pair_mean")
    if quoted is not None:
        return quoted
    parts = [
        results.figure(target, row.allocator, options, "w1", "", f"{x}_mean")
        for x in ("alloc", "free")
    ]
    return None if None in parts else sum(parts)


# Regions of more than so many bytes have the wide format, by bits of a word.
NARROW_BYTES = {32: 512 * 1024, 64: 1024 * 1024}
WORD_BITS = {"virt-a53": 64}
W7_BYTES = 1024 * 1024


def is_wide(results, row, target):
    """Of a workload and a parameter, whether its region is larger than narrow metadata reaches."""
    reach = NARROW_BYTES[WORD_BITS.get(target, 32)]

    def of(workload, parameter):
        if workload != "trace":
            return workload == "w7" and W7_BYTES > reach
        region = results.figure(target, row.allocator, row.fast, workload, parameter,
                                "region_bytes")
        return region is not None and region > reach

    return of


def pair_of(workload, parameter):
    """An allocation and a free of a workload on average."""

    def of(results, row, target=M3):
        key = (target, row.allocator, row.fast, workload, parameter)
        quoted = results.figure(*key, "pair_mean") if is_quoted(row) else None
        parts = [results.figure(*key, f"{x}_mean") for x in ("alloc", "free")]
        return quoted if quoted is not None or None in parts else sum(parts)

    return of


def most(metric, wide=False):
    """The largest over all workloads in regions of the narrow format, or over all others."""

    def of(results, row, target=M3):
        is_in = is_wide(results, row, target)
        return results.most(target, row.allocator, row.fast, metric,
                            where=lambda *which: is_in(*which) == wide)[0]

    return of


def stack(results, row, target=M3):
    """The deeper one of alloc and free."""
    found = [
        results.figure(target, row.allocator, row.fast, "stack", "1 x 65536", f"{x}_max")
        for x in ("alloc", "free")
    ]
    return None if None in found else max(found)


def with_pool(of):
    """A quantity that a heap has only as part of the pool."""

    def of_pool(results, row, target=M3):
        if row.kind == "ours":
            row = POOL_64_UNCHECKED if "unchecked" in row.fast else POOL_64
        return of(results, row, target)

    return of_pool


def _text_of_all(results, row, target=M3):
    """A whole program's code: with us the pool's functions."""
    allocator = "pool" if row.kind == "ours" else row.allocator
    return results.figure(target, allocator, row.small, "size", "all", "text_bytes")


def packing(name):
    """Packing in one of its workloads; quoted peers as they are when all pointers are aligned."""

    def of(results, row, target=M3):
        key = (target, row.allocator)
        if is_quoted(row):
            aligned = results.figure(*key, "quoted 8-aligned", "packing", name, "packing_percent")
            if aligned is not None:
                return aligned
        return results.figure(*key, row.fast, "packing", name, "packing_percent")

    return of


PACKINGS = [
    "16..512 in 64K",
    "log 8..4096 in 256K",
    "4..64 in 16K",
    "packets 64..1536 in 64K",
    "16..512 in 8K",
]

_BEHIND = [
    Quantity("w1 alloc mean", figure("w1", "", "alloc_mean"), 1),
    Quantity("alloc max", most("alloc_max")),
    Quantity("w1 free mean", figure("w1", "", "free_mean"), 1),
    Quantity("free max", most("free_max")),
    Quantity("w1 pair mean", pair_mean, 1),
    Quantity("w1 pair mean small", lambda r, row, target=M3: pair_mean(r, row, target, True), 1),
    Quantity("failed max", most("failed_max")),
    Quantity("aligned max", most("aligned_max")),
    Quantity("w5 64 alloc mean", with_pool(figure("w5", "64", "alloc_mean")), 1),
    Quantity("w5 64 alloc max", with_pool(figure("w5", "64", "alloc_max"))),
    Quantity("owner 64 max", with_pool(figure("owner", "64", "owner_max"))),
    *(Quantity(f"packing {x}", packing(x), 1, True) for x in PACKINGS),
    *(Quantity(f"failures at {x}", figure("occupancy", x, "failures_per_1000"), 1)
      for x in ("75", "80", "85", "90", "95")),
    *(Quantity(f"usable {x}", figure("usable", x, "usable_bytes"), 0, True)
      for x in ("1024", "4096", "65536")),
    Quantity("text heap", figure("size", "alloc free init", "text_bytes", True)),
    Quantity("text all", _text_of_all),
    Quantity("init 65536", figure("init", "65536", "init")),
    Quantity("stack", stack),
]


def _named(title, workload, parameter, metric, digits=1, more_is_better=False):
    return title, [Quantity(title, figure(workload, parameter, metric), digits, more_is_better)]


def trace_pair(program):
    """An allocation and a free of a program on average, in a roomy region."""
    return pair_of("trace", f"{program} roomy")


def time_ratio(name):
    """Wall time of an operation on the host over that of glibc in the same run."""
    of_time = figure("time", name, "ns_per_operation")

    def of(results, row, target):
        mine, other = of_time(results, row, target), of_time(results, GLIBC, target)
        return mine / other if mine and other else None

    return of


PROGRAMS = ("lua", "sqlite", "jq", "mosquitto")
# Parameters of W6 and W7, in the order of the tables.
OTHER_SIZES = (("w6", "bimodal"), ("w6", "powers of two"), ("w7", "log 16..4095"),
               ("w7", "256..8255"))

# What has no aim, but somebody may be ahead in it.
_FRAGMENTED = [
    ("same sizes behind walls, refilled %", "same sizes behind walls", "refilled_percent"),
    ("holes used again for 16 B, %", "every other freed; ask for 16", "used_again_percent"),
    ("holes used again for 1024 B, %", "every other freed; ask for 1024", "used_again_percent"),
]
OTHERS = [
    *(Quantity(f"{w.upper()} {c}, mean", figure(w, "", f"{c}_mean"), 1)
      for w in ("w2", "w3") for c in ("alloc", "free")),
    *(Quantity(f"{w.upper()} {x}, pair", pair_of(w, x), 1) for w, x in OTHER_SIZES),
    *(Quantity(name, figure("fragmentation", parameter, metric), 1, True)
      for name, parameter, metric in _FRAGMENTED),
]


def of_traces(target):
    """Packing of real programs and what they pay, as recorded with the target's words."""
    bits = WORD_BITS.get(target, 32)
    return [
        *(Quantity(f"packing of {x}, %", figure("trace", f"{x}-{bits}", "packing_percent"), 1, True)
          for x in PROGRAMS),
        *(Quantity(f"pair of {x}, mean", trace_pair(f"{x}-{bits}"), 1) for x in PROGRAMS),
    ]


TIMED = ("w1", "w2", "w5 64")
TIMES = [Quantity("time w1", time_ratio("w1"), 2), Quantity("time w2", time_ratio("w2"), 2),
         Quantity("time w5 64", with_pool(time_ratio("w5 64")), 2)]


def compared_on(target):
    """All in which somebody may be ahead."""
    if target == "host":
        return TIMES
    return [*_BEHIND, *OTHERS, *of_traces(target)]


def reasons():
    """Why somebody is ahead in a quantity: names of paragraphs of the page."""
    return read_pairs(REASONS)


def is_better(quantity, value, other):
    """Whether a value beats another; what is missing beats nothing, and nothing beats it."""
    if value is None or other is None:
        return False
    return value > other if quantity.more_is_better else value < other
