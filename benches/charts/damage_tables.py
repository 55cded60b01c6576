# SPDX-License-Identifier: Apache-2.0
"""Tables of the damage fuzzer, from benches/results/damage.csv."""

import csv

from markdown import MISSING, number, table

FORMATS = ("narrow", "wide")
OUTCOMES = ("trials", "at once", "later", "silent", "harmful")

WAYS = {"1-bit": "1 bit", "2-bits": "2 bits", "3-bits": "3 bits", "byte": "one byte", "word": "any word"}
HEADERS = {"live": "header of a live block", "free": "header of a free block", "end": "end marker"}
SURE = [f"{x}-{way}" for x in HEADERS for way in ("1-bit", "2-bits", "3-bits", "byte")]
WORDS = [f"{x}-word" for x in HEADERS]
POINTERS = {
    "pointer-outside": "pointers outside or misaligned",
    "pointer-inside": "inside a block, random bytes before them",
    "pointer-in-data": "inside a block, a program's data before them",
    "pointer-in-copies": "inside a block, copied headers before them",
    "pointer-freed": "blocks that were freed",
    "earlier-heap": "blocks of an earlier heap",
}
RUNS = {
    "overrun-1": "overrun of 1 byte",
    "overrun": "overrun of 2 to 16 bytes",
    "underrun-1": "underrun of 1 byte",
    "underrun": "underrun of 2 to 16 bytes",
}
FREED = {
    "used-after-free": "freed block written to",
    "links": "link of a free block",
    "footer": "footer of a free block",
}
CONTROL = {
    "map": "map of bins",
    "heads": "heads of lists",
    "counts": "counts",
    "start-bits": "start bits (`SMH_CHECK_EXACT`)",
    "control": "control block, any part",
}
EVERYTHING = {"everything": "the whole region"}
NAMES = {
    **{f"{x}-{way}": f"{HEADERS[x]}: {WAYS[way]}" for x in HEADERS for way in WAYS},
    **RUNS, **FREED, **CONTROL, **EVERYTHING, **POINTERS,
}
GROUPS = [
    ("one header: 1 to 3 bits, or one byte", SURE),
    ("one header: any word; overruns and underruns to 16 bytes", [*WORDS, *RUNS]),
    ("links, freed blocks written to, control block", [*FREED, *CONTROL]),
    ("the whole region", EVERYTHING),
    ("pointers that are no block", POINTERS),
]


def _read(results):
    """What each kind came to in each format."""
    path = results.folder / "damage.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(x for x in file if not x.startswith("#")))
    return {(x["kind"], x["format"]): {k: int(v) for k, v in x.items() if v.isdigit()} for x in rows}


def _sums(found, kinds, formats):
    """The outcomes of some kinds together; dashes where nothing was tried."""
    rows = [found[kind, form] for kind in kinds for form in formats if (kind, form) in found]
    if not rows:
        return [MISSING] * len(OUTCOMES)
    sums = {key: sum(row[key] for row in rows) for key in rows[0]}
    later = sums["later"] + sums["validate"]
    harmful = sums["trials"] - sums["at_once"] - later - sums["silent"]
    return [number(x) for x in (sums["trials"], sums["at_once"], later, sums["silent"], harmful)]


def damage(results):
    """A row for each kind, both formats side by side."""
    found = _read(results)
    rows = [[name, *_sums(found, [kind], FORMATS[:1]), *_sums(found, [kind], FORMATS[1:])]
            for kind, name in NAMES.items()]
    left = {kind for kind, _ in found} - NAMES.keys()
    if left:
        raise KeyError(f"damage_tables.py has no name for {', '.join(sorted(left))}")
    header = ["damage", *(f"{form}: {x}" if x == "trials" else x for form in FORMATS for x in OUTCOMES)]
    return table(header, rows if found else [])


def summary(results):
    """A few rows over both formats, for the README."""
    found = _read(results)
    rows = [[name, *_sums(found, kinds, FORMATS)] for name, kinds in GROUPS]
    return table(["damage", *OUTCOMES], rows if found else [])
