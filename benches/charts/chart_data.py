# SPDX-License-Identifier: Apache-2.0
"""
What each chart shows, as plain data. A chart's digest is over this and over the program that draws
it, so that it can be told without drawing whether a chart is the present one.
"""

import hashlib
import json
import pathlib
from typing import NamedTuple

import allocators as a
from findings import FINDINGS
from policy_tables import HOST, M3, POLICIES, mean_and_max
from quantities import PACKINGS, PROGRAMS, most, pair_mean, trace_pair
from tables import bare

HERE = pathlib.Path(__file__).parent
DRAWN_BY = ("draw.py", "style.py")

TITLES = {
    "programs": "Real programs: instructions of an allocation with its free, and packing",
    "tradeoff": "An allocation with its free, against how full a region gets",
    "alloc-free": "Instructions of alloc and free on the Cortex-M3, mean and MAX",
    "packing": "Packing: bytes requested at the first failure, in % of the region",
    "occupancy": "Failed allocations per 1000 over how much of the region is live",
    "regions": "Instructions of an allocation over the number of regions",
    "traces": "Packing of real programs, in % of the smallest region that serves them",
    "policy-failures": "Region policies: failed allocations per 1000",
    "policy-free-regions": "Region policies: memory in wholly free regions after a peak",
    "policy-phases": "Region policies: what fails at a peak, against what is wholly free after it",
    "policy-cost": "Region policies: instructions of an allocation on the Cortex-M3",
}


class Chart(NamedTuple):
    """A name, which function of draw.py draws it, and what."""

    name: str
    kind: str
    data: dict

    def digest(self):
        """Of the data and of the program."""
        text = json.dumps([self.kind, self.data], sort_keys=True)
        sources = [(HERE / name).read_bytes() for name in DRAWN_BY]
        return hashlib.sha256(b"\0".join([text.encode(), *sources])).hexdigest()


def kind_of(row):
    """What decides the look of a row: ours, bounded, unbounded; quoted or not."""
    return {"kind": row.kind, "quoted": a.is_quoted(row)}


SPEED_ROWS = [a.HEAP, a.HEAP_UNCHECKED, a.POOL, *a.BOUNDED, a.TALC, a.LINKED_LIST, a.BUDDY,
              a.NEWLIB, a.NANO, a.PICOLIBC, a.O1HEAP, a.ZEPHYR, a.TLSF, a.TLSF_ESP, a.HEAP_4]


def tradeoff(results):
    """A pair's mean over packing: up and to the left is better."""
    points = []
    for row in [a.HEAP, a.HEAP_UNCHECKED, *a.BOUNDED, a.TALC, a.LINKED_LIST, a.BUDDY,
                a.NEWLIB, a.NANO, a.PICOLIBC, a.O1HEAP, a.ZEPHYR, a.TLSF, a.TLSF_ESP]:
        x = pair_mean(results, row)
        y = results.figure(a.M3, row.allocator, row.fast, "packing", PACKINGS[0],
                           "packing_percent")
        if x is not None and y is not None:
            points.append({"label": bare(row), "x": x, "y": y, **kind_of(row)})
    return {"points": points, "scale": "log", "x": "instructions of an alloc and a free, mean of W1",
            "y": "packing of 16..512 B in 64 KiB, %"}


PROGRAM_ROWS = [a.HEAP, a.HEAP_UNCHECKED, a.POOL, a.POOL_UNCHECKED, *a.BOUNDED, a.TALC, a.BUDDY,
                a.NEWLIB, a.NANO]


def _programs_panel(title, value_of, **look):
    """A dot for each allocator that has a value."""
    values = [(row, value_of(row)) for row in PROGRAM_ROWS]
    return {"title": title, **look, "rows": [
        {"label": bare(row), "value": value, **kind_of(row)}
        for row, value in values if value is not None
    ]}


def _mean_packing(results, row):
    """Over all programs."""
    packed = [results.figure(a.M3, row.allocator, row.fast, "trace", f"{x}-32", "packing_percent")
              for x in PROGRAMS]
    return None if None in packed else sum(packed) / len(packed)


