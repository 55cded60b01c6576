# SPDX-License-Identifier: Apache-2.0
"""The quantities for which the library has an aim: how each is found for any allocator."""

import pathlib
from typing import Callable, NamedTuple

from allocators import M3, POOL_64, is_quoted
from results import read_pairs

AIMS = pathlib.Path(__file__).parent / "aims.csv"


class Quantity(NamedTuple):
    """Part of a row of the table."""

    aim: str  # its name in aims.csv
    of: Callable  # of the results and a row
    digits: int = 0
    more_is_better: bool = False


def figure(workload, parameter, metric, of_small=False):
    """A figure as it stands."""

    def of(results, row):
        options = row.small if of_small else row.fast
        return results.figure(M3, row.allocator, options, workload, parameter, metric)

    return of


def pair_mean(results, row, of_small=False, target=M3):
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
    The largest over all workloads but the traces, whose regions are larger than 16-bit metadata
    can describe; those have a column of their own.
    """
    return lambda results, row: results.most(
        M3, row.allocator, row.fast, metric, without=("trace",)
    )[0]


def stack(results, row):
    """The deeper one of alloc and free."""
    found = [
        results.figure(M3, row.allocator, row.fast, "stack", "1 x 65536", f"{x}_max")
        for x in ("alloc", "free")
    ]
    return None if None in found else max(found)


def with_pool(of):
    """A quantity that a heap has only as part of the pool."""

    def of_pool(results, row):
        if row.kind == "ours":
            unchecked = "unchecked" in row.fast
            return None if unchecked else of(results, POOL_64)
        return of(results, row)

    return of_pool


def _text_of_all(results, row):
    """A whole program's code: with us the pool's functions."""
    if row.kind != "ours":
        return results.figure(M3, row.allocator, row.small, "size", "all", "text_bytes")
    return results.figure(M3, "pool", row.small, "size", "all", "text_bytes")


def packing(name):
    """Packing in one of its workloads; quoted peers as they are when all pointers are aligned."""

    def of(results, row):
        key = (M3, row.allocator)
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
        Quantity("w1 pair mean small", lambda r, row: pair_mean(r, row, True), 1),
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


# What has no aim, but somebody may be ahead in it.
OTHERS = [
    *(_named(f"{w.upper()} {c}, mean", w, "", f"{c}_mean")
      for w in ("w2", "w3") for c in ("alloc", "free")),
    ("packing 16..512 in 8K, %", [Quantity("", packing("16..512 in 8K"), 1, True)]),
    _named("same sizes behind walls, refilled %", "fragmentation", "same sizes behind walls",
           "refilled_percent", 1, True),
    _named("holes used again for 16 B, %", "fragmentation", "every other freed; ask for 16",
           "used_again_percent", 1, True),
    *(_named(f"packing of {x}, %", "trace", f"{x}-32", "packing_percent", 1, True)
      for x in ("lua", "sqlite", "jq", "mosquitto")),
]


def aims():
    """The number for each quantity."""
    return read_pairs(AIMS)


def is_better(quantity, value, other):
    """Whether a value beats another; no value beats nothing."""
    if value is None or other is None:
        return False
    return value > other if quantity.more_is_better else value < other
