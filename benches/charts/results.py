# SPDX-License-Identifier: Apache-2.0
"""
The figures in benches/results, found by what they are figures of. Which of them were asked for is
remembered, so that keep.py can leave out what no page shows.
"""

import csv
import pathlib

# Not instructions, or not those of a whole call.
OTHER_UNITS = ("stack", "time", "size")


class Results:
    """
    Lines target,allocator,options,workload,parameter,metric,value of the files of a folder, or of
    those named.
    """

    def __init__(self, folder, names=None):
        self.folder = pathlib.Path(folder)
        self.comments = {}
        self.figures = {}
        self.of_build = {}
        self.shown = set()
        paths = self.folder.glob("*.csv") if names is None else [self.folder / x for x in names]
        for path in sorted(paths):
            self._read(path)
        for key, value in self.figures.items():
            self.of_build.setdefault(key[:3], []).append((key[3:], value))

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
        key = (target, allocator, options, workload, parameter, metric)
        self.shown.add(key)
        return self.figures.get(key)

    def parameters(self, target, allocator, options, workload, metric):
        """The parameters for which a workload has a figure, in no order."""
        lines = self.of_build.get((target, allocator, options), [])
        found = {k[1] for k, _ in lines if k[0] == workload and k[2] == metric}
        self.shown.update((target, allocator, options, workload, x, metric) for x in found)
        return found

    def most(self, target, allocator, options, metric, where=None):
        """
        The largest figure of a metric and the workload that has it; (None, "") without one. Only of
        the calls for whose workload and parameter where() holds.
        """
        best, found = None, None
        for key, value in self.of_build.get((target, allocator, options), []):
            workload, parameter, name = key
            if name != metric or workload in OTHER_UNITS:
                continue
            if (where is None or where(workload, parameter)) and (best is None or value > best):
                best, found = value, key
        if found is None:
            return None, ""
        self.shown.add((target, allocator, options, *found))
        return best, f"{found[0]} {found[1]}".strip()


class PolicyResults:
    """Lines target,policy,regions,shape,workload,parameter,seed_or_all,metric,value."""

    def __init__(self, folder):
        self.figures = {}
        self.shown = set()
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
        self.shown.add(key)
        return self.figures.get(key)


def read_pairs(path):
    """A file of two columns, with a header, as a dictionary."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(x for x in file if not x.startswith("#")))
    return dict(rows[1:])
