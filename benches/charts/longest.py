# SPDX-License-Identifier: Apache-2.0
"""The longest call of each public function that was met, by search, by phases, and at all."""

import allocators as a
from markdown import MISSING, number, table

# Function, the rows that measure it, the kinds of calls that are its ends.
FUNCTIONS = [
    ("shared_multi_heap_alloc", "pool", ("alloc", "failed")),
    ("shared_multi_heap_aligned_alloc", "pool", ("aligned", "aligned_failed")),
    ("shared_multi_heap_realloc", "pool", ("realloc_kept", "realloc_failed")),
    ("shared_multi_heap_free", "pool", ("free",)),
    ("shared_multi_heap_owner", "pool", ("owner",)),
    ("sys_heap_alloc", "sys_heap", ("alloc", "failed")),
    ("sys_heap_aligned_alloc", "sys_heap", ("aligned", "aligned_failed")),
    ("sys_heap_realloc", "sys_heap", ("realloc_kept", "realloc_failed")),
    ("sys_heap_free", "sys_heap", ("free",)),
]
ENDS = {
    "alloc": "served", "failed": "NULL", "free": "", "owner": "", "aligned": "served",
    "aligned_failed": "NULL", "realloc_kept": "in place", "realloc_failed": "NULL",
}
BUILDS = {"pool": [a.POOL, a.POOL_64, a.POOL_UNCHECKED],
          "sys_heap": [a.HEAP, a.HEAP_EXACT, a.HEAP_UNCHECKED]}


def _most(results, target, row, call, only):
    return results.most(target, row.allocator, row.fast, f"{call}_max",
                        where=lambda workload, _: not only or workload in only)


def longest(results, target):
    """Search, phases and all workloads, by default; and the most of other builds."""
    rows = []
    for function, allocator, calls in FUNCTIONS:
        first, *others = BUILDS[allocator]
        for call in calls:
            found = [_most(results, target, first, call, (x,))[0] for x in ("search", "phases")]
            value, where = _most(results, target, first, call, ())
            rows.append([
                f"`{function}`" + (f", {ENDS[call]}" if ENDS[call] else ""),
                *(number(x) for x in found), number(value), where or MISSING,
                *(number(_most(results, target, x, call, ())[0]) for x in others),
            ])
    header = ["call", "search", "phases", "all workloads", "met in",
              "64 regions / exact", "unchecked"]
    return table(header, rows)
