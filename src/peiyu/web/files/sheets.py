"""Lists as workbooks, written row by row; text stays text whoever opens the file with what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path | IO[bytes], lead: Sequence[str], heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A workbook: the lines of `lead`, the heads, the rows. No cell becomes a formula, no code a number."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, max(len(heads) - 1, 0), 18)
        for place, line in enumerate(lead):
            sheet.write_string(place, 0, neutral(line))
        for column, head in enumerate(heads):
            sheet.write_string(len(lead), column, head, bold)
        sheet.freeze_panes(len(lead) + 1, 1)
        for place, row in enumerate(rows, start=len(lead) + 1):
            for column, value in enumerate(row):
                _cell(sheet, (place, column), value, text=text, day=day)


def neutral(said: str) -> str:
    """Text that stays text when somebody saves the sheet as CSV and opens that: a mark before what would be a
    formula."""
    return "'" + said if said.startswith(FORMULA) else said


def _cell(sheet: Any, at: tuple[int, int], value: Any, *, text: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        sheet.write_datetime(*at, dt.datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, neutral(str(value)), text)
