# SPDX-License-Identifier: Apache-2.0
"""Tables of many regions, of the lock, of the host's clock, and of what was quoted."""

import allocators as a
from markdown import MISSING, joined, mean, number, table, without_empty
from quantities import PACKINGS, TIMED, pair_of, time_ratio
from tables import figures_of

COUNTS = ("1", "4", "16", "64")
MANY = [a.POOL, a.POOL_UNCHECKED, a.POOL_64, a.POOL_64_BEST, a.POOL_64_UNCHECKED, a.POOL_64_TABLE,
        a.POOL_IRQ_64, a.RLSF, a.EMBEDDED_TLSF, a.TALC, a.LINKED_LIST, a.BUDDY, a.NEWLIB, a.TLSF, a.ZEPHYR_POOL,
        a.ESP_POOL, a.HEAP_5]


def _mean_and_max(results, target, row, parameter, call):
    key = (target, row.allocator, row.fast, "w5", parameter)
    return joined([mean(results.figure(*key, f"{call}_mean")),
                   number(results.figure(*key, f"{call}_max"))])


def regions(results, target):
    """W5: mean / MAX over the number of regions."""
    rows = [
        [row.label,
         *(_mean_and_max(results, target, row, x, "alloc") for x in COUNTS),
         _mean_and_max(results, target, row, "64", "free"),
         *(_mean_and_max(results, target, row, "64 of 8 attributes", x) for x in ("alloc", "free")),
         number(results.figure(target, row.allocator, row.fast, "owner", "64", "owner_max"))]
        for row in MANY
        if target == a.M3 or not a.is_quoted(row)
    ]
    header = ["allocator", *(f"{x}: alloc" for x in COUNTS), "64: free",
              "64 of 8 attributes: alloc", "free", "owner among 64"]
    return table(header, without_empty(rows))


def lock(results, target):
    """W5 without and with the lock, and the longest section in which interrupts are masked."""
    rows = []
    for row in (a.POOL, a.POOL_IRQ, a.POOL_64, a.POOL_IRQ_64):
        rows.append([row.label, *(figures_of(results, target, row, "w1", "", x)
                                  for x in ("alloc", "free")),
                     *(_mean_and_max(results, target, row, "64", x) for x in ("alloc", "free"))])
    row = a.POOL_MASKED
    rows.append([row.label, *(figures_of(results, target, row, "w1", "", x)
                              for x in ("alloc", "free")),
                 *(_mean_and_max(results, target, row, "64", x) for x in ("alloc", "free"))])
    return table(["build", "W1 alloc", "W1 free", "64 regions: alloc", "64 regions: free"],
                 without_empty(rows))


def masked(results, target):
    """The longest section of each kind of call, and the workload in which it was met."""
    rows = []
    for call in ("alloc", "failed", "free", "aligned", "aligned_failed", "realloc_kept",
                 "realloc_moved", "realloc_failed"):
        row = a.POOL_MASKED
        value, where = results.most(target, row.allocator, row.fast, f"{call}_max")
        rows.append([call.replace("_", ", "), number(value), where or MISSING])
    return table(["call", "longest masked section", "in"], rows)


HOST = [a.HEAP, a.HEAP_UNCHECKED, a.POOL, a.POOL_64, a.POOL_64_UNCHECKED, a.POOL_PTHREAD, a.RLSF,
        a.EMBEDDED_TLSF, a.TALC, a.LINKED_LIST, a.EMBEDDED_LLFF, a.BUDDY, a.GLIBC]


def host_time(results):
    """Wall time of an operation as a ratio to glibc's in the same run."""
    # glibc knows no regions: what it takes for 64 of them is its time for as many blocks.
    rows = [
        [row.label, *(number(time_ratio(x)(results, row, "host"), 2) for x in TIMED),
         mean(pair_of("instructions", "lua-64")(results, row, "host"))]
        for row in HOST
    ]
    return table(["allocator", *(f"{x}, glibc = 1" for x in TIMED), "lua: instructions of a pair"],
                 without_empty(rows))


# What was measured here and quoted as well: the row here, the name there.
TWICE = [(a.NEWLIB, "newlib"), (a.NANO, "newlib-nano"), (a.PICOLIBC, "picolibc"),
         (a.RLSF_STATIC, "rlsf"), (a.RLSF, "rlsf"), (a.TALC, "talc")]
COMPARED = [(w, f"{c}_mean", f"{w.upper()} {c}, mean") for w in ("w1", "w2")
            for c in ("alloc", "free")]


def _compared(here, quoted):
    if here is None or quoted is None:
        return MISSING
    return f"{mean(here)} / {number(quoted)} ({100 * (here - quoted) / quoted:+.1f} %)"


def reproduced(results):
    """Means measured here / quoted, and the difference."""
    rows = []
    for row, name in TWICE:
        cells = []
        for workload, metric, _ in COMPARED:
            cells.append(_compared(
                results.figure(a.M3, row.allocator, row.fast, workload, "", metric),
                results.figure(a.M3, name, "quoted", workload, "", metric)))
        rows.append([row.label, *cells])
    return table(["allocator", *(x[2] for x in COMPARED)], without_empty(rows))


def reproduced_packing(results):
    """Packing measured here / quoted."""
    rows = []
    for row, name in TWICE:
        cells = []
        for parameter in PACKINGS:
            key = ("packing", parameter, "packing_percent")
            here = results.figure(a.M3, row.allocator, row.fast, *key)
            quoted = results.figure(a.M3, name, "quoted", *key)
            cells.append(joined([number(here, 1), number(quoted, 1)]) if here and quoted
                         else MISSING)
        rows.append([row.label, *cells])
    return table(["allocator", *PACKINGS], without_empty(rows))


PARTS = "parts"


def _parts_of(results, call, metric):
    """What benches/charts/parts.py calls the parts of a call, in the order of its lines."""
    lines = results.of_build.get((a.M3, a.HEAP.allocator, a.HEAP.fast), [])
    return [key[1] for key, _ in lines
            if key[0] == PARTS and key[2] == metric and key[1].startswith(call)]


def _part(results, name, metric):
    """In how many calls a part is met, what it takes by default and unchecked."""
    share, *found = (results.figure(a.M3, row.allocator, row.fast, PARTS, name, x)
                     for row, x in ((a.HEAP, "calls_percent"), (a.HEAP, metric),
                                    (a.HEAP_UNCHECKED, metric)))
    return share, found


def parts(results, call):
    """What a call of W1 spends its instructions on, by default and unchecked."""
    rows = []
    sums = [0.0, 0.0]
    for name in _parts_of(results, call, "part_mean"):
        share, found = _part(results, name, "part_mean")
        sums = [x + (y or 0) for x, y in zip(sums, found)]
        rows.append([name.partition(": ")[2], number(share), *map(mean, found)])
    if rows:
        rows.append(["**together**", "", *(f"**{mean(x)}**" for x in sums)])
    return table([call, "calls in 100", "instructions, mean", "unchecked"], rows)


def paths(results):
    """What the calls of W1 take that go the same way."""
    rows = []
    for call in ("alloc", "free"):
        for name in _parts_of(results, call, "path_mean"):
            share, found = _part(results, name, "path_mean")
            rows.append([name.replace(" ", ", ", 1), number(share), *map(mean, found)])
    return table(["call", "calls in 100", "instructions, mean", "unchecked"], rows)
