"""A sheet as intake sees it: every cell as text, in place, with what its looks hide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from peiyu.facts.numbers import written
from peiyu.problems import Problem, Where


@dataclass(frozen=True, slots=True)
class Range:
    """A merged block, zero-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells` has one String column a sheet column (``c0``, ``c1`` …) and one row a sheet row, from A1; blank is
    null. Hidden rows and columns are zero-based."""

    file: str
    name: str
    cells: pl.DataFrame
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    epoch_1904: bool = False

    def where(self, row: int | None = None, column: int | None = None) -> Where:
        """The place of a zero-based cell, row or column."""
        cell = None
        if row is not None or column is not None:
            cell = (letters(column) if column is not None else "") + (str(row + 1) if row is not None else "")
        return Where(file=self.file, sheet=self.name or None, cell=cell)


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of one file and what was found in opening it; no sheets if it could not be opened."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


def letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def column_of(said: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in said.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _said(value: object) -> str | None:
    return str(value).strip() or None


_TEXTS: dict[type, Callable[[Any], str | None]] = {
    str: _said,
    float: written,
    int: written,
    bool: lambda value: "是" if value else "否",
    dt.datetime: lambda value: value.date().isoformat(),
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    type(None): lambda value: None,
}
"""How the value of a cell is written, by its type: dates as ISO, numbers with their true digits, blanks as null. A
ledger has millions of cells, and looking up is the least that can be done for one."""


def address(cell: str) -> tuple[int, int]:
    """B12 → (11, 1): the zero-based row and column."""
    said = cell.rstrip("0123456789")
    return int(cell[len(said) :]) - 1, column_of(said)


def in_percent(cells: pl.DataFrame, shown: Iterable[str]) -> pl.DataFrame:
    """The cells with numbers that are shown in percent written so: 0.125 as 12.5%. `shown`: their addresses."""
    columns: dict[int, list[int]] = {}
    for row, column in map(address, shown):
        if row < cells.height and column < cells.width:
            columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        texts = cells[f"c{column}"]
        percents = {row: said for row in rows if (said := _percent(texts[row])) is not None}
        if percents:
            cells = cells.with_columns(texts.scatter(list(percents), list(percents.values())))
    return cells


def _percent(text: str | None) -> str | None:
    try:
        return f"{(Decimal(text) * 100).normalize():f}%" if text is not None else None
    except InvalidOperation:
        return None


def cells_of(rows: Iterable[Sequence[object]], width: int) -> pl.DataFrame:
    """Rows of values (each `width` long) as columns of text; blank rows at the end are dropped. A blank row costs next
    to nothing: sheets with a million of them come from tables that were once longer."""
    blank = (None,) * width
    kept = [blank if row.count("") == len(row) else tuple([_TEXTS.get(type(value), _said)(value) for value in row])
            for row in rows]  # fmt: skip
    while kept and not any(kept[-1]):
        kept.pop()
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    return pl.DataFrame([pl.Series(f"c{i}", column, dtype=pl.String) for i, column in enumerate(columns)])
