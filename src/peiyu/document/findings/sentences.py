"""A clause's text in sentences, and sentences in segments between commas."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STOPS = re.compile(r"[。；;！!？?\n]+|(?<=[^\d\sA-Za-z])\.(?=\s|$|[^\d])")
_COMMAS = re.compile("[，,:：](?![0-9]{3}(?![0-9]))|(?<=[^0-9])[，,]")
_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "‘": "’", "〔": "〕"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [start, end) of a clause's text."""

    start: int
    end: int


def sentences(text: str) -> tuple[Stretch, ...]:
    """The sentences without their stops; none is empty. A stop within 《》 or “” does not end one."""
    return _split(text, Stretch(0, len(text)), _STOPS)


def segments(text: str, sentence: Stretch) -> tuple[Stretch, ...]:
    """What stands between commas and colons outside brackets; none is empty."""
    return _split(text, sentence, _COMMAS)


def _split(text: str, within: Stretch, stops: re.Pattern[str]) -> tuple[Stretch, ...]:
    shut = _enclosed(text, within)
    found, start = [], within.start
    for stop in stops.finditer(text, within.start, within.end):
        if any(a < stop.start() < b for a, b in shut):
            continue
        found.append((start, stop.start()))
        start = stop.end()
    found.append((start, within.end))
    return tuple(Stretch(*_trimmed(text, a, b)) for a, b in found if text[a:b].strip())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _enclosed(text: str, within: Stretch) -> tuple[tuple[int, int], ...]:
    """The outermost bracketed stretches that close again."""
    found: list[tuple[int, int]] = []
    at = within.start
    while at < within.end:
        closing = _BRACKETS.get(text[at])
        end = -1 if closing is None else text.find(closing, at, within.end)
        if end < 0:
            at += 1
        else:
            found.append((at, end))
            at = end + 1
    return tuple(found)
