"""Tables of indicators: a header with a column of goals (2025年, 2019年目标), and a goal in each row beneath it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peiyu.document.findings.dates import times
from peiyu.document.findings.page import Passage
from peiyu.document.findings.quantities import Quantity, quantities

_NAMED = re.compile("指标|名称|项目|内容|任务")
_GOAL = re.compile("目标|计划|任务数|预期值")
_STOOD = re.compile("完成|实际|实绩|基期|基数|现状|上年|增减|增速|备注|属性|单位")
_SIGNS = {"≥": "不低于", "≧": "不低于", "＞": "超过", ">": "超过", "≤": "不超过", "≦": "不超过"}
_COUNTED = re.compile(r"^(?:其中[:：]|[#★*]|[（(]?[\d一二三四五六七八九十]+[.、．)）])+\s*")
_UNIT = re.compile(r"[（(]([^（）()]{1,8})[）)]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A goal of a table: its row's name, the number with its unit, and the characters [start, end) of the row."""

    subject: str
    quantity: Quantity
    start: int
    end: int
    by: date | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which cell of a row holds the name, the unit (None: in the name) and the goals, each with its day."""

    width: int
    name: int
    unit: int | None
    goals: tuple[tuple[int, date | None], ...]


def goals_of_tables(passages: Sequence[Passage]) -> Mapping[str, tuple[Cell, ...]]:
    """The goals of every row of a table, by the address of the row's clause; rows without one are there too."""
    found: dict[str, tuple[Cell, ...]] = {}
    columns: _Columns | None = None
    for passage in passages:
        cells = _cells(passage.clause.text)
        if len(cells) < 3:
            columns = None
            continue
        headed = _columns(cells, passage)
        if headed is not None:
            columns = headed
            found[passage.clause.address] = ()
        elif columns is not None and len(cells) == columns.width:
            found[passage.clause.address] = tuple(_goals(cells, columns, passage))
    return found


def _cells(row: str) -> list[str]:
    return row.split("\t") if "\t" in row else []


def _columns(cells: Sequence[str], passage: Passage) -> _Columns | None:
    """The columns of a header; None for a row that is none."""
    name = next((i for i, c in enumerate(cells) if _NAMED.search(c) and not re.search(r"\d", c)), None)
    goals = [(i, _day(c, passage)) for i, c in enumerate(cells) if i != name and _promises(c, passage)]
    if name is None or not goals:
        return None
    unit = next((i for i, c in enumerate(cells) if c.strip().endswith("单位") and "责任" not in c), None)
    return _Columns(len(cells), name, unit, tuple(goals))


def _promises(cell: str, passage: Passage) -> bool:
    """2025年, 2019年目标, 目标值; not 2020年 of a plan from 2021 on, nor 2018年完成."""
    if _STOOD.search(cell):
        return False
    named = times(cell, 0, len(cell), now=passage.now)
    return any(t.role in ("by", "within") for t in named) or (not named and bool(_GOAL.search(cell)))


def _day(cell: str, passage: Passage) -> date | None:
    named = times(cell, 0, len(cell), now=passage.now)
    return next((t.by for t in named if t.by is not None), passage.by)


def _goals(cells: Sequence[str], columns: _Columns, passage: Passage) -> Iterable[Cell]:
    name = _COUNTED.sub("", cells[columns.name].strip())
    told = _UNIT.search(name)
    unit = cells[columns.unit].strip() if columns.unit is not None else told[1] if told else ""
    start = sum(len(c) + 1 for c in cells[: columns.name])
    for place, by in columns.goals:
        at = sum(len(c) + 1 for c in cells[:place])
        quantity = _quantity(cells[place].strip(), unit, at=at, end=at + len(cells[place]))
        if quantity is not None:
            subject = name[: told.start()] if told and columns.unit is None else name
            yield Cell(subject, quantity, start, at + len(cells[place]), by)


def _quantity(written: str, unit: str, *, at: int, end: int) -> Quantity | None:
    """`≥65` of 亿元 as the sentence would say it (不低于65亿元), at the cell's characters."""
    bare = written.strip("[]［］【】（）()")
    for sign, words in _SIGNS.items():
        bare = bare.replace(sign, words)
    if unit and unit not in bare:
        bare = re.sub(r"(\d)(?!.*\d)", lambda m: m[1] + unit, bare, count=1)
    found = quantities(bare, 0, len(bare))
    if len(found) != 1 or found[0].dimension == "time":
        return None
    return replace(found[0], start=at, inner=at, outer=end, end=end)
