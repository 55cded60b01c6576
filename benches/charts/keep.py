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


def _key(line):
    """What results.py finds the figure of a line by: without the column of seeds, if there is one."""
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


def main():
    """Says what it wrote."""
    files = [pathlib.Path(x) for x in sys.argv[1:]]
    shown = _shown(files)
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        start = next(i for i, x in enumerate(lines) if not x.startswith("#"))
        kept = [x for x in lines[start + 1:] if _key(x) in shown]
        text = "\n".join([*lines[:start + 1], *kept]) + "\n"
        (KEPT / path.name).write_text(text, encoding="utf-8")
        print(f"benches/results/{path.name}: {len(kept)} of {len(lines) - start - 1} lines")


if __name__ == "__main__":
    main()
