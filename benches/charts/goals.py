# SPDX-License-Identifier: Apache-2.0
"""What the library aims at, beside what was measured; and where somebody else is ahead."""

import csv
import pathlib
from typing import Callable, NamedTuple

import allocators as a
from markdown import MISSING, joined, number, table
from quantities import (PACKINGS, PROGRAMS, compared_on, figure, is_better, most, packing,
                        pair_mean, pair_of, reasons, trace_pair)

AIMS = pathlib.Path(__file__).parent / "aims.csv"
# What a row says for which benches/charts/reasons.csv has no line.
NO_REASON = "**not explained**"
POOLS = [a.ZEPHYR_POOL, a.ESP_POOL, a.HEAP_5]
# How many reasons a row names.
MOST_REASONS = 3


class Part(NamedTuple):
    """A figure of a row: its name in aims.csv, of which build, and how it is found for any."""

    name: str
    row: a.Row
    of: Callable
    digits: int = 0
    more_is_better: bool = False
    target: str = a.M3
    words: tuple = ()  # what is written for 0 and for 1

    def text(self, value):
        """A value as it is written."""
        if value is None or not self.words:
            return number(value, self.digits)
        return self.words[int(value)]


class Goal(NamedTuple):
    """A row of the table, with the peers that it is compared with."""

    title: str
    parts: list
    peers: tuple = (*a.BOUNDED, *a.UNBOUNDED, *a.QUOTED)
    of_all_workloads: bool = False  # which are fewer for what is quoted


def aims():
    """At least, and the aim, for each quantity."""
    with AIMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(x for x in file if not x.startswith("#")))
    return {row[0]: row[1:] for row in rows[1:]}


def _traces(row, suffix):
    return [Part(f"{x} pair{suffix}", row, trace_pair(f"{x}-32"), 1) for x in PROGRAMS]


def _max_of(wide, name):
    return [Part(f"{call} max {name}", a.HEAP, most(f"{call}_max", wide))
            for call in ("alloc", "free")]


def _of_64(name, row, parameter):
    return [Part(f"{name} {call} {metric}", row, figure("w5", parameter, f"{call}_{metric}"),
                 1 if metric == "mean" else 0)
            for call in ("alloc", "free") for metric in ("mean", "max")]


def _aligned_max(results, row, target=a.M3):
    """The largest of both occupancies."""
    found = [figure("aligned", x, "aligned_max")(results, row, target) for x in ("60", "85")]
    return None if None in found else max(found)


def _text(parameter, metric="text_bytes", of_small=True):
    return figure("size", parameter, metric, of_small)


def _box(results, row, _target):
    """A new box and its drop: tests/rust/firmware.sh overhead."""
    if row.kind != "ours":
        return results.figure(a.M3, row.allocator, "quoted", "rust", "opt s", "box_pair")
    path = results.folder / "rust-overhead.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(x for x in file if not x.startswith("#"))
        return sum(int(x["rust"]) for x in rows
                   if (x["opt_level"], x["heap"], x["box"]) == ("s", "without holes", "alloc"))


EMBEDDED_TLSF_QUOTED = a.EMBEDDED_TLSF._replace(fast="quoted", label="*embedded-alloc (TLSF)*",
                                                allocator="embedded-alloc (TLSF)")
