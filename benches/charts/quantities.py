# SPDX-License-Identifier: Apache-2.0
"""The quantities for which the library has an aim: how each is found for any allocator."""

import pathlib
from typing import Callable, NamedTuple

from allocators import GLIBC, M3, POOL_64, POOL_64_UNCHECKED, is_quoted
from results import read_pairs

AIMS = pathlib.Path(__file__).parent / "aims.csv"
REASONS = pathlib.Path(__file__).parent / "reasons.csv"


class Quantity(NamedTuple):
    """Part of a row of the table."""

    aim: str  # its name in aims.csv
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


def most(metric):
    """
    The largest over all workloads but the traces, whose regions are larger and partly need 32-bit
    metadata; those have a column of their own.
    """
    return lambda results, row, target=M3: results.most(
        target, row.allocator, row.fast, metric, without=("trace",)
    )[0]


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

# The rows of the table: a title and its parts. Those in MANY are about many regions.
MANY = ("64 regions of one attribute, alloc, mean / MAX",
        "owner of an address among 64 regions, MAX",
        "code for size: alloc, free, init / all of the pool, B")
GOALS = [
    ("W1 alloc, mean / MAX over all workloads", [
        Quantity("w1 alloc mean", figure("w1", "", "alloc_mean"), 1),
        Quantity("alloc max", most("alloc_max")),
    ]),
    ("W1 free, mean / MAX over all workloads", [
        Quantity("w1 free mean", figure("w1", "", "free_mean"), 1),
        Quantity("free max", most("free_max")),
    ]),
    ("W1 pair, mean, for speed / for size", [
        Quantity("w1 pair mean", pair_mean, 1),
        Quantity("w1 pair mean small", lambda r, row, target=M3: pair_mean(r, row, target, True), 1),
    ]),
    ("failed alloc, MAX", [Quantity("failed max", most("failed_max"))]),
    ("aligned alloc (8..64), MAX", [Quantity("aligned max", most("aligned_max"))]),
    ("64 regions of one attribute, alloc, mean / MAX", [
        Quantity("w5 64 alloc mean", with_pool(figure("w5", "64", "alloc_mean")), 1),
        Quantity("w5 64 alloc max", with_pool(figure("w5", "64", "alloc_max"))),
    ]),
    ("owner of an address among 64 regions, MAX", [
        Quantity("owner 64 max", with_pool(figure("owner", "64", "owner_max"))),
    ]),
    ("packing %: 16..512 in 64K / log in 256K / 4..64 in 16K / packets in 64K", [
        Quantity(f"packing {x}", packing(x), 1, True) for x in PACKINGS[:4]
    ]),
    ("failures per 1000 at 85 % live", [
        Quantity("failures at 85", figure("occupancy", "85", "failures_per_1000"), 1),
    ]),
    ("usable bytes of 4 KiB", [
        Quantity("usable 4096", figure("usable", "4096", "usable_bytes"), 0, True),
    ]),
    ("code for size: alloc, free, init / all of the pool, B", [
        Quantity("text heap", figure("size", "alloc free init", "text_bytes", True)),
        Quantity("text all", _text_of_all),
    ]),
    ("init of 64 KiB, instructions / stack, B", [
        Quantity("init 65536", figure("init", "65536", "init")),
        Quantity("stack", stack),
    ]),
]


def _named(title, workload, parameter, metric, digits=1, more_is_better=False):
    return title, [Quantity(title, figure(workload, parameter, metric), digits, more_is_better)]


def _trace_pair(program):
    """An allocation and a free of a program on average, in a roomy region."""

    def of(results, row, target=M3):
        parts = [
            results.figure(target, row.allocator, row.fast, "trace", f"{program} roomy",
                           f"{x}_mean")
            for x in ("alloc", "free")
        ]
        return None if None in parts else sum(parts)

    return of


def time_ratio(name):
    """Wall time of an operation on the host over that of glibc in the same run."""
    of_time = figure("time", name, "ns_per_operation")

    def of(results, row, target):
        mine, other = of_time(results, row, target), of_time(results, GLIBC, target)
        return mine / other if mine and other else None

    return of


PROGRAMS = ("lua", "sqlite", "jq", "mosquitto")
WORD_BITS = {"virt-a53": 64}

# What has no aim, but somebody may be ahead in it.
_FRAGMENTED = [
    ("same sizes behind walls, refilled %", "same sizes behind walls", "refilled_percent"),
    ("holes used again for 16 B, %", "every other freed; ask for 16", "used_again_percent"),
    ("holes used again for 1024 B, %", "every other freed; ask for 1024", "used_again_percent"),
]
OTHERS = [
    *(Quantity(f"{w.upper()} {c}, mean", figure(w, "", f"{c}_mean"), 1)
      for w in ("w2", "w3") for c in ("alloc", "free")),
    Quantity("packing 16..512 in 8K", packing("16..512 in 8K"), 1, True),
    *(Quantity(f"failures at {x}", figure("occupancy", x, "failures_per_1000"), 1)
      for x in ("75", "80", "90", "95")),
    *(Quantity(f"usable {x}", figure("usable", x, "usable_bytes"), 0, True)
      for x in ("1024", "65536")),
    *(Quantity(name, figure("fragmentation", parameter, metric), 1, True)
      for name, parameter, metric in _FRAGMENTED),
]


def of_traces(target):
    """Packing of real programs and what they pay, as recorded with the target's words."""
    bits = WORD_BITS.get(target, 32)
    return [
        *(Quantity(f"packing of {x}, %", figure("trace", f"{x}-{bits}", "packing_percent"), 1, True)
          for x in PROGRAMS),
        *(Quantity(f"pair of {x}, mean", _trace_pair(f"{x}-{bits}"), 1) for x in PROGRAMS),
    ]


TIMED = ("w1", "w2", "w5 64")
TIMES = [Quantity("time w1", time_ratio("w1"), 2), Quantity("time w2", time_ratio("w2"), 2),
         Quantity("time w5 64", with_pool(time_ratio("w5 64")), 2)]


def compared_on(target):
    """All in which somebody may be ahead."""
    if target == "host":
        return TIMES
    return [*(part for _, parts in GOALS for part in parts), *OTHERS, *of_traces(target)]


def aims():
    """The number for each quantity."""
    return {key: float(value) for key, value in read_pairs(AIMS).items()}


def reasons():
    """Why somebody is ahead in a quantity: names of paragraphs of the page."""
    return read_pairs(REASONS)


def is_better(quantity, value, other):
    """Whether a value beats another; no value beats nothing."""
    if value is None or other is None:
        return False
    return value > other if quantity.more_is_better else value < other
