"""The lines of a text with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: where it stands in the text, and its words without the blanks around them."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that are not blank."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    place = 0
    for whole in text.split("\n"):
        bare = whole.strip()
        if bare:
            start = place + len(whole) - len(whole.lstrip())
            yield Line(start, start + len(bare), bare)
        place += len(whole) + 1
