# SPDX-License-Identifier: Apache-2.0
"""
What WORST-CASE.md.in has to name: every public function, and every function with a loop. It names
nothing that the sources do not have.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PUBLIC = re.compile(r"^[a-z][\w \t*]*?\b((?:shared_multi_heap|sys_(?:multi_)?heap|smh|k_mem|heap_listener)_\w+)\(",
                    re.MULTILINE)
# A definition starts a line with its name in it; a loop is indented.
DEFINITION = re.compile(r"^[A-Za-z][^;=]*?\b(\w+)\(")
LOOP = re.compile(r"^\s+(?:} )?(?:for|while|do)\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Reads a tree of devices once, when the regions are added: no part of an allocation.
ONCE = "devicetree"


def _text(path):
    """Without comments, but with all lines."""
    text = path.read_text(encoding="utf-8")
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def public_functions():
    """Of the headers of the library, with the header's name."""
    for path in sorted((ROOT / "include").glob("*.h")):
        for match in PUBLIC.finditer(_text(path)):
            yield path.name, match[1]


def functions_with_loops():
    """Of the core, with the file's name."""
    for path in sorted((ROOT / "c").glob("*/*.[ch]")):
        if path.parent.name == ONCE:
            continue
        function = ""
        for line in _text(path).splitlines():
            definition = DEFINITION.match(line)
            if definition:
                function = definition[1]
            elif LOOP.match(line):
                yield f"{path.parent.name}/{path.name}", function


def missing(page):
    """Where and what the page does not name."""
    names = set(re.findall(r"`(\w+)`", page))
    found = dict.fromkeys([*public_functions(), *functions_with_loops()])
    return [(where, name) for where, name in found if name not in names]


def outdated(page):
    """What the page has in its tables of loops and has no loop."""
    loops = {name for _, name in functions_with_loops()}
    part = page.split("## Every loop")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    named = [x for cell in cells for x in re.findall(r"`([a-z]\w+)`", cell)]
    return [name for name in named if name not in loops]


def unknown(page):
    """What the page names and no source has."""
    paths = [path for folder in ("c", "include") for path in (ROOT / folder).rglob("*.[ch]")]
    words = set(re.findall(r"\w+", " ".join(_text(path) for path in paths)))
    return sorted(set(re.findall(r"`([A-Za-z]\w+)`", page)) - words)
