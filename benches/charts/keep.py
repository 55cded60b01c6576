# SPDX-License-Identifier: Apache-2.0
"""
Usage: keep.py FILE...

Of new results the lines that a page or a chart shows, into benches/results under the same names. To
see which these are, all pages and charts are made of the new results and of those that are there.
"""

import pathlib
import sys
import tempfile

import chart_data
import report
from results import PolicyResults, Results

KEPT = pathlib.Path(__file__).resolve().parent.parent / "results"


def key_of(line):
    """What results.py finds the figure of a line by: without the column of seeds."""
    *key, _ = line.split(",")
    return tuple(key[:6] + key[7:]) if len(key) == 8 else tuple(key)


def _shown(files):
    """The keys of all figures that are shown."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in [*KEPT.glob("*.csv"), *files]:
            link = folder / path.name
            link.unlink(missing_ok=True)
            link.symlink_to(path.resolve())
        results, policies = Results(folder), PolicyResults(folder)
    for _ in report.pages(results, policies):
        pass
    chart_data.charts(results, policies)
    return results.shown | policies.shown


def _keep(files):
    """Write those lines of the files that are shown. Returns how many there are of each file."""
    shown = _shown(files)
    counts = {}
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        start = next(i for i, x in enumerate(lines) if not x.startswith("#")) + 1
        kept = [x for x in lines[start:] if key_of(x) in shown]
        (KEPT / path.name).write_text("\n".join([*lines[:start], *kept]) + "\n", encoding="utf-8")
        counts[path.name] = len(kept)
    return counts


def main():
    """Says what it wrote."""
    files = [pathlib.Path(x) for x in sys.argv[1:]]
    counts = _keep(files)
    # Of the workloads the one with the largest figure stays: then less is asked of the others.
    before = None
    while counts != before:
        before, counts = counts, _keep([KEPT / x for x in counts])
    for name, count in counts.items():
        print(f"benches/results/{name}: {count} lines")


if __name__ == "__main__":
    main()