_INIT = "alloc free init"
_INIT_FOR_SIZE = _text(_INIT)
_TEXT_OF_FIRMWARE = _text("firmware")
GOALS = [
    Goal("real programs, pair: lua / sqlite / jq / mosquitto", _traces(a.HEAP, "")),
    Goal("the same, unchecked", _traces(a.HEAP_UNCHECKED, " unchecked")),
    Goal("16..4095 B log-uniform in 1 MiB, pair",
         [Part("w7 log pair", a.HEAP, pair_of("w7", "log 16..4095"), 1)]),
    Goal("W1 pair, checked / unchecked",
         [Part("w1 pair", a.HEAP, pair_mean, 1),
          Part("w1 pair unchecked", a.HEAP_UNCHECKED, pair_mean, 1)]),
    Goal("MAX of alloc / free, narrow", _max_of(False, "narrow"), of_all_workloads=True),
    Goal("MAX of alloc / free, wide", _max_of(True, "wide"), of_all_workloads=True),
    Goal("pool of one region: alloc / free",
         [Part("pool alloc", a.POOL, figure("w1", "", "alloc_mean"), 1),
          Part("pool free", a.POOL, figure("w1", "", "free_mean"), 1)]),
    Goal("64 regions, first fit: alloc mean / MAX / free mean / MAX",
         _of_64("first 64", a.POOL_64, "64"), (*a.BOUNDED, *a.UNBOUNDED, a.TLSF, *POOLS)),
    Goal("64 regions, best fit: the same",
         _of_64("best 64", a.POOL_64_BEST, "64"), (*a.BOUNDED, *a.UNBOUNDED, a.TLSF, *POOLS)),
    Goal("64 regions of 8 attributes, best fit: the same",
         _of_64("best 64 of 8", a.POOL_64_BEST, "64 of 8 attributes")),
    Goal("pool, aligned alloc 8..64: mean / MAX / stack",
         [Part("pool aligned mean", a.POOL, figure("aligned", "60", "aligned_mean"), 1),
          Part("pool aligned max", a.POOL, _aligned_max),
          Part("pool aligned stack", a.POOL, figure("stack", "1 x 65536", "aligned_max"))]),
    Goal("packing %: 16..512 / log / 4..64 / packets",
         [Part(f"packing {name}", a.HEAP, packing(x), 1, True)
          for name, x in zip(("16..512", "log", "4..64", "packets"), PACKINGS)]),
    Goal("failures per 1000 at 85 % live",
         [Part("failures at 85", a.HEAP, figure("occupancy", "85", "failures_per_1000"), 1)]),
    Goal("usable bytes of 4 KiB",
         [Part("usable 4096", a.HEAP, figure("usable", "4096", "usable_bytes"), 0, True)]),
    Goal("128 B of region: 64 B, cut to 32, and 32 more",
         [Part("128 cut", a.HEAP, figure("usable", "128 cut", "is_served"), 0, True,
               words=("refused", "served"))]),
    Goal("largest block of 256 / 512 / 2048 B of region",
         [Part(f"usable {x}", a.HEAP, figure("usable", f"{x} alone", "usable_bytes"), 0, True)
          for x in ("256", "512", "2048")]),
    Goal("text -Os, heap: alloc, free, init, default / smallest",
         [Part("text heap", a.HEAP, _INIT_FOR_SIZE),
          Part("text heap smallest", a.HEAP_NARROW_UNCHECKED, _INIT_FOR_SIZE)]),
    Goal("text -Os, pool: all, default / alloc, free, init, add, smallest",
         [Part("text pool", a.POOL, _text("all")),
          Part("text pool smallest", a.POOL_SMALLEST, _INIT_FOR_SIZE)], (a.ZEPHYR_POOL,)),
    Goal("text -O2, pool: all, default / its RAM",
         [Part("text pool for speed", a.POOL, _text("all", of_small=False)),
          Part("ram pool", a.POOL, _text("all", "ram_bytes"))], ()),
    Goal("host, lua: a pair with the pthread lock",
         [Part("host lua pair", a.POOL_PTHREAD, pair_of("instructions", "lua-64"), 1,
               target="host")],
         (a.GLIBC,)),
    Goal("Rust, opt-level s: `Box`, new and drop",
         [Part("rust box", a.POOL, _box)], (EMBEDDED_TLSF_QUOTED,)),
    Goal("Rust, opt-level s: text of the smallest firmware, default / trimmed",
         [Part("rust firmware", a.FIRMWARE, _TEXT_OF_FIRMWARE),
          Part("rust firmware trimmed", a.FIRMWARE_TRIMMED_COMPACT, _TEXT_OF_FIRMWARE)],
         (a.EMBEDDED_TLSF, a.TALC)),
]


def _values(results, parts, row=None):
    return [part.of(results, row or part.row, part.target) for part in parts]


def _cell(parts, values):
    return joined(part.text(value) for part, value in zip(parts, values))


def _written(parts, texts):
    """Aims as they stand in the file, or in words."""
    return " / ".join(part.words[int(x)] if part.words else x for part, x in zip(parts, texts))


def _missed(parts, values, limits):
    """The parts that were measured and are not as good as they should be."""
    return [part for part, value, limit in zip(parts, values, limits)
            if is_better(part, float(limit), value)]


def _distinct(parts):
    """One of those that ask the same of any peer."""
    found = []
    for part in parts:
        if part.of not in [x.of for x in found]:
            found.append(part)
    return found


def _rank(parts, values):
    """What orders peers: those with all figures first, then the better ones."""
    known = [-value if part.more_is_better else value
             for part, value in zip(parts, values) if value is not None]
    return len(parts) - len(known), sum(known)


def _best(results, parts, rows):
    """The best of some peers, as text; "" if none has a figure."""
    found = [(row, _values(results, parts, row)) for row in rows]
    found = [(row, values) for row, values in found if any(x is not None for x in values)]
    if not found:
        return ""
    row, values = min(found, key=lambda x: _rank(parts, x[1]))
    return f"{row.label} {_cell(parts, values)}"


