# SPDX-License-Identifier: Apache-2.0
"""Numbers and tables as text. What is missing is a dash, never a guess."""

MISSING = "–"


def number(value, digits=0):
    """A number with so many digits behind the point; what was given whole stays so."""
    if value is None:
        return MISSING
    if isinstance(value, int):
        return str(value)
    return f"{value:.{digits}f}"


def mean(value):
    """A mean of instructions."""
    return number(value, 1)


def joined(texts):
    """Several figures in a cell; one dash if there are none."""
    texts = list(texts)
    if all(x == MISSING for x in texts):
        return MISSING
    return " / ".join(texts)


def table(header, rows, names=1):
    """A table; the first columns are names, the others figures."""
    if not rows:
        return "*Not measured.*"
    marks = ["---"] * names + ["--:"] * (len(header) - names)
    lines = [header, marks, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def without_empty(rows, names=1):
    """The rows that have any figure."""
    return [row for row in rows if any(cell != MISSING for cell in row[names:])]
