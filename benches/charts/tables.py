# SPDX-License-Identifier: Apache-2.0
"""Tables of the workloads: one row an allocator."""

import allocators as a
from markdown import MISSING, joined, mean, number, table, without_empty
from quantities import (OTHER_SIZES, PACKINGS, PROGRAMS, most, pair_mean, pair_of, trace_pair)

KINDS = ("alloc", "free", "failed", "aligned", "realloc_kept", "realloc_failed")


def figures_of(results, target, row, workload, parameter, call):
    """mean / p99 / MAX of a kind of call."""
    values = [
        results.figure(target, row.allocator, row.fast, workload, parameter, f"{call}_{x}")
        for x in ("mean", "p99", "max")
    ]
    return joined([mean(values[0]), number(values[1]), number(values[2])])


def bare(row):
    """The label without marks."""
    return row.label.replace("*", "")


def _rows(target, rows):
    return [x for x in rows if target == a.M3 or not a.is_quoted(x)]


SPEED_AND_SIZE = ["allocator", *PROGRAMS, "W1", "MAX alloc / free", "packing %",
                  "text -O2 / -Os", "RAM"]


def _speed_and_size(results, row):
    """A row: real programs first, then what a program with it carries."""
    pairs = [mean(trace_pair(f"{x}-32")(results, row)) for x in PROGRAMS]
    packed = [results.figure(a.M3, row.allocator, row.fast, "trace", f"{x}-32", "packing_percent")
              for x in PROGRAMS]
    longest = joined(number(most(f"{call}_max")(results, row)) for call in ("alloc", "free"))
    if a.is_quoted(row) and longest != MISSING:
        longest += " (fewer)"
    size = [[results.figure(a.M3, row.allocator, options, "size", x, "text_bytes")
             for x in ("alloc free init", "alloc free")] for options in (row.fast, row.small)]
    texts = [number(full) if full is not None or alone is None else f"{alone} (no init)"
             for full, alone in size]
    ram = [results.figure(a.M3, row.allocator, row.small, "size", x, "ram_bytes")
           for x in ("alloc free init", "alloc free")]
    return [row.label, *pairs, mean(pair_mean(results, row)), longest,
            number(None if None in packed else min(packed), 1),
            texts[0] if texts[0] == texts[1] else joined(texts),
            number(next((x for x in ram if x is not None), None))]


def speed_and_size(results):
    """What users look at first: real programs, W1, the longest call, code and RAM."""
    rows = [a.HEAP, a.HEAP_UNCHECKED, a.POOL, a.POOL_UNCHECKED, *a.BOUNDED, *a.UNBOUNDED[:-1],
            *a.QUOTED]
    return table(SPEED_AND_SIZE, without_empty([_speed_and_size(results, x) for x in rows]))


def summary(results):
    """The same for the README: the builds of this library and a few peers."""
    rows = [a.HEAP, a.HEAP_UNCHECKED, a.POOL, a.POOL_UNCHECKED, a.RLSF, a.TALC, a.NEWLIB, a.TLSF]
    return table(SPEED_AND_SIZE, without_empty([_speed_and_size(results, x) for x in rows]))


def steady(results, target):
    """W1, W2, W3, and what a pair costs, for size also with one format of metadata."""
    header = ["allocator", "W1 alloc", "W1 free", "W2 alloc", "W2 free", "W3 alloc", "W3 free",
              "W1 pair, for speed", "for size"]
    rows = []
    only_small = (a.HEAP_NARROW, a.HEAP_NARROW_UNCHECKED)
    for row in _rows(target, [a.HEAP, a.HEAP_FAST, *only_small, *a.ALL[1:], a.POOL_FAST]):
        cells = [
            figures_of(results, target, row, workload, "", call)
            for workload in ("w1", "w2", "w3")
            for call in ("alloc", "free")
        ]
        if row in only_small:
            cells = [MISSING] * (len(cells) + 1)
        else:
            cells.append(mean(pair_mean(results, row, target)))
        cells.append(mean(pair_mean(results, row, target, True)))
        rows.append([row.label, *cells])
    return table(header, without_empty(rows))