def _rivals(results, goal):
    """Of the bounded peers, the others and the quoted ones the best each."""
    parts = _distinct(goal.parts)
    here = [x for x in goal.peers if not a.is_quoted(x)]
    quoted = _best(results, parts, [x for x in goal.peers if a.is_quoted(x)])
    if quoted and goal.of_all_workloads:
        quoted += " (fewer)"
    found = [_best(results, parts, [x for x in here if x.kind == "bounded"]),
             _best(results, parts, [x for x in here if x.kind != "bounded"]), quoted]
    return "; ".join(filter(None, found)) or MISSING


def _reasons(parts):
    """Names of paragraphs, those of all parts together."""
    why = reasons()
    if any(part.name not in why for part in parts):
        return NO_REASON
    words = [x.strip() for part in parts for x in why[part.name].split(",")]
    return ", ".join(list(dict.fromkeys(words))[:MOST_REASONS])


def _met(values, below_least, below_aim):
    """What a row reaches; with several figures, how many of them are good enough."""
    if all(x is None for x in values):
        return MISSING
    if not below_aim:
        return "aim"
    if not below_least:
        return "at least"
    good = len(values) - len(below_least)
    return f"{good} of {len(values)}" if good else "no"


def _row(results, goal, limits):
    values = _values(results, goal.parts)
    at_least, aim = ([limits[part.name][i] for part in goal.parts] for i in (0, 1))
    missed = [_missed(goal.parts, values, x) for x in (at_least, aim)]
    return [goal.title, _written(goal.parts, at_least), _written(goal.parts, aim),
            f"**{_cell(goal.parts, values)}**", _met(values, *missed), _rivals(results, goal),
            _reasons(missed[1]) if missed[1] else ""]


def goals(results):
    """The table of aims."""
    limits = aims()
    header = ["quantity", "at least", "aim", "measured", "met", "best rivals", "why not"]
    return table(header, [_row(results, goal, limits) for goal in GOALS])


def tally(results):
    """How many of the figures of that table reach what, in a sentence."""
    limits = aims()
    parts = [part for goal in GOALS for part in goal.parts]
    values = _values(results, parts)
    measured = sum(x is not None for x in values)
    counts = [measured - len(_missed(parts, values, [limits[x.name][i] for x in parts]))
              for i in (0, 1)]
    return (f"Of {measured} figures {counts[0]} are as good as *at least*, {counts[1]} as good as "
            f"the *aim*; {len(parts) - measured} are not measured.")


def behind(results, target):
    """
    Every quantity in which another allocator has a better figure than ours by default, and the
    names of the paragraphs that say why.
    """
    why = reasons()
    peers = [*a.BOUNDED, *a.UNBOUNDED, *a.QUOTED, *POOLS]
    rows = []
    for part in compared_on(target):
        ours = part.of(results, a.HEAP, target)
        ahead = [
            f"{row.label} {number(part.of(results, row, target), part.digits)}"
            for row in peers
            if is_better(part, part.of(results, row, target), ours)
        ]
        if ahead:
            rows.append([part.name, number(ours, part.digits),
                         number(part.of(results, a.HEAP_UNCHECKED, target), part.digits),
                         "; ".join(ahead), why.get(part.name, NO_REASON)])
    return table(["quantity", "ours", "unchecked", "ahead of it", "why"], rows)


_MEMORY = ("packing", "failures", "usable", "same sizes", "holes")
_SIZE = ("text", "init", "stack")
_GROUPS = ("speed", "memory", "size, init and stack")


def _group(name):
    """Which kind of quantity it is."""
    return _GROUPS[1 if name.startswith(_MEMORY) else 2 if name.startswith(_SIZE) else 0]


def standing(results):
    """For each peer in how many quantities it is ahead of ours, of those that both have."""
    rows = []
    for row in [*a.BOUNDED, *a.UNBOUNDED, *a.QUOTED]:
        ahead, known = dict.fromkeys(_GROUPS, 0), dict.fromkeys(_GROUPS, 0)
        for part in compared_on(a.M3):
            value, ours = part.of(results, row, a.M3), part.of(results, a.HEAP, a.M3)
            if value is not None and ours is not None:
                known[_group(part.name)] += 1
                ahead[_group(part.name)] += is_better(part, value, ours)
        if any(known.values()):
            rows.append([row.label, {"bounded": "yes"}.get(row.kind, "no"),
                         *(f"{ahead[x]} of {known[x]}" if known[x] else MISSING for x in _GROUPS)])
    return table(["peer", "bounded", *(f"ahead in {x}" for x in _GROUPS)], rows)
