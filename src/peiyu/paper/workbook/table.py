"""A sheet that is one table: title, a line of dates and warnings, a header that stays, rows, print set-up.

Texts are always written as strings, so that a cell beginning with = + - or @ is never a formula; codes carry the
text format, so that a spreadsheet never turns them into numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from peiyu.paper.wording import day, outcome_word
from peiyu.paper.workbook.height import height_of
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

Row = TypeVar("Row")
Kind = Literal["text", "code", "centre", "count", "date", "outcome", "number", "link"]

LINK_LIMIT = 60_000
"""A sheet holds at most 65 530 links; beyond that the file's name is written as text."""

WRAPPED: tuple[Kind, ...] = ("text", "centre", "date")
"""Kinds of cells whose text wraps, and which the height of a row follows."""

HEADER_ROW = 2
NUMBER = Text("序号", "No.")
TITLE_FONT, BODY_FONT = "黑体", "宋体"
COLOURS = {
    Outcome.MET: ("#1E6B34", "#E6F4EA"),
    Outcome.NOT_MET: ("#8A1C1C", "#FBE9E7"),
    Outcome.UNKNOWN: ("#7A5200", "#FFF6DD"),
}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: heading, width in characters, how a cell is shown, and what a row puts into it."""

    heading: Text
    width: float
    kind: Kind
    value: Callable[[Row], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """A sheet to be written. `lead` is the line under the title; `empty` stands where there are no rows."""

    name: str
    title: str
    lead: str
    columns: tuple[Column[Row], ...]
    rows: Sequence[Row]
    empty: str


class Formats:
    """The formats of one workbook, made once."""

    def __init__(self, book: Any) -> None:
        make = book.add_format
        cell = {"font_name": BODY_FONT, "font_size": 10, "border": 1, "border_color": "#9AA5B1", "valign": "vcenter"}
        centred = {**cell, "align": "center"}
        heading = {"font_name": TITLE_FONT, "bold": True, "valign": "vcenter"}
        small = {"font_name": BODY_FONT, "font_size": 9, "font_color": "#44505C", "text_wrap": True}
        self.title = make({**heading, "font_size": 16, "align": "center"})
        self.lead = make({**small, "align": "center", "valign": "vcenter"})
        self.head = make({**centred, **heading, "bg_color": "#DCE6F1", "text_wrap": True})
        self.section = make({**heading, "font_size": 12, "bottom": 2, "bottom_color": "#1F4E79"})
        self.figure = make({**centred, **heading, "font_size": 20, "font_color": "#1F4E79"})
        self.label = make({**centred, "font_color": "#44505C", "text_wrap": True})
        self.plain = make({"font_name": BODY_FONT, "font_size": 10.5, "text_wrap": True, "valign": "top"})
        self.by_kind: dict[str, Any] = {
            "text": make({**cell, "text_wrap": True}),
            "code": make({**cell, "num_format": "@", "font_name": "Consolas", "font_size": 9}),
            "centre": make({**centred, "text_wrap": True}),
            "count": make({**cell, "align": "right", "num_format": "#,##0"}),
            "number": make({**centred, "num_format": "0"}),
            "date": make({**centred, "num_format": "yyyy-mm-dd", "text_wrap": True}),
            "link": make({**centred, "font_color": "#1F4E79", "underline": 1}),
        }
        self.outcome = {
            one: make({**centred, "font_color": ink, "bg_color": paper}) for one, (ink, paper) in COLOURS.items()
        }


def set_up_print(sheet: Any, last_row: int, last_column: int, *, footer: str, portrait: bool = False) -> None:
    """A4, one page wide, page numbers 第×页 共×页; the caller repeats what must stand on every page."""
    sheet.set_paper(9)
    sheet.set_portrait() if portrait else sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer(footer)


def write_table(book: Any, formats: Formats, table: Table[Any], *, lang: str, footer: str) -> None:
    """One table as one sheet of the workbook."""
    sheet = book.add_worksheet(table.name)
    columns = (Column(NUMBER, 5.5, "number", lambda row: row), *table.columns)
    last = len(columns) - 1
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, table.title, formats.title)
    sheet.set_row(1, height_of([(table.lead, sum(c.width for c in columns))]))
    sheet.merge_range(1, 0, 1, last, table.lead, formats.lead)
    sheet.set_row(HEADER_ROW, height_of(((c.heading.in_(lang), c.width) for c in columns), least=30))
    for index, column in enumerate(columns):
        sheet.write_string(HEADER_ROW, index, column.heading.in_(lang), formats.head)
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.repeat_rows(0, HEADER_ROW)
    end = HEADER_ROW + max(1, len(table.rows))
    _write_rows(sheet, formats, table, lang)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, end, last)
    set_up_print(sheet, end, last, footer=footer)


def _write_rows(sheet: Any, formats: Formats, table: Table[Any], lang: str) -> None:
    if not table.rows:
        sheet.merge_range(HEADER_ROW + 1, 0, HEADER_ROW + 1, len(table.columns), table.empty, formats.by_kind["centre"])
        return
    linked = len(table.rows) <= LINK_LIMIT
    number_format = formats.by_kind["number"]
    for place, row in enumerate(table.rows):
        at = HEADER_ROW + 1 + place
        values = [column.value(row) for column in table.columns]
        wrapped = [(shown(v, lang), c.width) for v, c in zip(values, table.columns, strict=True) if c.kind in WRAPPED]
        sheet.set_row(at, height_of(wrapped))
        sheet.write_number(at, 0, place + 1, number_format)
        for index, (column, value) in enumerate(zip(table.columns, values, strict=True), start=1):
            write_cell(sheet, formats, (at, index), column.kind, value, lang=lang, linked=linked)


def shown(value: Any, lang: str) -> str:
    """The text of a cell, as its row's height is measured by."""
    if isinstance(value, Text):
        return value.in_(lang)
    return "" if value is None else day(value, "en") if isinstance(value, dt.date) else str(value)


