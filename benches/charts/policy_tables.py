# SPDX-License-Identifier: Apache-2.0
"""Region policies compared: one column a policy, one row a layout of regions."""

from markdown import MISSING, number, table

POLICIES = {
    "pool-first": "**first fit**",
    "pool-best": "**best fit**",
    "pool-switch": "**switched**",
    "first": "exact first fit",
    "best": "exact best fit",
    "block-first": "first fit, all blocks",
    "block-best": "best fit, all blocks",
    "worst": "worst fit",
    "next": "next fit",
    "round-robin": "round robin",
}
BOUNDED = ("pool-first", "pool-best")
COMPARED = (*BOUNDED, "first", "best", "block-first", "block-best", "worst", "next", "round-robin")
VARIANTS = (*BOUNDED, "pool-switch")
REGIONS = ("4", "16", "64")
SHAPES = ("equal", "geometric-up", "geometric-down", "large-last", "large-first")
LAYOUTS = [("1", "equal")] + [(n, shape) for n in REGIONS for shape in SHAPES]
PROGRAMS = ("lua", "sqlite", "jq", "mosquitto")
HOST, M3, A53 = "host32", "mps2-an385", "virt-a53"


def _round(value):
    return number(value, 0 if value is not None and value >= 1000 else 1)


def _cell(results, target, key, metric):
    """A mean, with the deviation of one seed where it is known; a packing of 0 is none."""
    value = results.figure(target, *key, metric)
    if metric == "packing_percent" and value == 0:
        return "none"
    deviation = results.figure(target, *key, metric + "_sd")
    return _round(value) + (f" ±{_round(deviation)}" if deviation else "")


def _header(policies, *names):
    return [*names, *(POLICIES[x] for x in policies)]


def by_layout(policies, workload, parameter, metric):
    """A table of one metric."""

    def of(results):
        rows = []
        for regions, shape in LAYOUTS:
            cells = [_cell(results, HOST, (x, regions, shape, workload, parameter), metric)
                     for x in policies]
            if any(x != MISSING for x in cells):
                rows.append([f"{regions} {shape}" if regions != "1" else "1", *cells])
        return table(_header(policies, "regions"), rows)

    return of


def traces(results):
    """Packing of the traces with the policies of the pool, a column for each program."""
    rows = []
    for regions, shape in LAYOUTS[1:]:
        cells = [
            " / ".join(_cell(results, HOST, (x, regions, shape, "trace-32", program),
                             "packing_percent") for x in BOUNDED)
            for program in PROGRAMS
        ]
        rows.append([f"{regions} {shape}", *cells])
    return table(["regions", *PROGRAMS], rows)


def _differences(results, one, other, workload, parameter, metric):
    for regions, shape in LAYOUTS[1:]:
        values = [results.figure(HOST, x, regions, shape, workload, parameter, metric)
                  for x in (one, other)]
        if None not in values:
            yield values[0] - values[1]


def bound(results):
    """What a bound costs: means of differences over all layouts of 4 regions and more."""
    pairs = [("pool-best", "best"), ("pool-best", "block-best"), ("pool-first", "first")]
    metrics = [
        ("packing, 16..512 B, points", "fill", "uniform", "live_percent"),
        ("packing, log, points", "fill", "log", "live_percent"),
        ("failures per 1000, 90 % live", "steady-uniform", "90", "failures_per_1000"),
        ("the same, log", "steady-log", "90", "failures_per_1000"),
        ("the same, phases", "phases", "high", "failures_per_1000"),
    ]
    rows = []
    for title, *key in metrics:
        cells = []
        for one, other in pairs:
            found = list(_differences(results, one, other, *key))
            cells.append(f"{sum(found) / len(found):+.2f}" if found else MISSING)
        rows.append([title, *cells])
    header = [f"{POLICIES[one]} − {POLICIES[other]}" for one, other in pairs]
    return table(["", *header], rows)


def mean_and_max(results, target, policy, regions, call):
    """The mean of the means of all shapes and workloads, and the largest of all."""
    return [results.figure(target, policy, regions, "all", "all", "all", f"{call}_{x}")
            for x in ("mean", "max")]


def instructions(target):
    """What calls cost: mean / MAX over all shapes and workloads."""

    def of(results):
        counts = ("1", *REGIONS)
        columns = [(n, call) for call in ("alloc", "failed") for n in counts] + [("64", "free")]
        rows = []
        for policy, name in POLICIES.items():
            cells = []
            for regions, call in columns:
                mean, most = mean_and_max(results, target, policy, regions, call)
                cells.append(MISSING if mean is None else f"{mean:.0f} / {most:.0f}")
            if any(x != MISSING for x in cells):
                rows.append([name, *cells])
        return table(["policy", *(f"{call}, {n}" for n, call in columns)], rows)

    return of


TABLES = {
    "policy-served": by_layout(COMPARED, "fill", "uniform", "live_percent"),
    "policy-allocations": by_layout(COMPARED, "fill", "uniform", "served_allocations"),
    "policy-served-log": by_layout(COMPARED, "fill", "log", "live_percent"),
    "policy-failures-80": by_layout(COMPARED, "steady-uniform", "80", "failures_per_1000"),
    "policy-failures-90": by_layout(COMPARED, "steady-uniform", "90", "failures_per_1000"),
    "policy-failures-95": by_layout(COMPARED, "steady-uniform", "95", "failures_per_1000"),
    "policy-failures-log": by_layout(COMPARED, "steady-log", "90", "failures_per_1000"),
    "policy-failures-phases": by_layout(COMPARED, "phases", "high", "failures_per_1000"),
    "policy-largest-80": by_layout(COMPARED, "steady-uniform", "80", "largest_free_mean"),
    "policy-free-60": by_layout(COMPARED, "steady-uniform", "60", "free_regions_percent"),
    "policy-free-phases": by_layout(COMPARED, "phases", "low", "free_regions_percent"),
    "policy-variants-failures": by_layout(VARIANTS, "phases", "high", "failures_per_1000"),
    "policy-variants-free": by_layout(VARIANTS, "phases", "low", "free_regions_percent"),
    "policy-traces": traces,
    "policy-bound": bound,
    "policy-instructions-m3": instructions(M3),
    "policy-instructions-a53": instructions(A53),
}
