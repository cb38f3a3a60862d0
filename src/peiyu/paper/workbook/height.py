"""How high a row must be for wrapped text to show whole: spreadsheets do not grow rows that a program wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import east_asian_width

LINE = 14.0
"""Points a line of 10-point text takes."""
LEAST, MOST = 18.0, 400.0
"""Rows are never lower, and spreadsheets allow none higher than 409 points."""
MARGIN = 1.5
"""Characters of a column's width that its borders and padding take."""

PIECES = re.compile(r"[\x21-\x7e\u00a0-\u02ff]+|.")
"""A Latin word is kept whole; every other character may end a line."""


@lru_cache(maxsize=20_000)
def width_of(text: str) -> int:
    """Characters of a column's width that a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


@lru_cache(maxsize=20_000)
def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of `width` characters; most texts of a sheet stand there many times."""
    if 2 * len(text) <= width - MARGIN and "\n" not in text:
        return 1
    return sum(_wrapped(part, max(2.0, width - MARGIN)) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, taken = 1, 0
    for size in map(width_of, PIECES.findall(text)):
        if taken + size <= room:
            taken += size
            continue
        if taken:
            lines, taken = lines + 1, 0
        lines += int((size - 1) // room)
        taken = int((taken + size - 1) % room) + 1
    return lines


def height_of(cells: Iterable[tuple[str, float]], *, least: float = LEAST) -> float:
    """The height in points of a row of (text, width in characters) cells."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(MOST, max(least, lines * LINE + 4))
