# SPDX-License-Identifier: Apache-2.0
"""
Usage: charts.py SOURCE_TREE

Of the charts in benches/charts: no dot of a scatter is hidden by one that is drawn later, and each
chart shows its title.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
CHARTS = ROOT / "benches" / "charts"
sys.path.insert(0, str(CHARTS))
sys.dont_write_bytecode = True

import chart_data  # noqa: E402
from results import PolicyResults, Results  # noqa: E402

SHAPE = re.compile(r'<path id="(\w+)" d="([^"]*)"')
DOT = re.compile(r'<use xlink:href="#(\w+)" x="([\d.]+)" y="([\d.]+)" '
                 r'style="fill: (#\w+)')
INK = "#1f2328"


def dots(text):
    """Place and half the width of each, in the order of drawing. Marks of the axes are in ink."""
    size = {name: max(abs(float(x)) for x in re.findall(r"-?[\d.]+", path))
            for name, path in SHAPE.findall(text)}
    for name, x, y, colour in DOT.findall(text):
        if colour != INK:
            yield float(x), float(y), size[name]


def hidden(found):
    """The dots that lie wholly under a later one."""
    for i, (x, y, size) in enumerate(found):
        for other_x, other_y, other_size in found[i + 1:]:
            if max(abs(x - other_x), abs(y - other_y)) + size <= other_size + 0.5:
                yield x, y


def main():
    """Returns the exit status."""
    failures = 0
    folder = ROOT / "benches" / "results"
    for chart in chart_data.charts(Results(folder), PolicyResults(folder)):
        text = (CHARTS / f"{chart.name}.svg").read_text(encoding="utf-8")
        plain = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
        if chart.data.get("finding", "none") not in plain:
            failures += 1
            print(f"FAILED: {chart.name} has no title")
        if chart.kind == "scatter":
            found = list(dots(text))
            under = list(hidden(found))
            failures += len(under) + (len(found) == 0)
            print(f"{chart.name}: {len(found)} dots, hidden: {under}")
    print(f"charts: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