def programs(results):
    """A pair of each real program, and how full they make their regions: a panel each."""
    pairs = [_programs_panel(x, lambda row, pair=trace_pair(f"{x}-32"): pair(results, row),
                             x="instructions of a pair", scale="log", best="least")
             for x in PROGRAMS]
    packed = _programs_panel("packing, mean", lambda row: _mean_packing(results, row))
    return {"panels": [*pairs, packed], "x": "% of the region"}


def alloc_free(results):
    """Mean of W1 and MAX of all workloads, a panel each for alloc and free."""
    panels = []
    for call in ("alloc", "free"):
        rows = []
        for row in SPEED_ROWS:
            low = results.figure(a.M3, row.allocator, row.fast, "w1", "", f"{call}_mean")
            high = most(f"{call}_max")(results, row)
            if low is not None and high is not None:
                rows.append({"label": bare(row), "low": low, "high": high, **kind_of(row)})
        panels.append({"title": call, "rows": rows})
    return {"panels": panels, "x": "instructions: mean of W1 to MAX of all"}


PACKING_ROWS = [a.HEAP, a.POOL, *a.BOUNDED, a.TALC, a.LINKED_LIST, a.BUDDY, a.NEWLIB, a.NANO,
                a.PICOLIBC]


def _packing_panel(results, title, rows, workload, parameter):
    """A dot for each allocator."""
    values = [(row, results.figure(a.M3, row.allocator, row.fast, workload, parameter,
                                   "packing_percent")) for row in rows]
    return {"title": title, "rows": [
        {"label": bare(row), "value": value, **kind_of(row)}
        for row, value in values if value is not None
    ]}


def packing(results):
    """One panel a workload."""
    rows = [*PACKING_ROWS, a.O1HEAP, a.ZEPHYR, a.TLSF, a.TLSF_ESP, a.IDEAL]
    return {"panels": [_packing_panel(results, x, rows, "packing", x) for x in PACKINGS],
            "x": "% of the region"}


def traces(results):
    """One panel a program."""
    return {"panels": [_packing_panel(results, x, PACKING_ROWS, "trace", f"{x}-32")
                       for x in PROGRAMS],
            "x": "% of the region"}


def _series(label, points, **look):
    points = [(x, y) for x, y in points if y is not None]
    return {"label": label, "x": [p[0] for p in points], "y": [p[1] for p in points], **look}


def _with_points(series):
    return [x for x in series if x["x"]]


def occupancy(results):
    """Lines over the live percentage."""
    percents = (70, 75, 80, 85, 90, 95)
    series = []
    for row in [a.HEAP, *a.BOUNDED, a.TALC, a.LINKED_LIST, a.BUDDY, a.NEWLIB, a.NANO, a.ZEPHYR,
                a.TLSF]:
        series.append(_series(bare(row), [
            (x, results.figure(a.M3, row.allocator, row.fast, "occupancy", str(x),
                               "failures_per_1000")) for x in percents
        ], **kind_of(row)))
    return {"panels": [{"title": "", "series": _with_points(series)}], "scale": "symlog",
            "x": "% of the region live", "y": "failures per 1000", "ticks": list(percents)}


REGION_ROWS = [a.POOL_64, a.POOL_64_BEST, a.RLSF, a.TALC, a.BUDDY, a.NEWLIB, a.TLSF, a.ZEPHYR_POOL,
               a.ESP_POOL, a.HEAP_5]


def regions(results):
    """Mean and MAX of W5's allocations."""
    counts = (1, 4, 16, 64)
    panels = []
    for metric in ("mean", "max"):
        series = [
            _series(bare(row), [
                (x, results.figure(a.M3, row.allocator, row.fast, "w5", str(x),
                                   f"alloc_{metric}")) for x in counts
            ], **kind_of(row))
            for row in REGION_ROWS
        ]
        panels.append({"title": metric if metric == "mean" else "MAX",
                       "series": _with_points(series)})
    return {"panels": panels, "scale": "log", "x": "regions", "y": "instructions of an alloc",
            "ticks": list(counts), "x_scale": "log"}


