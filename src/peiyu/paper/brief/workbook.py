"""The tables of a brief as a workbook: a sheet each, figures as numbers in their exact value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from peiyu.paper.brief.values import Brief, Line, Marked, Number, Row, Table
from peiyu.paper.brief.words import foot_note
from peiyu.paper.wording import day
from peiyu.paper.workbook.height import height_of
from peiyu.problems import Text

SHEET = Text("表", "Table")
UNFIT = re.compile(r"[\[\]:*?/\\']")
NAME_LIMIT = 31
WIDE_PAGE = 118.0
"""Characters of the sheet's width that the columns share."""
MOST_DIGITS = 15
"""Digits that a cell keeps exactly."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a sheet, made once a workbook; numbers by what stands behind them."""

    book: Any
    title: Any
    quiet: Any
    head: Any
    left: Any
    center: Any
    numbers: dict[str, Any]

    def number(self, form: str) -> Any:
        """The format of a number."""
        if form not in self.numbers:
            self.numbers[form] = self.book.add_format(
                {"num_format": form, "border": 1, "align": "center", "valign": "vcenter", "font_name": "宋体"}
            )
        return self.numbers[form]


def write_workbook(brief: Brief, path: Path) -> Path:
    """Writes every table of a brief as a sheet that prints on one page's width. ValueError for a brief without one."""
    tables = list(_tables(brief))
    if not tables:
        raise ValueError(brief.number)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": brief.title.replace("\n", ""), "subject": brief.number, "author": brief.issuer,
                             "created": dt.datetime.combine(brief.date, dt.time())})  # fmt: skip
        styles = _styles(book)
        for place, (name, table) in enumerate(tables, 1):
            _sheet(book.add_worksheet(_sheet_name(name, place, brief.lang)), brief, table, styles)
    return path


def _tables(brief: Brief) -> Iterator[tuple[str, Table]]:
    for block in brief.items:
        if isinstance(block, Table):
            yield block.title, block
    for annex in brief.annexes:
        for block in annex.items:
            if isinstance(block, Table):
                yield f"{annex.label} {annex.title}", block


def _sheet_name(title: str, place: int, lang: str) -> str:
    bare = UNFIT.sub(" ", title).strip()
    return (f"{place} {bare}" if bare else f"{SHEET.in_(lang)}{place}")[:NAME_LIMIT]


def _styles(book: Any) -> Styles:
    cell = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
    return Styles(
        book=book,
        title=book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"}),
        quiet=book.add_format({"font_color": "#555555", "text_wrap": True, "valign": "top", "font_name": "宋体"}),
        head=book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#EEF3F8", "font_name": "黑体"}),
        left=book.add_format(cell), center=book.add_format({**cell, "align": "center"}), numbers={},
    )  # fmt: skip


def _sheet(sheet: Any, brief: Brief, table: Table, styles: Styles) -> None:
    last = len(table.columns) - 1
    whole = sum(column.width for column in table.columns)
    widths = [max(6.0, WIDE_PAGE * column.width / whole) for column in table.columns]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    head = brief.title.replace("\n", "") + (f"　{table.title}" if table.title else "")
    _across(sheet, 0, last, head, styles.title)
    _across(sheet, 1, last, f"{brief.issuer}　{day(brief.date, brief.lang)}　{foot_note(brief)}", styles.quiet)
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    sheet.set_row(2, height_of((column.header, width) for column, width in zip(table.columns, widths, strict=True)))
    for place, column in enumerate(table.columns):
        sheet.write_string(2, place, column.header, styles.head)
    for number, row in enumerate(table.rows, 3):
        sheet.set_row(number, height_of((said(cell), width) for cell, width in zip(row.cells, widths, strict=True)))
        _row(sheet, number, row, table, styles)
    if table.note:
        below = 3 + len(table.rows)
        sheet.set_row(below, height_of([(said(table.note), sum(widths))]))
        _across(sheet, below, last, said(table.note), styles.quiet)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")


def _across(sheet: Any, row: int, last: int, text: str, form: Any) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, text, form)
    else:
        sheet.write_string(row, 0, text, form)


def _row(sheet: Any, number: int, row: Row, table: Table, styles: Styles) -> None:
    for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        only = cell[0] if len(cell) == 1 else None
        if isinstance(only, Number) and only.value is not None and _keeps(only):
            sheet.write_number(number, place, float(only.value), styles.number(form_of(only)))
        else:
            sheet.write_string(number, place, said(cell), styles.left if column.align == "left" else styles.center)


def _keeps(number: Number) -> bool:
    """Whether a cell keeps the value as it is, as far as anybody reads it."""
    return number.value is not None and len(str(abs(int(number.value)))) <= MOST_DIGITS


def form_of(number: Number) -> str:
    """How a cell shows a figure: a share as per cent, otherwise with the unit if the text has it."""
    if number.unit == "%":
        return "0.0%" if "." in number.text else "0%"
    assert number.value is not None
    places = "#,##0" if number.value == int(number.value) else "#,##0.##"
    return f'{places}"{number.unit}"' if number.unit and number.text.endswith(number.unit) else places


def said(line: Line) -> str:
    """A cell or a note as plain text."""
    pieces = (p if isinstance(p, str) else p.text if isinstance(p, Number) else _word(p) for p in line)
    return "".join(pieces)


def _word(mark: Marked) -> str:
    return mark.word
