# SPDX-License-Identifier: Apache-2.0
"""
Usage: report.py [--check] [--results FOLDER]

Makes BENCHMARKS.md, WORST-CASE.md, the pages of tables in benches/ and the charts from the figures
in benches/results. With --check it only tells whether they are what the figures give, which takes no
plotting library: each chart carries a digest of what it was drawn from. It then also tells where
another allocator is ahead and no reason is given, and which functions the page of the worst case
does not argue about.
"""

import argparse
import pathlib
import sys

import chart_data
import goals
import named
import templates
from results import PolicyResults, Results

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Made as a whole: pages to read in the root, pages of tables in benches/. And made in part.
TABLES = ("SPEED.md", "MEMORY.md", "REGIONS.md", "POLICIES.md", "SIZE.md", "BEHIND.md", "QUOTES.md")
PAGES = {
    "BENCHMARKS.md.in": ROOT / "BENCHMARKS.md",
    "WORST-CASE.md.in": ROOT / "WORST-CASE.md",
    **{f"{name}.in": ROOT / "benches" / name for name in TABLES},
}
MARKED = [ROOT / "README.md", ROOT / "DESIGN.md"]


def pages(results, policies):
    """The text of every page."""
    for name, path in PAGES.items():
        template = (HERE / name).read_text(encoding="utf-8")
        charts = HERE.relative_to(path.parent).as_posix()
        yield path, templates.fill(template, results, policies, charts)
    for path in MARKED:
        page = path.read_text(encoding="utf-8")
        yield path, templates.fill_marked(page, results, policies)


def is_drawn_from(path, digest):
    """Whether a chart is there and was drawn from the data with this digest."""
    return path.exists() and digest in path.read_text(encoding="utf-8")


def _unexplained(path, text):
    """Tells of the rows in which somebody is ahead and no reason is given. Returns how many."""
    rows = [x for x in text.splitlines() if goals.NO_REASON in x]
    for row in rows:
        print(f"{path.relative_to(ROOT)}: no reason in benches/charts/reasons.csv: {row}")
    return len(rows)


def _unnamed():
    """Tells what WORST-CASE.md.in ought to name, and what it ought not. Returns how much."""
    page = (HERE / "WORST-CASE.md.in").read_text(encoding="utf-8")
    missing = named.missing(page)
    outdated = named.outdated(page)
    unknown = named.unknown(page)
    for where, name in missing:
        print(f"WORST-CASE.md.in: does not name {name}, of {where}")
    for name in outdated:
        print(f"WORST-CASE.md.in: {name} has no loop")
    for name in unknown:
        print(f"WORST-CASE.md.in: no source has {name}")
    return len(missing) + len(outdated) + len(unknown)


def check(results, policies):
    """Names what is not as the figures give it. Returns how much."""
    stale = []
    unexplained = 0
    for path, text in pages(results, policies):
        unexplained += _unexplained(path, text)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
    for chart in chart_data.charts(results, policies):
        path = HERE / f"{chart.name}.svg"
        if not is_drawn_from(path, chart.digest()):
            stale.append(path)
    for path in stale:
        print(f"{path.relative_to(ROOT)}: not what the results give; make bench-report")
    return len(stale) + unexplained + _unnamed()


def write(results, policies):
    """Make what is not as the results give it."""
    import draw  # needs the plotting library

    for chart in chart_data.charts(results, policies):
        path = HERE / f"{chart.name}.svg"
        if not is_drawn_from(path, chart.digest()):
            draw.save(chart, path)
            print(f"benches/charts/{chart.name}.svg")
    for path, text in pages(results, policies):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))


def main():
    """Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--results", default=ROOT / "benches" / "results")
    arguments = parser.parse_args()
    results = Results(arguments.results)
    policies = PolicyResults(arguments.results)
    if arguments.check:
        return 1 if check(results, policies) else 0
    write(results, policies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