def write_cell(
    sheet: Any, formats: Formats, at: tuple[int, int], kind: Kind, value: Any, *, lang: str, linked: bool = True
) -> None:
    """One cell by its kind; a Text is written in the language of the workbook."""
    if isinstance(value, Text):
        value = value.in_(lang)
    if kind == "outcome" and isinstance(value, Outcome):
        sheet.write_string(*at, outcome_word(value, lang), formats.outcome[value])
    elif value is None or value == "":
        sheet.write_blank(*at, None, formats.by_kind["centre" if kind == "outcome" else kind])
    elif kind in ("count", "number") and isinstance(value, int):
        sheet.write_number(*at, value, formats.by_kind[kind])
    elif kind == "date" and isinstance(value, dt.date):
        sheet.write_datetime(*at, dt.datetime(value.year, value.month, value.day), formats.by_kind["date"])
    elif kind == "link" and linked:
        sheet.write_url(*at, f"external:{value}", formats.by_kind["link"], "打开" if lang != "en" else "open")
    else:
        sheet.write_string(*at, str(value), formats.by_kind["centre" if kind in ("outcome", "link") else kind])


def write_block(
    sheet: Any,
    formats: Formats,
    top: int,
    *,
    headings: Iterable[str],
    rows: Iterable[Sequence[tuple[Kind, Any]]],
    widths: Sequence[float],
    lang: str,
) -> int:
    """A small table inside a sheet of columns of `widths`, its header at `top`; gives the row after it."""
    for index, heading in enumerate(headings):
        sheet.write_string(top, index, heading, formats.head)
    at = top + 1
    for row in rows:
        sheet.set_row(at, height_of((shown(v, lang), w) for (_, v), w in zip(row, widths, strict=False)))
        for index, (kind, value) in enumerate(row):
            write_cell(sheet, formats, (at, index), kind, value, lang=lang)
        at += 1
    return at