def other_sizes(results, target):
    """W6 and W7: the mean of a pair, and the longest calls."""
    rows = []
    for row in _rows(target, a.ALL):
        cells = []
        for which in OTHER_SIZES:
            longest = [results.figure(target, row.allocator, row.fast, *which, f"{x}_max")
                       for x in ("alloc", "free")]
            pair = pair_of(*which)(results, row, target)
            cells.append(joined([mean(pair), *map(number, longest)]))
        rows.append([row.label, *cells])
    names = [f"{x}: pair / MAX alloc / MAX free" for _, x in OTHER_SIZES]
    return table(["allocator", *names], without_empty(rows))


def maxima(results, target):
    """The largest of each kind of call, in narrow regions over all workloads, and in wide ones."""
    header = ["allocator", *(f"{x.replace('_', ', ')} MAX" for x in KINDS), "wide: alloc", "free",
              "over"]
    rows = []
    for row in _rows(target, a.ALL):
        cells = [number(most(f"{call}_max")(results, row, target)) for call in KINDS]
        cells += [number(most(f"{call}_max", True)(results, row, target))
                  for call in ("alloc", "free")]
        if any(x != MISSING for x in cells):
            scope = results.parameters(target, row.allocator, row.fast, "all", "alloc_max")
            rows.append([row.label, *cells, "/".join(scope) or "all"])
    return table(header, rows)


def packing(results, target):
    """Packing in percent."""
    rows = []
    for row in _rows(target, [*a.ALL, a.IDEAL, a.IDEAL_BINS]):
        rows.append([row.label, *(
            number(results.figure(target, row.allocator, row.fast, "packing", x,
                                  "packing_percent"), 1)
            for x in PACKINGS
        )])
        aligned = [
            number(results.figure(target, row.allocator, "quoted 8-aligned", "packing", x,
                                  "packing_percent"), 1)
            for x in PACKINGS
        ]
        if a.is_quoted(row):
            rows.append([row.label + ", every pointer 8-aligned", *aligned])
    return table(["allocator", *PACKINGS], without_empty(rows))


def occupancy(results, target):
    """Failures per 1000 allocations."""
    percents = ["70", "75", "80", "85", "90", "95"]
    rows = [
        [row.label, *(
            number(results.figure(target, row.allocator, row.fast, "occupancy", x,
                                  "failures_per_1000"), 1)
            for x in percents
        )]
        for row in _rows(target, [*a.ALL, a.HEAP_FLOOR, a.BEST_FIT_ALL])
    ]
    return table(["allocator", *(f"{x} % live" for x in percents)], without_empty(rows))


def fragmentation(results, target):
    """Percent of the holes that are used again."""
    tests = [
        ("same sizes behind walls", "refilled_percent", "same sizes behind walls: refilled"),
        ("every other freed; ask for 1024", "used_again_percent", "every other freed: 1024 B"),
        ("every other freed; ask for 16", "used_again_percent", "every other freed: 16 B"),
    ]
    rows = [
        [row.label, *(
            number(results.figure(target, row.allocator, row.fast, "fragmentation", parameter,
                                  metric), 1)
            for parameter, metric, _ in tests
        )]
        for row in _rows(target, [*a.ALL, a.HEAP_FLOOR, a.BEST_FIT_ALL])
    ]
    return table(["allocator", *(x[2] for x in tests)], without_empty(rows))


def trace_names(results, target):
    """The traces that a target has, with their word size."""
    found = results.parameters(target, a.HEAP.allocator, a.HEAP.fast, "trace", "peak_bytes")
    return [x for p in PROGRAMS for x in sorted(found) if x.startswith(p + "-")]


def traces(results, target):
    """Packing of real programs, and what an allocation and a free cost in a roomy region."""
    names = trace_names(results, target)
    header = ["allocator", *(f"{x}: packing %" for x in names),
              *(f"{x}: alloc + free" for x in names)]
    rows = []
    for row in _rows(target, a.ALL):
        key = (target, row.allocator, row.fast, "trace")
        cells = [number(results.figure(*key, x, "packing_percent"), 1) for x in names]
        for name in names:
            parts = [results.figure(*key, name + " roomy", f"{x}_mean") for x in ("alloc", "free")]
            cells.append(MISSING if None in parts else mean(sum(parts)))
        rows.append([row.label, *cells])
    return table(header, without_empty(rows))


