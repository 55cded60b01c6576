#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables in Markdown from what benches/policies/run.sh wrote.

Usage: tables.py [FOLDER]        the folder of policies-*.csv, benches/results by default
"""

import csv
import pathlib
import sys

SHAPES = ("equal", "geometric-up", "geometric-down", "large-last", "large-first")
LAYOUTS = [(1, "equal")] + [(n, shape) for n in (4, 16, 64) for shape in SHAPES]
BOUNDED = ("pool-first", "pool-best")
COMPARED = BOUNDED + ("first", "best", "block-first", "block-best", "worst", "next", "round-robin")
VARIANTS = BOUNDED + ("pool-switch", "best-octave", "best-empty-last", "fullest")

# Title, policies, workload, parameter, metric, whether there is a deviation.
PLACEMENT = (
    ("Packing in percent, 16..512 B", COMPARED, "fill", "uniform", "live_percent"),
    ("Packing in percent, log 8..2048 B", COMPARED, "fill", "log", "live_percent"),
    ("Failures per 1000, 16..512 B, 80 % live", COMPARED, "steady-uniform", "80", "failures_per_1000"),
    ("Failures per 1000, 16..512 B, 90 % live", COMPARED, "steady-uniform", "90", "failures_per_1000"),
    ("Failures per 1000, 16..512 B, 95 % live", COMPARED, "steady-uniform", "95", "failures_per_1000"),
    ("Failures per 1000, log, 80 % live", COMPARED, "steady-log", "80", "failures_per_1000"),
    ("Failures per 1000, log, 90 % live", COMPARED, "steady-log", "90", "failures_per_1000"),
    ("Failures per 1000, phases", COMPARED, "phases", "high", "failures_per_1000"),
    ("Largest free block in bytes, 16..512 B, 80 % live", COMPARED, "steady-uniform", "80", "largest_free_mean"),
    ("Largest free block in bytes, phases, when little is live", COMPARED, "phases", "low", "largest_free_mean"),
    ("Memory in wholly free regions in percent, 16..512 B, 60 % live", COMPARED, "steady-uniform", "60", "free_regions_percent"),
    ("Memory in wholly free regions in percent, phases, when little is live", COMPARED, "phases", "low", "free_regions_percent"),
    ("Variants: failures per 1000, phases", VARIANTS, "phases", "high", "failures_per_1000"),
    ("Variants: memory in wholly free regions in percent, phases", VARIANTS, "phases", "low", "free_regions_percent"),
    ("Trace of lua: packing in percent", BOUNDED, "trace-32", "lua", "packing_percent"),
    ("Trace of sqlite: packing in percent", BOUNDED, "trace-32", "sqlite", "packing_percent"),
    ("Trace of jq: packing in percent", BOUNDED, "trace-32", "jq", "packing_percent"),
    ("Trace of mosquitto: packing in percent", BOUNDED, "trace-32", "mosquitto", "packing_percent"),
    ("Trace of mosquitto: failures per 1000 with three quarters live at the peak",
     BOUNDED + ("first", "best", "worst", "next", "round-robin"), "trace-32", "mosquitto", "failures_per_1000"),
)


def read(path):
    """(policy, regions, shape, workload, parameter, metric) -> value, of all seeds together."""
    values = {}
    with open(path, encoding="ascii") as file:
        lines = (line for line in file if not line.startswith(("#", "target,")))
        for row in csv.reader(lines):
            _, policy, regions, shape, workload, parameter, seed, metric, value = row
            if seed == "all":
                values[policy, int(regions), shape, workload, parameter, metric] = float(value)
    return values


def number(value):
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}"


def cell(values, key, metric):
    value = values.get((*key, metric))
    if value is None:
        return "-"
    if metric == "packing_percent" and value == 0:
        return "none"
    deviation = values.get((*key, metric + "_sd"))
    return number(value) + (f" ±{number(deviation)}" if deviation else "")


def print_row(cells):
    print("| " + " | ".join(cells) + " |")


def print_head(cells):
    print_row(cells)
    print("|" + "---|" * len(cells))


def print_placement(values, title, policies, workload, parameter, metric):
    print(f"\n### {title}\n")
    print_head(["regions", *policies])
    for regions, shape in LAYOUTS:
        cells = [cell(values, (p, regions, shape, workload, parameter), metric) for p in policies]
        if any(c != "-" for c in cells):
            print_row([f"{regions} {shape}", *cells])


def mean_and_max(values, policy, regions, function):
    """The mean of the means of all workloads and shapes, and the largest of all."""
    means = [v for k, v in values.items() if k[:2] == (policy, regions) and k[5] == function + "_mean"]
    most = [v for k, v in values.items() if k[:2] == (policy, regions) and k[5] == function + "_max"]
    return f"{sum(means) / len(means):.0f}/{max(most):.0f}" if means else "-"


def print_instructions(values, board):
    print(f"\n### Instructions on {board}, mean/MAX over all shapes and workloads\n")
    counts = (1, 4, 16, 64)
    functions = ("alloc", "failed", "free")
    print_head(["policy", *(f"{n}: {function}" for n in counts for function in functions)])
    for policy in dict.fromkeys(key[0] for key in values):
        print_row([policy, *(mean_and_max(values, policy, n, f) for n in counts for f in functions)])


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "benches/results")
    values = read(folder / "policies-host32.csv")
    print("Means over the seeds ± standard deviation of one seed.")
    for table in PLACEMENT:
        print_placement(values, *table)
    for board in ("mps2-an385", "virt-a53"):
        path = folder / f"policies-{board}.csv"
        if path.exists():
            print_instructions(read(path), board)


if __name__ == "__main__":
    main()
