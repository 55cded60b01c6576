# SPDX-License-Identifier: Apache-2.0
"""
Usage: charts.py SOURCE_TREE

Of the charts in benches/charts: no dot of a scatter is hidden by one that is drawn later, each
chart shows its title, and a page shows it. Of the pages: BENCHMARKS.md can be read at one go, it
leads to every page of tables, and the links between the pages lead somewhere. Of the results: no
line that no page shows. Of the goals: each figure has an aim, and a reason that the page explains,
should it be missed or a peer be ahead.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
CHARTS = ROOT / "benches" / "charts"
sys.path.insert(0, str(CHARTS))
sys.dont_write_bytecode = True

import chart_data  # noqa: E402
import goals  # noqa: E402
import keep  # noqa: E402
import report  # noqa: E402
from quantities import compared_on, reasons  # noqa: E402
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


MOST_LINES = 300
MOST_BYTES = 1000 * 1000
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def anchors(text):
    """The fragments that headings of a page have."""
    return {re.sub(r"[^\w -]", "", x.lower()).replace(" ", "-")
            for x in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def dead_links(path):
    """The links of a page that lead nowhere in the tree."""
    for target, fragment in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        other = (path.parent / target).resolve() if target else path
        if not other.exists():
            yield f"{path.name}: {target}"
        elif fragment and fragment not in anchors(other.read_text(encoding="utf-8")):
            yield f"{path.name}: {target}#{fragment}"


def wrong_pages():
    """What is wrong with the pages, in words."""
    pages = {ROOT / path.relative_to(report.ROOT) for path in report.PAGES.values()}
    main_page = ROOT / "BENCHMARKS.md"
    text = main_page.read_text(encoding="utf-8")
    readme = ROOT / "README.md"
    if len(text.splitlines()) > MOST_LINES:
        yield f"BENCHMARKS.md has {len(text.splitlines())} lines, more than {MOST_LINES}"
    for path in sorted(pages - {main_page}):
        if f"]({path.relative_to(ROOT).as_posix()})" not in text:
            yield f"BENCHMARKS.md does not lead to {path.relative_to(ROOT)}"
    for path in sorted(pages | {readme}):
        yield from dead_links(path)
    if "benches/charts/programs.svg" not in readme.read_text(encoding="utf-8"):
        yield "README.md does not show the real programs"
    shown = "".join(x.read_text(encoding="utf-8") for x in pages)
    for chart in sorted(CHARTS.glob("*.svg")):
        if f"charts/{chart.name}" not in shown:
            yield f"no page shows {chart.name}"


def wrong_goals():
    """What aims and reasons lack, or have too much, in words."""
    aimed = {part.name for goal in goals.GOALS for part in goal.parts}
    compared = {part.name for target in ("mps2-an385", "virt-a53", "virt-rv32", "host")
                for part in compared_on(target)}
    why = reasons()
    page = (CHARTS / "BENCHMARKS.md.in").read_text(encoding="utf-8")
    for name in sorted(aimed ^ goals.aims().keys()):
        yield f"{name}: in one of aims.csv and goals.py, but not in the other"
    for name in sorted((aimed | compared) ^ why.keys()):
        yield f"{name}: has a reason and is not compared, or the other way round"
    words = {x.strip() for text in why.values() for x in text.split(",")}
    for word in sorted(words):
        if f"- *{word.capitalize()}.*" not in page:
            yield f"BENCHMARKS.md.in does not explain {word}"


def wrong_results(folder, results, policies):
    """What is wrong with the results, in words. All charts and pages were made of them."""
    for _ in report.pages(results, policies):
        pass
    shown = results.shown | policies.shown
    for path in sorted(folder.glob("*.csv")):
        if path.stem in ("mps2-an385", "virt-a53", "virt-rv32", "host") or "policies" in path.stem:
            left = [x for x in path.read_text(encoding="utf-8").splitlines()[2:]
                    if keep.key_of(x) not in shown]
            if left:
                yield f"{path.name}: no page shows {len(left)} lines, {left[0]}"
    total = sum(x.stat().st_size for x in folder.glob("*.csv"))
    if total > MOST_BYTES:
        yield f"the results have {total} bytes, more than {MOST_BYTES}"


def main():
    """Returns the exit status."""
    failures = 0
    folder = ROOT / "benches" / "results"
    results, policies = Results(folder), PolicyResults(folder)
    for chart in chart_data.charts(results, policies):
        text = (CHARTS / f"{chart.name}.svg").read_text(encoding="utf-8")
        plain = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
        if chart.data.get("finding", "no finding") not in plain:
            failures += 1
            print(f"FAILED: {chart.name} has no title")
        if chart.kind == "scatter":
            found = list(dots(text))
            under = list(hidden(found))
            failures += len(under) + (len(found) == 0)
            print(f"{chart.name}: {len(found)} dots, hidden: {under}")
    for what in [*wrong_pages(), *wrong_goals(), *wrong_results(folder, results, policies)]:
        failures += 1
        print(f"FAILED: {what}")
    print(f"charts: {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
