"""Sentences with figures in them: a wording in both languages, its places filled with pieces of a line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from peiyu.paper.brief.values import Inline, Line, Number
from peiyu.problems import Text

PLACE = re.compile(r"\{(\w+)\}")
LATIN_END = re.compile(r"[A-Za-z0-9]$")
CHINESE = "零一二三四五六七八九十"
BETWEEN, STOP = Text("，", ", "), Text("。", ". ")
LISTED = Text("、", ", ")


def worded(wording: Text, lang: str, **pieces: Inline | Line) -> Line:
    """A wording such as ``完成目标的{rate}`` with its places filled; texts that follow each other become one."""
    said: list[Inline] = []
    for place, part in enumerate(PLACE.split(wording.in_(lang))):
        if place % 2 == 0:
            said.append(part)
            continue
        piece = pieces[part]
        said += piece if isinstance(piece, tuple) else (piece,)
    return closed(said)


def closed(pieces: Iterable[Inline]) -> Line:
    """Pieces with neighbouring texts joined and empty ones left out; a figure does not run into a Latin word."""
    line: list[Inline] = []
    for piece in pieces:
        if isinstance(piece, Number) and line and isinstance(line[-1], str) and LATIN_END.search(line[-1]):
            line[-1] += " "
        if isinstance(piece, str) and line and isinstance(line[-1], str):
            line[-1] += piece
        elif piece != "":
            line.append(piece)
    return tuple(line)


def joined(lines: Sequence[Line], between: str) -> Line:
    """Several lines as one, with a sign between them."""
    pieces: list[Inline] = []
    for line in lines:
        if line:
            pieces += ([between] if pieces else []) + list(line)
    return closed(pieces)


def sentence(clauses: Sequence[Line], lang: str) -> Line:
    """Clauses as one sentence; nothing where there is none."""
    said = joined(clauses, BETWEEN.in_(lang))
    return closed((*said, STOP.in_(lang))) if said else ()


def named(names: Sequence[str], lang: str) -> str:
    return LISTED.in_(lang).join(names)


def ordinal(place: int, level: int, lang: str) -> str:
    """What stands before a heading: 一、 and （一）, or 1. and 1) in English."""
    if lang == "en":
        return f"{place}. " if level == 1 else f"{place}) "
    count = CHINESE[place] if place <= 10 else "十" + CHINESE[place - 10]
    return f"{count}、" if level == 1 else f"（{count}）"


def until(day: dt.date, lang: str) -> str:
    """截至9月底, or 截至9月15日 within a month."""
    if lang == "en":
        return f"By {day.isoformat()}"
    ends = (day + dt.timedelta(days=1)).day == 1
    return f"截至{day.month}月底" if ends else f"截至{day.month}月{day.day}日"


def months(day: dt.date, lang: str) -> str:
    """The months of the year so far: 2012年1—9月."""
    if lang == "en":
        return f"January to {day:%B} {day.year}" if day.month > 1 else f"January {day.year}"
    return f"{day.year}年1—{day.month}月" if day.month > 1 else f"{day.year}年1月"
