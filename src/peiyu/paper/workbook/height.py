"""How high a row must be for wrapped text to show whole: spreadsheets do not grow rows that a program wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

LINE = 14.0
"""Points a line of 10-point text takes."""
LEAST, MOST = 18.0, 400.0
"""Rows are never lower, and spreadsheets allow none higher than 409 points."""
MARGIN = 1.5
"""Characters of a column's width that its borders and padding take."""

PIECES = re.compile(r"[\x21-\x7e\u00a0-\u02ff]+|.")
"""A Latin word is kept whole; every other character may end a line."""


def width_of(text: str) -> int:
    """Characters of a column's width that a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of `width` characters."""
    return sum(_wrapped(part, max(2.0, width - MARGIN)) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, taken = 1, 0
    for size in _sizes(text):
        if taken and taken + size > room:
            lines, taken = lines + 1, 0
        lines += int((size - 1) // room)
        taken = int((taken + size - 1) % room) + 1
    return lines


def _sizes(text: str) -> Iterator[int]:
    return (width_of(piece) for piece in PIECES.findall(text))


def height_of(cells: Iterable[tuple[str, float]], *, least: float = LEAST) -> float:
    """The height in points of a row of (text, width in characters) cells."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(MOST, max(least, lines * LINE + 4))
