# SPDX-License-Identifier: Apache-2.0
"""
What stands in double braces in a template becomes text:

    {{table NAME [TARGET]}}                                           a table (parts: CALL)
    {{figure TARGET|ALLOCATOR|OPTIONS|WORKLOAD|PARAMETER|METRIC}}     a figure
    {{most TARGET|ALLOCATOR|OPTIONS|METRIC}}                          the largest of all workloads
    {{ratio FIGURE // FIGURE}}                                        one over the other
    {{aim QUANTITY}}                                                  a number of aims.csv
    {{policy POLICY|REGIONS SHAPE|WORKLOAD PARAMETER|METRIC}}         a figure of the policies
    {{policies REGIONS SHAPE|WORKLOAD PARAMETER|METRIC}}              of first and best fit
    {{calls TARGET|POLICY|REGIONS|CALL}}                              mean / MAX of a policy
    {{source FILE}}                                                   the command of a CSV file
    {{chart NAME}}                                                    a chart
    {{tally goals}}                                                   how many aims are met

In a page that is not made as a whole it stands in a comment, and what it becomes goes between that
and the next one:

    <!-- {{table summary}} -->
    <!-- end -->
"""

import re

import bounds
import chart_data
import damage_tables
import goals
import longest
import more_tables
import policy_tables
import tables
from markdown import MISSING, number

TABLES = {
    "bounds": lambda _: bounds.bounds(),
    "damage": damage_tables.damage,
    "damage-summary": damage_tables.summary,
    "goals": goals.goals,
    "standing": goals.standing,
    "sizes": tables.sizes,
    "rust-sizes": tables.rust_sizes,
    "speed-and-size": tables.speed_and_size,
    "summary": tables.summary,
    "host-time": more_tables.host_time,
    "paths": more_tables.paths,
    "reproduced": more_tables.reproduced,
    "reproduced-packing": more_tables.reproduced_packing,
}
TABLES_OF_TARGET = {
    "behind": goals.behind,
    "steady": tables.steady,
    "maxima": tables.maxima,
    "other-sizes": tables.other_sizes,
    "packing": tables.packing,
    "occupancy": tables.occupancy,
    "fragmentation": tables.fragmentation,
    "traces": tables.traces,
    "realloc": tables.realloc,
    "aligned": tables.aligned,
    "usable": tables.usable,
    "init-and-stack": tables.init_and_stack,
    "regions": more_tables.regions,
    "lock": more_tables.lock,
    "masked": more_tables.masked,
    "parts": more_tables.parts,
    "longest": longest.longest,
}
FUNCTIONS = {"policies": "policies_of"}
DIGITS = {"mean": 1, "percent": 1, "1000": 1, "operation": 1}


def _plain(value, metric):
    return number(value, DIGITS.get(metric.rsplit("_", 1)[-1], 0))


class _Filler:
    def __init__(self, results, policies, charts):
        self.results = results
        self.policies = policies
        self.charts = charts

    def table(self, words):
        name, _, target = words.partition(" ")
        if name in TABLES:
            return TABLES[name](self.results)
        if name in policy_tables.TABLES:
            return policy_tables.TABLES[name](self.policies)
        return TABLES_OF_TARGET[name](self.results, target)

    def figure(self, words):
        key = words.split("|")
        return _plain(self.results.figure(*key), key[-1])

    def most(self, words):
        *row, metric = words.split("|")
        return _plain(self.results.most(*row, metric)[0], metric)

    def ratio(self, words):
        one, other = (self.results.figure(*x.strip().split("|")) for x in words.split("//"))
        return number(one / other, 2) if one is not None and other else MISSING

    def aim(self, words):
        return goals.aims()[words][1]

    def tally(self, _words):
        return goals.tally(self.results)

    def policy(self, words):
        policy, layout, workload, metric = words.split("|")
        value = self.policies.figure(policy_tables.HOST, policy, *layout.split(), *workload.split(),
                                     metric)
        return number(value, 0 if value is not None and value >= 10 else 1)

    def policies_of(self, words):
        first, best = (self.policy(f"{x}|{words}") for x in policy_tables.BOUNDED)
        return f"{first} → {best}"

    def calls(self, words):
        mean, most = policy_tables.mean_and_max(self.policies, *words.split("|"))
        return f"{number(mean, 0)} / {number(most)}"

    def source(self, words):
        return self.results.comments.get(words) or "not measured"

    def chart(self, words):
        return f"![{chart_data.TITLES[words]}]({self.charts}/{words}.svg)"


def fill(template, results, policies, charts="benches/charts"):
    """
    The text of a page, from which charts is the way to the folder of the charts. What a template
    misspells is an error, what was not measured a dash.
    """
    filler = _Filler(results, policies, charts)
    return re.sub(
        r"\{\{(\w+) ([^}]+)\}\}",
        lambda match: getattr(filler, FUNCTIONS.get(match[1], match[1]))(match[2]),
        template,
    )


def fill_marked(page, results, policies):
    """The text of a page in which only what stands between marks is made here."""

    def fill_one(match):
        return f"{match[1]}{fill(match[2], results, policies)}\n{match[3]}"

    return re.sub(r"(<!-- (\{\{[^}]+\}\}) -->\n)(?:.*?\n)??(<!-- end -->)", fill_one, page,
                  flags=re.DOTALL)