def realloc(results, target):
    """Means of what stays and of what moves, for each pattern."""
    patterns = ("double", "append", "cut", "anything")
    rows = []
    for row in _rows(target, a.ALL):
        cells = []
        for pattern in patterns:
            key = (target, row.allocator, row.fast, "realloc", pattern)
            kept = results.figure(*key, "realloc_kept_calls") or 0
            moved = results.figure(*key, "realloc_moved_calls") or 0
            share = 100 * kept / (kept + moved) if kept + moved else None
            cells.append(joined([number(share), mean(results.figure(*key, "realloc_kept_mean")),
                                 mean(results.figure(*key, "realloc_moved_mean"))]))
        rows.append([row.label, *cells])
    return table(["allocator", *(f"{x}: % kept / kept / moved" for x in patterns)],
                 without_empty(rows))


def aligned(results, target):
    """Aligned allocations: roomy and crowded."""
    rows = [
        [row.label, *(figures_of(results, target, row, "aligned", percent, call)
                      for percent in ("60", "85") for call in ("aligned", "free"))]
        for row in _rows(target, a.ALL)
    ]
    return table(["allocator", "60 % live: aligned alloc", "free", "85 % live: aligned alloc",
                  "free"], without_empty(rows))


def usable(results, target):
    """The largest block of a region, by the region's size."""
    sizes = ("64", "128", "256", "512", "1024", "2048", "4096", "16384", "65536", "262144")
    rows = [
        [row.label, *(number(results.figure(target, row.allocator, row.fast, "usable", x,
                                            "usable_bytes")) for x in sizes)]
        for row in _rows(target, a.ALL)
    ]
    return table(["allocator", *sizes], without_empty(rows))


def init_and_stack(results, target):
    """Instructions to make a region ready; bytes of stack."""
    sizes = ("1024", "4096", "16384", "65536", "262144")
    rows = []
    for row in _rows(target, a.ALL):
        key = (target, row.allocator, row.fast)
        cells = [number(results.figure(*key, "init", x, "init")) for x in sizes]
        cells += [number(results.figure(*key, "stack", "1 x 65536", f"{x}_max"))
                  for x in ("alloc", "free", "aligned", "realloc_moved")]
        rows.append([row.label, *cells])
    return table(["allocator", *(f"init {x}" for x in sizes), "stack: alloc", "free", "aligned",
                  "realloc"], without_empty(rows))


def sizes(results):
    """Code and static data, of what a program calls."""
    calls = ["alloc free", "alloc free init", "alloc free init aligned_alloc",
             "alloc free init realloc", "alloc free init aligned_alloc realloc", "all"]
    rows = []
    narrow = [a.HEAP_NARROW, a.HEAP_NARROW_UNCHECKED, a.POOL_NARROW, a.POOL_NARROW_UNCHECKED,
              a.POOL_SMALLEST]
    for row in [*narrow, a.HEAP_FAST, a.POOL_FAST, *a.ALL, a.ZEPHYR_POOL]:
        for options in dict.fromkeys((row.small, row.fast)):
            key = (a.M3, row.allocator, options, "size")
            cells = [number(results.figure(*key, x, "text_bytes")) for x in calls]
            ram = [results.figure(*key, x, "ram_bytes") for x in calls]
            cells.append(number(max((x for x in ram if x is not None), default=None)))
            rows.append([row.label, options.replace("quoted ", ""), *cells])
    return table(["allocator", "options", *calls, "RAM"], without_empty(rows, 2), 2)


def rust_sizes(results):
    """The smallest useful firmware in Rust: its image, section by section."""
    parts = ("text", "data", "bss")
    rows = []
    for row in [a.FIRMWARE, a.FIRMWARE_COMPACT, a.FIRMWARE_SMALL, a.FIRMWARE_TRIMMED,
                a.FIRMWARE_TRIMMED_COMPACT, a.EMBEDDED_TLSF, a.TALC]:
        key = (a.M3, row.allocator, row.small, "size", "firmware")
        values = [results.figure(*key, f"{x}_bytes") for x in parts]
        total = None if None in values else sum(values)
        rows.append([row.label, *(number(x) for x in [*values, total])])
    return table(["allocator", *parts, "all"], without_empty(rows))
