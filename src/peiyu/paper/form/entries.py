"""What is written into a form, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from peiyu.paper.form.grid import CellAddress
from peiyu.problems import Problem

NO_DATA = "无此数据"
"""What a cell says for which there is no figure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one cell is to say.

    `value`: the exact number or day, already in the unit of the cell; in a workbook the cell's own format shows it.
    `text`: what is written where there is no value (无此数据), and in a document the value as it is to be read ("":
    the value with all its digits). Neither: the cell is emptied.
    """

    cell: CellAddress
    value: Decimal | int | dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: the file; `cells`, those that were written, in the order of the entries (of a merged block the top
    left one); `recomputed`, formulas whose stored result was brought up to date; `stale`, formulas that only the
    program which opens the file can compute (their old result is taken out); `problems`, warnings to look at; `marks`,
    cells that say that the figures are made up; `left_blank`, those of `cells` that do not say 无此数据, because a
    formula of the form would come to an error."""

    path: Path
    cells: tuple[CellAddress, ...]
    recomputed: tuple[CellAddress, ...] = ()
    stale: tuple[CellAddress, ...] = ()
    problems: tuple[Problem, ...] = ()
    marks: tuple[CellAddress, ...] = ()
    left_blank: tuple[CellAddress, ...] = ()