DRAWN = ("pool-first", "pool-best", "best", "block-best", "block-first", "worst", "next",
         "round-robin", "first")


def _policy_look(policy):
    ours = policy.startswith("pool")
    return {"kind": "ours" if ours else "reference", "quoted": False, "policy": policy}


def _policy_panels(policies, counts, points_of):
    panels = []
    for count in counts:
        series = [
            _series(POLICIES[x].replace("*", ""), points_of(x, count), **_policy_look(x))
            for x in DRAWN
        ]
        panels.append({"title": f"{count} regions", "series": _with_points(series)})
    return panels


def policy_failures(policies):
    """Over how much is live, for 4, 16 and 64 equal regions."""
    percents = (60, 80, 90, 95)

    def points_of(policy, count):
        return [(x, policies.figure(HOST, policy, count, "equal", "steady-uniform", str(x),
                                    "failures_per_1000")) for x in percents]

    return {"panels": _policy_panels(policies, (4, 16, 64), points_of), "scale": "symlog",
            "x": "% live", "y": "failures per 1000", "ticks": list(percents)}


def policy_free_regions(policies):
    """What lies in wholly free regions when the load is low again, by number of regions."""
    panels = []
    for shape in ("equal", "geometric-down", "large-first"):
        series = [
            _series(POLICIES[x].replace("*", ""), [
                (n, policies.figure(HOST, x, n, shape, "phases", "low", "free_regions_percent"))
                for n in (4, 16, 64)
            ], **_policy_look(x))
            for x in DRAWN
        ]
        panels.append({"title": shape, "series": _with_points(series)})
    return {"panels": panels, "scale": "linear", "x": "regions", "y": "% of the memory",
            "ticks": [4, 16, 64], "x_scale": "log"}


def policy_phases(policies):
    """What fails when much is live over what is wholly free when little is: 16 equal regions."""
    points = []
    for policy, name in POLICIES.items():
        key = (HOST, policy, 16, "equal", "phases")
        x = policies.figure(*key, "low", "free_regions_percent")
        y = policies.figure(*key, "high", "failures_per_1000")
        if x is not None and y is not None:
            points.append({"label": name.replace("*", ""), "x": x, "y": y, **_policy_look(policy)})
    return {"points": points, "scale": "linear",
            "x": "memory in wholly free regions when little is live, %",
            "y": "failures per 1000 when much is live"}


def policy_cost(policies):
    """Mean and MAX of all workloads over the number of regions."""
    panels = []
    for which, title in enumerate(("mean", "MAX")):
        series = [
            _series(POLICIES[x].replace("*", ""), [
                (n, mean_and_max(policies, M3, x, n, "alloc")[which]) for n in (1, 4, 16, 64)
            ], **_policy_look(x))
            for x in DRAWN
        ]
        panels.append({"title": title, "series": _with_points(series)})
    return {"panels": panels, "scale": "log", "x": "regions", "y": "instructions of an alloc",
            "ticks": [1, 4, 16, 64], "x_scale": "log"}


def charts(results, policies):
    """All of them, each with its title."""
    drawn = [
        Chart("programs", "dots", programs(results)),
        Chart("tradeoff", "scatter", tradeoff(results)),
        Chart("alloc-free", "ranges", alloc_free(results)),
        Chart("packing", "dots", packing(results)),
        Chart("occupancy", "lines", occupancy(results)),
        Chart("regions", "lines", regions(results)),
        Chart("traces", "dots", traces(results)),
        Chart("policy-failures", "lines", policy_failures(policies)),
        Chart("policy-free-regions", "lines", policy_free_regions(policies)),
        Chart("policy-phases", "scatter", policy_phases(policies)),
        Chart("policy-cost", "lines", policy_cost(policies)),
    ]
    for chart in drawn:
        chart.data["finding"] = FINDINGS[chart.name](chart.data)
    return drawn
