# SPDX-License-Identifier: Apache-2.0
"""The figures in benches/results, found by what they are figures of."""

import csv
import pathlib

# Not instructions, or not those of a whole call.
OTHER_UNITS = ("stack", "time", "size")


class Results:
    """Lines target,allocator,options,workload,parameter,metric,value of some files."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.comments = {}
        self.figures = {}
        for path in sorted(self.folder.glob("*.csv")):
            self._read(path)

    def _read(self, path):
        with path.open(encoding="utf-8", newline="") as file:
            lines = file.read().splitlines()
        self.comments[path.stem] = next((x[1:].strip() for x in lines if x.startswith("#")), "")
        rows = csv.reader(x for x in lines if x and not x.startswith("#"))
        header = next(rows, [])
        if header[:3] != ["target", "allocator", "options"] or len(header) != 7:
            return
        for row in rows:
            *key, value = row
            self.figures[tuple(key)] = float(value) if "." in value else int(value)

    def figure(self, target, allocator, options, workload, parameter, metric):
        """A figure, or None where nothing was measured."""
        return self.figures.get((target, allocator, options, workload, parameter, metric))

    def parameters(self, target, allocator, options, workload, metric):
        """The parameters for which a workload has a figure, in no order."""
        return {
            k[4]
            for k in self.figures
            if k[:4] == (target, allocator, options, workload) and k[5] == metric
        }

    def most(self, target, allocator, options, metric, without=(), only=()):
        """The largest figure of a metric and the workload that has it; (None, "") without one."""
        best, where = None, ""
        for key, value in self.figures.items():
            if key[:3] != (target, allocator, options) or key[5] != metric:
                continue
            if key[3] in OTHER_UNITS or key[3] in without or (only and key[3] not in only):
                continue
            if best is None or value > best:
                best, where = value, " ".join(x for x in key[3:5] if x)
        return best, where


class PolicyResults:
    """Lines target,policy,regions,shape,workload,parameter,seed_or_all,metric,value."""

    def __init__(self, folder):
        self.figures = {}
        for path in sorted(pathlib.Path(folder).glob("policies-*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(x for x in file if not x.startswith("#"))
                next(rows, None)
                for row in rows:
                    if row[6] == "all":
                        self.figures[(*row[:6], row[7])] = float(row[8])

    def figure(self, target, policy, regions, shape, workload, parameter, metric):
        """A mean, or the largest, over all seeds; None where nothing was measured."""
        key = (target, policy, str(regions), shape, workload, parameter, metric)
        return self.figures.get(key)


def read_pairs(path):
    """A file of two columns, with a header, as a dictionary."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(x for x in file if not x.startswith("#")))
    return {key: float(value) for key, value in rows[1:]}
