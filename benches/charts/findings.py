# SPDX-License-Identifier: Apache-2.0
"""
The title of each chart: what it shows, in a sentence whose names and numbers are found in the data
of that chart, so that it holds for any results.
"""

from markdown import number

BOUNDED = ("ours", "bounded")


def _count(value):
    """Small numbers with a digit behind the point."""
    return number(float(value), 0 if value >= 10 else 1)


def _rows(panel, *kinds):
    return [x for x in panel["rows"] if not kinds or x["kind"] in kinds]


def _panel(data, title):
    return next((x for x in data["panels"] if x["title"] == title), None)


def _at(series, label, x):
    """What a line of that label has at x."""
    for item in series:
        if item["label"] == label and x in item["x"]:
            return item["y"][item["x"].index(x)]
    return None


def tradeoff(data):
    """The best of the bounded allocators in each direction."""
    points = [x for x in data["points"] if x["kind"] in BOUNDED]
    tight = max(points, key=lambda x: x["y"])
    fast = min(points, key=lambda x: x["x"])
    return (f"Of the bounded allocators, {tight['label']} packs best ({tight['y']:.1f} %), and "
            f"{fast['label']} takes the fewest instructions ({fast['x']:.0f})")


def programs(data):
    """Means over the four programs: ours with and without checks, and the best bounded peer."""
    pairs = {}
    for panel in data["panels"][:-1]:
        for row in panel["rows"]:
            pairs.setdefault((row["label"], row["kind"]), []).append(row["value"])
    mean = {label: sum(x) / len(x) for (label, _), x in pairs.items()}
    packed = {x["label"]: x["value"] for x in data["panels"][-1]["rows"]}
    peer = min((label for label, kind in pairs if kind == "bounded"), key=mean.get)
    return (f"Real programs: heap takes {mean['heap']:.0f} instructions a pair "
            f"({mean['heap, unchecked']:.0f} unchecked) and packs {packed['heap']:.0f} %, "
            f"{peer} {mean[peer]:.0f} and {packed[peer]:.0f} %")


def alloc_free(data):
    """How far the longest call is from the mean."""
    rows = _rows(_panel(data, "alloc"))
    ratio = {x["label"]: x["high"] / x["low"] for x in rows}
    worst = max(ratio, key=ratio.get)
    return (f"The longest alloc takes {ratio['heap']:.1f} times the mean with heap, "
            f"{ratio[worst]:.0f} times with {worst}")


def packing(data):
    """Ours against the best other bounded one, in the first panel."""
    panel = data["panels"][0]
    ours = max(_rows(panel, "ours"), key=lambda x: x["value"])
    other = max(_rows(panel, "bounded"), key=lambda x: x["value"])
    return (f"{panel['title']}: {ours['label']} packs {ours['value']:.1f} %, the best other bounded "
            f"allocator {other['value']:.1f} %")


def occupancy(data):
    """Failures of ours and of the best other bounded one where 90 % is live."""
    at = {x["label"]: (_at([x], x["label"], 90), x["kind"]) for x in data["panels"][0]["series"]}
    other = min((x for x in at if at[x][1] == "bounded" and at[x][0] is not None),
                key=lambda x: at[x][0])
    return (f"With 90 % of the region live, {_count(at['heap'][0])} of 1000 requests fail in heap, "
            f"{_count(at[other][0])} in {other}")


def regions(data):
    """How the longest alloc grows where everybody has several regions."""
    series = _panel(data, "MAX")["series"]
    ours = next(x["label"] for x in series if x["kind"] == "ours")
    growth = {x["label"]: _at([x], x["label"], 64) / _at([x], x["label"], 4)
              for x in series if {4, 64} <= set(x["x"])}
    worst = max(growth, key=growth.get)
    return (f"From 4 to 64 regions the longest alloc becomes {growth[ours]:.1f} times as long with "
            f"{ours}, {growth[worst]:.1f} times with {worst}")


def traces(data):
    """The program that packs worst, for ours and for the bounded peers."""
    def worst(*kinds):
        rows = {}
        for panel in data["panels"]:
            for row in _rows(panel, *kinds):
                rows.setdefault(row["label"], []).append(row["value"])
        label = max(rows, key=lambda x: min(rows[x]))
        return label, min(rows[label])

    ours, other = worst("ours"), worst("bounded")
    return (f"Real programs fill at least {ours[1]:.1f} % of their smallest region with {ours[0]}, "
            f"and {other[1]:.1f} % with {other[0]}")


def policy_failures(data):
    """Both policies where memory is scarce."""
    series = _panel(data, "16 regions")["series"]
    first, best = (_at(series, x, 90) for x in ("first fit", "best fit"))
    return (f"In 16 regions with 90 % live, {_count(first)} of 1000 requests fail with first fit, "
            f"{_count(best)} with best fit")


def policy_free_regions(data):
    """Both policies after a peak."""
    series = _panel(data, "equal")["series"]
    first, best = (_at(series, x, 16) for x in ("first fit", "best fit"))
    return (f"After a peak in 16 equal regions, first fit has {first:.0f} % of the memory in wholly "
            f"free regions, best fit {best:.0f} %")


def policy_phases(data):
    """What each policy is good at."""
    first, best = (next(x for x in data["points"] if x["label"] == label)
                   for label in ("first fit", "best fit"))
    return (f"First fit leaves {first['x']:.0f} % in wholly free regions and fails "
            f"{_count(first['y'])} of 1000 requests, best fit {best['x']:.0f} % and "
            f"{_count(best['y'])}")


def policy_cost(data):
    """A bounded policy against the one that tries region after region."""
    series = _panel(data, "MAX")["series"]
    first, exact = (_at(series, x, 64) for x in ("first fit", "exact first fit"))
    return (f"In 64 regions the longest alloc takes {first:.0f} instructions with first fit, "
            f"{exact:.0f} with exact first fit")


FINDINGS = {
    "programs": programs,
    "tradeoff": tradeoff,
    "alloc-free": alloc_free,
    "packing": packing,
    "occupancy": occupancy,
    "regions": regions,
    "traces": traces,
    "policy-failures": policy_failures,
    "policy-free-regions": policy_free_regions,
    "policy-phases": policy_phases,
    "policy-cost": policy_cost,
}
