# SPDX-License-Identifier: Apache-2.0
"""
Colours, and how a figure becomes an SVG that is the same each time and readable on light and on
dark pages: text stays text, and a style sheet in the file changes ink and ground with the reader's
preference.
"""

import io
import re

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({
    "svg.hashsalt": "shared-multi-heap",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
})

GROUND, INK, FAINT = "#fdfdfc", "#1f2328", "#d4d7db"
DARK = {GROUND: "#0d1117", INK: "#e6e8eb", FAINT: "#343a42"}

# Okabe and Ito's colours, which can be told apart with any colour vision; they show on both
# grounds. Shapes tell the same once more.
BLUE, ORANGE, GREEN, RED, SKY, PURPLE, GREY = (
    "#0f86c9", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#8a9099"
)
KINDS = {"ours": BLUE, "bounded": RED, "unbounded": GREY, "reference": GREY}
MARKERS = {"ours": "o", "bounded": "s", "unbounded": "D", "reference": "D"}
LINES = [(RED, "s"), (GREEN, "^"), (ORANGE, "v"), (PURPLE, "D"), (SKY, "P"), (GREY, "X"),
         (INK, "<"), (RED, ">"), (GREEN, "p"), (ORANGE, "h")]


# How much larger a ring is than the dot within it.
RING = 6


def marker(item, ring=0):
    """The look of a dot; hollow where the figure is quoted, and as a ring around other dots."""
    colour = KINDS[item["kind"]]
    return {
        "marker": MARKERS[item["kind"]],
        "markerfacecolor": GROUND if item["quoted"] or ring else colour,
        "markeredgecolor": colour,
        "linestyle": "none",
        "markersize": 6 + ring,
    }


def axes_look(axes):
    """Ink and faint lines."""
    axes.set_facecolor(GROUND)
    axes.tick_params(which="both", colors=INK)
    axes.tick_params(length=3)
    axes.grid(True, color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_color(FAINT)
    for text in (axes.title, axes.xaxis.label, axes.yaxis.label):
        text.set_color(INK)


def _style_sheet():
    rules = "".join(
        f'[style*="fill: {light}"]{{fill:{dark} !important}}'
        f'[style*="stroke: {light}"]{{stroke:{dark} !important}}'
        for light, dark in DARK.items()
    )
    return f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"


def save(figure, path, title, digest):
    """Write an SVG without anything that differs from run to run."""
    figure.patch.set_facecolor(GROUND)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={
        "Date": None, "Creator": None, "Title": title, "Description": f"drawn from {digest}",
    })
    text = buffer.getvalue()
    text = text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    text = re.sub(r"(<svg [^>]*>)", lambda m: m[1] + _style_sheet(), text, count=1)
    text = re.sub(r"[ \t]+\n", "\n", text)
    path.write_text(text, encoding="utf-8")
