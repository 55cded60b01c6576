# SPDX-License-Identifier: Apache-2.0
"""
Usage: measured.py [--before FOLDER] FILE...

A table of what scripts/bench.sh measured, one for each FILE of build/bench. In brackets is what
FOLDER has, benches/results by default. Its largest figure is a dash if it cannot be told for the
same workloads.
"""

import argparse
import pathlib

from markdown import MISSING, joined, number
from quantities import PACKINGS, PROGRAMS, WORD_BITS
from results import OTHER_UNITS, Results

KEPT = pathlib.Path(__file__).resolve().parent.parent / "results"
# The first of these that was measured gives the mean of a call; no mean is taken of means.
MEAN_OF = ("w1", "w2", "w3")


def _mean_workload(figures):
    for name in MEAN_OF:
        if any(key[3] == name and key[5].endswith("_mean") for key in figures):
            return name
    return None


def _kept_most(now, kept):
    """
    The largest figure that the kept results have of what was measured now: they have the largest of
    all workloads, but not those of each. None if it cannot be told.
    """
    best = max(kept.values(), default=None)
    if best is not None and any(kept.get(x) == best for x in now):
        return best
    found = [kept.get(x) for x in now]
    return None if None in found else max(found, default=None)


def _most(figures, build, call):
    """The figures of all workloads whose largest call of a kind is known."""
    return {key: value for key, value in figures.items()
            if key[:3] == build and key[5] == f"{call}_max" and key[3] not in OTHER_UNITS}


def _call(figures, now, build, workload, call):
    """Mean of a workload, and the largest of all that were measured now, in instructions."""
    most = _kept_most(_most(now, build, call), _most(figures, build, call))
    return joined([number(figures.get((*build, workload, "", f"{call}_mean")), 1), number(most)])


def _packing(figures, build):
    return number(figures.get((*build, "packing", PACKINGS[0], "packing_percent")), 1)


def _traces(figures, build):
    """An allocation with its free in each of the programs."""
    pairs = []
    for program in PROGRAMS:
        key = (*build, "trace", f"{program}-{WORD_BITS.get(build[0], 32)} roomy")
        parts = [figures.get((*key, f"{x}_mean")) for x in ("alloc", "free")]
        pairs.append(MISSING if None in parts else number(sum(parts), 1))
    return joined(pairs)


def _time(figures, build):
    return number(figures.get((*build, "time", "w1", "ns_per_operation")), 1)


COLUMNS = {
    "alloc": lambda figures, now, *which: _call(figures, now, *which, "alloc"),
    "free": lambda figures, now, *which: _call(figures, now, *which, "free"),
    "real programs": lambda figures, _now, build, _workload: _traces(figures, build),
    "packing %": lambda figures, _now, build, _workload: _packing(figures, build),
    "ns of W1": lambda figures, _now, build, _workload: _time(figures, build),
}


def _beside(now, kept):
    return now if kept == MISSING else f"{now} ({kept})"


def _rows(figures, kept):
    """A header and a row for each build, without columns that have no figure."""
    workload = _mean_workload(figures)
    builds = list(dict.fromkeys(key[:3] for key in figures))
    cells = {name: [tuple(of(x, figures, build, workload) for x in (figures, kept))
                    for build in builds]
             for name, of in COLUMNS.items()}
    cells = {name: column for name, column in cells.items()
             if any(now != MISSING for now, _ in column)}
    rows = [["allocator", "build", *cells]]
    for i, build in enumerate(builds):
        rows.append([*build[1:], *(_beside(*column[i]) for column in cells.values())])
    return rows, workload


def _aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()


def _explained(header, workload, where):
    """What the figures of the columns are."""
    parts = []
    if "alloc" in header:
        mean = f"mean of {workload.upper()} / " if workload else f"{MISSING} / "
        parts.append(f"alloc and free in instructions, {mean}largest of all")
    if "real programs" in header:
        parts.append(f"real programs in instructions of a pair: {', '.join(PROGRAMS)}")
    if "packing %" in header:
        parts.append(f"packing of {PACKINGS[0]}")
    return "; ".join([*parts, f"in brackets what {where} has"])


def _agreement(figures, kept, where):
    """How many figures are what they were. Times differ from run to run."""
    exact = {key: value for key, value in kept.items() if key[3] != "time"}
    same = sum(figures[key] == value for key, value in exact.items())
    return f"{same} of the {len(exact)} figures that {where} has too are the same."


def report(path, before):
    """The lines about one target."""
    results = Results(path.parent, [path.name])
    builds = {key[:3] for key in results.figures}
    kept = {key: value for key, value in before.figures.items() if key[:3] in builds}
    rows, workload = _rows(results.figures, kept)
    yield f"{path.stem}: {len(results.figures)} figures in {path}"
    if len(rows[0]) > 2:
        yield f"{_explained(rows[0], workload, 'benches/results')}:"
        yield from _aligned(rows)
    both = {key: value for key, value in kept.items() if key in results.figures}
    yield _agreement(results.figures, both, "benches/results")


def main():
    """Prints all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default=KEPT, type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    before = Results(arguments.before)
    for path in arguments.files:
        print()
        print("\n".join(report(path, before)))


if __name__ == "__main__":
    main()
