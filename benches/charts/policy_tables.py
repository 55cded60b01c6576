# SPDX-License-Identifier: Apache-2.0
"""Region policies compared: one column a policy, one row a layout of regions."""

from markdown import MISSING, number, table

POLICIES = {
    "pool-first": "**first fit**",
    "pool-best": "**best fit**",
    "first": "exact first fit",
    "best": "exact best fit",
    "block-first": "first fit over all blocks",
    "block-best": "best fit over all blocks",
    "worst": "worst fit",
    "next": "next fit",
    "round-robin": "round robin",
    "fullest": "fullest first",
    "best-octave": "best fit by octaves",
    "best-empty-last": "best fit, empty regions last",
    "pool-switch": "**first fit, best fit above half**",
}
LAYOUTS = [("1", "equal")] + [
    (regions, shape)
    for regions in ("4", "16", "64")
    for shape in ("equal", "geometric-up", "geometric-down", "large-last", "large-first")
]
HOST, M3, A53 = "host32", "mps2-an385", "virt-a53"


def present(results, target):
    """The policies of which something was measured, in the order above."""
    found = {k[1] for k in results.figures if k[0] == target}
    return [x for x in POLICIES if x in found]


def by_layout(target, workload, parameter, metric, digits):
    """A table of one metric."""

    def of(results):
        policies = present(results, target)
        rows = []
        for regions, shape in LAYOUTS:
            cells = [
                number(results.figure(target, x, regions, shape, workload, parameter, metric),
                       digits)
                for x in policies
            ]
            if any(x != MISSING for x in cells):
                rows.append([f"{regions} {shape}" if regions != "1" else "1", *cells])
        return table(["regions", *(POLICIES[x] for x in policies)], rows)

    return of


def mean_and_max(target, call):
    """What a call costs in the steady state at 60 %: mean / MAX."""

    def of(results):
        policies = present(results, target)
        rows = []
        for regions, shape in LAYOUTS:
            cells = []
            for policy in policies:
                key = (target, policy, regions, shape, "steady-uniform", "60")
                values = [number(results.figure(*key, f"{call}_{x}")) for x in ("mean", "max")]
                cells.append(MISSING if values[0] == MISSING else " / ".join(values))
            if any(x != MISSING for x in cells):
                rows.append([f"{regions} {shape}" if regions != "1" else "1", *cells])
        return table(["regions", *(POLICIES[x] for x in policies)], rows)

    return of


def traces(metric, digits):
    """A metric of the traces over 16 equal regions."""

    def of(results):
        policies = present(results, HOST)
        rows = []
        for program in ("lua", "sqlite", "jq", "mosquitto"):
            for regions, shape in LAYOUTS[1:]:
                cells = [
                    number(results.figure(HOST, x, regions, shape, "trace-32", program, metric),
                           digits)
                    for x in policies
                ]
                if any(x != MISSING for x in cells) and shape in ("equal", "geometric-up"):
                    rows.append([program, f"{regions} {shape}", *cells])
        return table(["program", "regions", *(POLICIES[x] for x in policies)], rows, 2)

    return of


TABLES = {
    "policy-served": by_layout(HOST, "fill", "uniform", "live_percent", 1),
    "policy-served-log": by_layout(HOST, "fill", "log", "live_percent", 1),
    "policy-failures-80": by_layout(HOST, "steady-uniform", "80", "failures_per_1000", 1),
    "policy-failures-90": by_layout(HOST, "steady-uniform", "90", "failures_per_1000", 1),
    "policy-failures-log-90": by_layout(HOST, "steady-log", "90", "failures_per_1000", 1),
    "policy-largest-60": by_layout(HOST, "steady-uniform", "60", "largest_free_mean", 0),
    "policy-largest-80": by_layout(HOST, "steady-uniform", "80", "largest_free_mean", 0),
    "policy-free-30": by_layout(HOST, "steady-uniform", "30", "free_regions_percent", 1),
    "policy-free-60": by_layout(HOST, "steady-uniform", "60", "free_regions_percent", 1),
    "policy-free-phases": by_layout(HOST, "phases", "low", "free_regions_percent", 1),
    "policy-phases-failures": by_layout(HOST, "phases", "high", "failures_per_1000", 1),
    "policy-trace-failures": traces("failures_per_1000", 1),
    "policy-trace-packing": traces("packing_percent", 1),
    "policy-trace-largest": traces("largest_free_mean", 0),
    "policy-alloc-mps2-an385": mean_and_max(M3, "alloc"),
    "policy-free-mps2-an385": mean_and_max(M3, "free"),
    "policy-failed-mps2-an385": mean_and_max(M3, "failed"),
    "policy-alloc-virt-a53": mean_and_max(A53, "alloc"),
    "policy-free-virt-a53": mean_and_max(A53, "free"),
}
