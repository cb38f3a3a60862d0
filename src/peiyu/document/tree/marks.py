"""The marks that open a clause: 第一章, 第七条, 一、（一）1.（1）①, and how an address writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peiyu.document.model import ClauseLevel
from peiyu.document.numerals import number_of

RANKS: dict[ClauseLevel, int] = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "division": 3,
    "article": 4,
    "section": 5,
    "subsection": 6,
    "item": 7,
    "subitem": 8,
    "point": 9,
}
"""How deep a mark stands; a mark closes every clause of its own depth and deeper."""

_HAN = "〇零一二三四五六七八九十百"
_SPACE = r"[ \t\u3000\u00a0]*"
_COUNTED_ON = rf"[{_HAN}]{{1,3}}(?:季度|级|期|等|类|档|者|线|季|年|月|[、，,])"
"""一、二级市场 opens with no mark."""
_FIGURE = r"(?!(?:19|20)\d{2}年)[\d％%]"
"""1.5亿元 opens with no mark, 1.2017年新建… with the mark 1."""
_FORMS: tuple[tuple[ClauseLevel, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第([{_HAN}]+|\d+)(?:部分|篇|编){_SPACE}[：:]?{_SPACE}")),
    ("chapter", re.compile(rf"第([{_HAN}]+|\d+)章{_SPACE}")),
    ("division", re.compile(rf"第([{_HAN}]+|\d+)节{_SPACE}")),
    ("article", re.compile(rf"第([{_HAN}]+|\d+)条(?:之([{_HAN}]+))?(?!规定|[款第例件约的至和、，,])[：:]?{_SPACE}")),
    (
        "section",
        re.compile(
            rf"([{_HAN}]{{1,4}})[、．.]{_SPACE}(?![{_HAN}]{{1,3}}(?:季度|级|期|等|类|档|者|线|季|年|月|[、，,]))"
        ),
    ),
    ("subsection", re.compile(rf"[（(]{_SPACE}([{_HAN}]{{1,4}}){_SPACE}[)）]{_SPACE}[、.．]?{_SPACE}")),
    ("item", re.compile(rf"(\d{{1,2}}){_SPACE}[.．、]{_SPACE}(?!{_FIGURE})")),
    ("subitem", re.compile(rf"[（(]{_SPACE}(\d{{1,2}}){_SPACE}[)）]{_SPACE}[、.．]?{_SPACE}")),
    ("point", re.compile(rf"([①-⑳]){_SPACE}")),
)
_FIRST = frozenset(f"第（({_HAN}0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the beginning of a line: its level, its number, how an address writes it, how long it stands."""

    level: ClauseLevel
    number: int
    written: str
    length: int


def mark_of(line: str) -> Mark | None:
    """The mark that opens this line, None if it opens with none."""
    if not line or line[0] not in _FIRST:
        return None
    for level, form in _FORMS:
        found = form.match(line)
        if found:
            return Mark(level, number_of(found[1]), _written(level, found), found.end())
    return None


def _written(level: ClauseLevel, found: re.Match[str]) -> str:
    numeral = found[1]
    match level:
        case "part":
            return f"第{numeral}部分"
        case "chapter":
            return f"第{numeral}章"
        case "division":
            return f"第{numeral}节"
        case "article":
            return f"第{numeral}条" + (f"之{found[2]}" if found[2] else "")
        case "subsection" | "subitem":
            return f"（{numeral}）"
        case _:
            return numeral
