"""A table of words and numbers as a workbook, whatever it is of."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from peiyu.paper.wording import MADE_UP
from peiyu.paper.workbook.table import Column, Formats, Table, write_table
from peiyu.problems import Text

Entry = Text | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A table: its title, headings, rows, and what must stand with it. Entries are worded already."""

    title: Text
    sheet: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[Text, ...] = ()
    as_of: dt.date
    made_up: bool


def write_plain(plain: Plain, path: Path, *, lang: str = "zh") -> None:
    """Writes the table to `path` (.xlsx) in one language; whole numbers stay numbers."""
    words = [Text(f"数据截止日：{plain.as_of}", f"As of {plain.as_of}"), *plain.notes]
    words += [MADE_UP] if plain.made_up else []
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {"title": plain.title.in_(lang), "created": dt.datetime(plain.as_of.year, plain.as_of.month, plain.as_of.day)}
    )
    table = Table(
        name=plain.sheet.in_(lang)[:31], title=plain.title.in_(lang), lead="　　".join(one.in_(lang) for one in words),
        columns=tuple(_column(plain, place) for place in range(len(plain.headings))), rows=plain.rows,
        empty=Text("没有数据", "There is none").in_(lang),
    )  # fmt: skip
    footer = f'&L&"宋体"&9{MADE_UP.in_(lang) if plain.made_up else ""}&R&"宋体"&9&P / &N'
    write_table(book, Formats(book), table, lang=lang, footer=footer)
    book.close()
    path.write_bytes(made.getvalue())


def _column(plain: Plain, place: int) -> Column[tuple[Entry, ...]]:
    whole = all(isinstance(row[place], int) for row in plain.rows) and bool(plain.rows)
    longest = max(len(str(one)) for one in (plain.headings[place].zh, *(_said(row[place]) for row in plain.rows)))
    value: Callable[[tuple[Entry, ...]], Any] = partial(_entry, place=place)
    kind = "count" if whole else "text" if place == 0 else "centre"
    return Column(plain.headings[place], min(max(longest * 1.9, 11), 40), kind, value)  # type: ignore[arg-type]


def _entry(row: tuple[Entry, ...], *, place: int) -> Entry:
    return row[place]


def _said(entry: Entry) -> str:
    return entry.zh if isinstance(entry, Text) else str(entry)
