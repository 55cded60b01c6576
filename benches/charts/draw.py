# SPDX-License-Identifier: Apache-2.0
"""Draws the charts of chart_data.py."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

import chart_data
import style

PLAIN = FuncFormatter(lambda value, _: f"{value:g}")
WORDS = {"ours": "this library", "bounded": "bounded", "unbounded": "not bounded",
         "reference": "for comparison"}


def _panels(count, width, height, **how):
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(1, count, squeeze=False, **how)[0]
    for one in axes:
        style.axes_look(one)
    return figure, axes


def _legend(figure, handles, columns):
    """Below the axes, which make room for it."""
    rows = -(-len(handles) // columns)
    bottom = (0.1 + 0.2 * rows) / figure.get_size_inches()[1]
    figure.get_layout_engine().set(rect=(0, bottom, 1, 1 - bottom))
    legend = figure.legend(handles=handles, loc="lower center", ncols=columns, frameon=False,
                           fontsize=8.5)
    for text in legend.get_texts():
        text.set_color(style.INK)


def _kinds(items):
    """Legend entries for the looks that occur."""
    found = dict.fromkeys((x["kind"], x["quoted"]) for x in items)
    handles = []
    for kind, quoted in sorted(found, key=lambda x: (list(WORDS).index(x[0]), x[1])):
        look = style.marker({"kind": kind, "quoted": quoted})
        label = WORDS[kind] + (", quoted" if quoted else "")
        handles.append(Line2D([], [], label=label, **look))
    return handles


def _rows(panels, key):
    """Labels of all panels: ours first, then by the figure of the first panel."""
    items = {}
    for panel in panels:
        for row in panel["rows"]:
            items.setdefault(row["label"], row)
    order = sorted(items.values(), key=lambda x: (x["kind"] != "ours", x[key]))
    return [x["label"] for x in order]


def _name_rows(axes, labels):
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)


def ranges(data):
    """From the mean to the MAX of each row."""
    labels = _rows(data["panels"], "low")
    figure, all_axes = _panels(len(data["panels"]), 9, 1.2 + 0.27 * len(labels), sharey=True)
    for axes, panel in zip(all_axes, data["panels"]):
        for row in panel["rows"]:
            y = labels.index(row["label"])
            look = style.marker(row)
            axes.plot([row["low"], row["high"]], [y, y], color=look["markeredgecolor"],
                      linewidth=1.6, zorder=2)
            axes.plot([row["low"]], [y], zorder=3, **look)
            axes.plot([row["high"]], [y], zorder=3,
                      **{**look, "marker": "|", "markersize": 9, "markeredgewidth": 2})
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator([30, 50, 100, 200, 500, 1000, 2000, 5000,
                                                   10000, 20000]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(PLAIN)
        axes.tick_params(axis="x", labelrotation=45)
        axes.set_title(panel["title"])
        axes.set_xlabel(data["x"])
    _name_rows(all_axes[0], labels)
    _legend(figure, _kinds([x for p in data["panels"] for x in p["rows"]]), 5)
    return figure


def _log_scale(axes, values):
    """The same for all panels that have these values."""
    axes.set_xscale("log")
    axes.set_xlim(0.85 * min(values), 1.2 * max(values))
    axes.xaxis.set_major_locator(FixedLocator([100, 200, 500, 1000]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(PLAIN)


def dots(data):
    """One value a row, in several panels."""
    labels = _rows(data["panels"], "value")
    logarithmic = [x["value"] for p in data["panels"] if p.get("scale") == "log" for x in p["rows"]]
    figure, all_axes = _panels(len(data["panels"]), 10, 1.2 + 0.27 * len(labels), sharey=True)
    for axes, panel in zip(all_axes, data["panels"]):
        for row in panel["rows"]:
            axes.plot([row["value"]], [labels.index(row["label"])], zorder=3, **style.marker(row))
        ours = [x["value"] for x in panel["rows"] if x["kind"] == "ours"]
        if ours:
            best = min(ours) if panel.get("best") == "least" else max(ours)
            axes.axvline(best, color=style.BLUE, linewidth=0.8, linestyle=":")
        if panel.get("scale") == "log":
            _log_scale(axes, logarithmic)
        axes.set_title(panel["title"], fontsize=9)
        axes.set_xlabel(panel.get("x", data["x"]))
    _name_rows(all_axes[0], labels)
    _legend(figure, _kinds([x for p in data["panels"] for x in p["rows"]]), 5)
    return figure


# Where a name may stand, from its point: sideways, up, and which end of it is there.
PLACES = [(7, -3, "left"), (0, 7, "center"), (0, -14, "center"), (-7, -3, "right"),
          (7, 6, "left"), (7, -12, "left"), (-7, 6, "right"), (-7, -12, "right"),
          (9, 16, "left"), (9, -22, "left"), (-9, 16, "right"), (-9, -22, "right")]


def _box(x, y, place, label):
    """About what a name covers, in points."""
    right, up, side = place
    width = 5.4 * len(label)
    left = x + right - {"left": 0, "center": width / 2, "right": width}[side]
    return left, y + up, left + width, y + up + 9


def _overlaps(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _name_points(figure, axes, points):
    """Each name at the first place where it covers no point and no other name; ours first."""
    figure.draw_without_rendering()
    at = [axes.transData.transform((p["x"], p["y"])) * 72 / figure.dpi for p in points]
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in at]
    for point, (x, y) in sorted(zip(points, at), key=lambda p: p[0]["kind"] != "ours"):
        boxes = [(place, _box(x, y, place, point["label"])) for place in PLACES]
        place, box = next((b for b in boxes if not any(_overlaps(b[1], t) for t in taken)),
                          boxes[0])
        taken.append(box)
        axes.annotate(point["label"], (point["x"], point["y"]), xytext=place[:2], ha=place[2],
                      textcoords="offset points", color=style.INK, fontsize=8.5,
                      weight="bold" if point["kind"] == "ours" else "normal")


def _drawn_in_order(points):
    """
    Points with the size of a ring where another lies at the same place, which is drawn later; ours
    are the last. Without a ring the one drawn first could not be seen.
    """
    ordered = sorted(points, key=lambda p: p["kind"] == "ours")
    for i, point in enumerate(ordered):
        later = sum((p["x"], p["y"]) == (point["x"], point["y"]) for p in ordered[i + 1:])
        yield point, style.RING * later


def scatter(data):
    """Named points."""
    figure, (axes,) = _panels(1, 8, 4.8)
    for point, size in _drawn_in_order(data["points"]):
        axes.plot([point["x"]], [point["y"]], **style.marker(point, size))
    axes.margins(x=0.12, y=0.08)
    if data["scale"] == "log":
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator([50, 75, 100, 150, 200, 300, 500, 1000, 2000]))
        axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(PLAIN)
    axes.set_xlabel(data["x"])
    axes.set_ylabel(data["y"])
    _legend(figure, _kinds(data["points"]), 5)
    _name_points(figure, axes, data["points"])
    return figure


def _look_of_line(item, number):
    """Ours are blue and thick; the second of ours is dashed."""
    if item["kind"] == "ours":
        return {"color": style.BLUE, "marker": "o", "linewidth": 2.4, "zorder": 4}
    colour, mark = style.LINES[number % len(style.LINES)]
    return {"color": colour, "marker": mark, "linewidth": 1.2, "zorder": 3}


def _looks(panels):
    """A look for each label, the same in all panels."""
    looks = {}
    others = ours = 0
    for panel in panels:
        for item in panel["series"]:
            if item["label"] in looks:
                continue
            look = _look_of_line(item, others)
            if item["kind"] == "ours":
                look["linestyle"] = "-" if ours == 0 else (0, (4, 1.5))
                ours += 1
            else:
                look["linestyle"] = (0, (1.5, 1.5)) if item["quoted"] else "-"
                others += 1
            if item["quoted"]:
                look["markerfacecolor"] = style.GROUND
            looks[item["label"]] = look
    return looks


def _scale(axes, data):
    if data.get("x_scale") == "log":
        axes.set_xscale("log", base=4)
    axes.xaxis.set_major_locator(FixedLocator(data["ticks"]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(PLAIN)
    if data["scale"] == "symlog":
        axes.set_yscale("symlog", linthresh=1, linscale=0.5)
    elif data["scale"] == "log":
        axes.set_yscale("log")
    axes.yaxis.set_major_formatter(PLAIN)


def lines(data):
    """Lines in several panels with the same looks."""
    count = len(data["panels"])
    figure, all_axes = _panels(count, 9, 4.4, sharey=True)
    looks = _looks(data["panels"])
    for axes, panel in zip(all_axes, data["panels"]):
        for item in panel["series"]:
            axes.plot(item["x"], item["y"], markersize=5, **looks[item["label"]])
        _scale(axes, data)
        axes.set_title(panel["title"], fontsize=9)
        axes.set_xlabel(data["x"])
    all_axes[0].set_ylabel(data["y"])
    if data["scale"] == "symlog":
        all_axes[0].set_ylim(bottom=-0.1)
    quoted = {x["label"]: x["quoted"] for p in data["panels"] for x in p["series"]}
    handles = [Line2D([], [], label=label + (" (quoted)" if quoted[label] else ""),
                      markersize=5, **look) for label, look in looks.items()]
    _legend(figure, handles, 4)
    return figure


KINDS = {"ranges": ranges, "dots": dots, "scatter": scatter, "lines": lines}


def save(chart, path):
    """Draw a chart into a file."""
    figure = KINDS[chart.kind](chart.data)
    figure.suptitle(chart.data["finding"], color=style.INK, fontsize=10)
    style.save(figure, path, chart_data.TITLES[chart.name], chart.digest())
