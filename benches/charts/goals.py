# SPDX-License-Identifier: Apache-2.0
"""Aims against what was measured, and where somebody else is ahead."""

import allocators as a
from markdown import MISSING, joined, number, table
from quantities import GOALS, MANY, aims, compared_on, is_better, reasons

# What a row says for which benches/charts/reasons.csv has no line.
NO_REASON = "**not explained**"
POOLS = [a.ZEPHYR_POOL, a.ESP_POOL, a.HEAP_5]


def _quoted(title):
    """Of quoted peers the ones that are ahead of the others in something."""
    return [a.O1HEAP, a.ZEPHYR, a.TLSF, *(POOLS if title in MANY else [])]


def _digits_of_aim(value):
    return 0 if value == int(value) else 1


def _values(results, parts, row):
    return [part.of(results, row) for part in parts]


def _cell(parts, values):
    return joined(number(v, p.digits) for p, v in zip(parts, values))


def _reached(parts, values, aim):
    """For each part whether the aim is reached."""
    words = []
    for part, value in zip(parts, values):
        if value is None:
            words.append(MISSING)
        else:
            words.append("no" if is_better(part, aim[part.aim], value) else "yes")
    return words[0] if len(set(words)) == 1 else " / ".join(words)


def _others(results, parts, rows):
    found = []
    for row in rows:
        cell = _cell(parts, _values(results, parts, row))
        if cell != MISSING:
            found.append(f"{row.label} {cell}")
    return "; ".join(found) or MISSING


def goals(results):
    """The table of aims."""
    aim = aims()
    rows = []
    for title, parts in GOALS:
        ours = _values(results, parts, a.HEAP)
        rows.append([
            title,
            joined(number(aim[p.aim], _digits_of_aim(aim[p.aim])) for p in parts),
            f"**{_cell(parts, ours)}**",
            _reached(parts, ours, aim),
            _cell(parts, _values(results, parts, a.HEAP_UNCHECKED)),
            _others(results, parts, a.BOUNDED),
            _others(results, parts, _quoted(title)),
        ])
    header = ["quantity", "aim", "measured", "reached", "unchecked",
              "bounded peers, same harness", "*quoted*"]
    return table(header, rows)


def behind(results, target):
    """
    Every quantity in which another allocator has a better figure than ours by default, and the
    names of the paragraphs that say why.
    """
    why = reasons()
    peers = [*a.BOUNDED, *a.UNBOUNDED, *a.QUOTED, *POOLS]
    rows = []
    for part in compared_on(target):
        ours = part.of(results, a.HEAP, target)
        ahead = [
            f"{row.label} {number(part.of(results, row, target), part.digits)}"
            for row in peers
            if is_better(part, part.of(results, row, target), ours)
        ]
        if ahead:
            rows.append([part.aim, number(ours, part.digits),
                         number(part.of(results, a.HEAP_UNCHECKED, target), part.digits),
                         "; ".join(ahead), why.get(part.aim, NO_REASON)])
    return table(["quantity", "ours", "unchecked", "ahead of it", "why"], rows)
