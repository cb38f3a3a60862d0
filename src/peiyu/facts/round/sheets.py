"""One sheet to fill in: title, period and unit, headers, rows; what may be written and what not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from peiyu.facts.round.guidance import MADE_UP, lines_of
from peiyu.facts.round.layout import Column
from peiyu.facts.round.mark import printed
from peiyu.facts.round.model import Asked, AskedSheet, Firm, Held, Place, Unit
from peiyu.facts.templates.cells import options_of, power_in_cell, write_value
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import STORED_LIMIT, TERRITORY, Field

TITLE_ROW, SPAN_ROW, MARK_ROW, HEADER_ROW = range(4)
FIRST_ROW = HEADER_ROW + 1
SPARE_ROWS = 30
"""Blank rows that are ready at the end of a list that may grow."""

ROW_HEIGHT, LINE_HEIGHT = 20, 16

LONGEST_LIST = 255
"""Characters of a list that stands in the cell's own rule; a longer one stands on the hidden sheet."""

LONGEST_NAME = 60
"""Characters of a unit's name in the footer, which holds 255 in all."""

WIDTHS = {"serial": 5, "name": 28, "code": 21, "said": 20, "record": 22}
GREY, HEAD_COLOUR = "#E7E6E6", "#DDEBF7"
NUMBERS = {"persons": "#,##0", "items": "#,##0", "integer": "0", "years": "0.##"}
WHOLE = frozenset(("persons", "items", "integer"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whose it is, which record of a list, and what is held of it."""

    firm: Firm | None
    record: int | None
    held: Held

    @property
    def enterprise(self) -> int:
        return self.firm.key if self.firm is not None else TERRITORY


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its columns and rows."""

    asked: AskedSheet
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Choices:
    """Lists that are too long for a cell's rule: columns of the hidden sheet."""

    sheet: str
    column: int
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)

    def source(self, options: Sequence[str]) -> list[str] | str:
        """What a rule names as its list."""
        if len(",".join(options)) <= LONGEST_LIST and not any("," in one for one in options):
            return list(options)
        index = self.lists.setdefault(tuple(options), self.column + len(self.lists))
        letter = xlsxwriter.utility.xl_col_to_name(index)
        return f"='{self.sheet}'!${letter}$1:${letter}${len(options)}"

    def write(self, page: Worksheet) -> None:
        """Write the lists."""
        for options, index in self.lists.items():
            for row, text in enumerate(options):
                page.write_string(row, index, text)


def write_sheet(
    book: xlsxwriter.Workbook, asked: Asked, unit: Unit, sheet: Sheet, *, choices: Choices, vocabulary: Vocabulary
) -> None:
    """Add one sheet."""
    page = book.add_worksheet(vocabulary.entities[sheet.asked.entity].name.zh)
    _head(book, page, asked, unit, sheet)
    last = FIRST_ROW + len(sheet.rows) + (SPARE_ROWS if sheet.asked.new_rows else 0) - 1
    looks = {column.key: _Looks(column, book.add_format) for column in sheet.columns}
    for at in range(FIRST_ROW, last + 1):
        page.set_row(at, ROW_HEIGHT)
    for offset, row in enumerate(sheet.rows):
        _row(page, FIRST_ROW + offset, row, sheet, looks, number=offset + 1)
    for at in range(FIRST_ROW + len(sheet.rows), last + 1):
        for index, column in enumerate(sheet.columns):
            page.write_blank(at, index, None, looks[column.key].spare)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, _width(column), None, {"hidden": column.role == "record"})
        _restrict(page, index, column, last, sheet, unit, choices)
    _print(page, asked, unit, sheet)
    page.freeze_panes(FIRST_ROW, 3 if sheet.columns[1].role == "name" else 1)
    page.autofilter(HEADER_ROW, 0, max(last, FIRST_ROW), _last_visible(sheet))
    page.protect("", _allowed(sheet))


def _allowed(sheet: Sheet) -> dict[str, bool]:
    grows = sheet.asked.new_rows
    names = ("format_cells", "format_columns", "format_rows", "sort", "autofilter")
    return {**dict.fromkeys(names, True), "insert_rows": grows, "delete_rows": grows}


def _last_visible(sheet: Sheet) -> int:
    return max(i for i, column in enumerate(sheet.columns) if column.role != "record")


def _head(book: xlsxwriter.Workbook, page: Worksheet, asked: Asked, unit: Unit, sheet: Sheet) -> None:
    """Title, who and when, the mark, headers."""
    last = _last_visible(sheet)
    of = f"：{page.get_name()}" if len(asked.sheets) > 1 else ""
    title = asked.title + of + (f"（{MADE_UP}）" if asked.made_up else "")
    page.merge_range(
        TITLE_ROW, 0, TITLE_ROW, last, title,
        book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
    )  # fmt: skip
    page.set_row(TITLE_ROW, 32)
    said = about(asked, unit)
    line = book.add_format({"text_wrap": True, "valign": "vcenter"})
    page.merge_range(SPAN_ROW, 0, SPAN_ROW, last, "\n".join(said), line)
    page.set_row(SPAN_ROW, LINE_HEIGHT * len(said))
    small = {"font_size": 9, "font_color": "#595959"}
    page.write_string(MARK_ROW, 0, printed(asked, unit), book.add_format(small))
    if any(column.field is not None and column.field.type == "money" for column in sheet.columns):
        page.write_string(MARK_ROW, last, "金额单位：万元", book.add_format({**small, "align": "right"}))
    head = {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
    for index, column in enumerate(sheet.columns):
        colour = "#FCE4D6" if column.required else HEAD_COLOUR
        page.write_string(HEADER_ROW, index, _broken(column.header), book.add_format({**head, "bg_color": colour}))
    lines = max(lines_of(_broken(column.header), _width(column)) for column in sheet.columns)
    page.set_row(HEADER_ROW, LINE_HEIGHT * max(2, lines) + 6)


def about(asked: Asked, unit: Unit) -> list[str]:
    """The lines above a table: who, when, until when; of a statistical table its number, approval and validity."""
    due, basis = asked.due, asked.basis
    day = f"{due.year}年{due.month}月{due.day}日"
    said = [f"报送单位：{unit.name}　　统计期间：{asked.span.said.zh}　　报送截止：{day}"]
    if basis.table:
        until = f"　　有效期至：{basis.valid_until.isoformat()}" if basis.valid_until else ""
        said.append(f"表号：{basis.table}　　批准文号：{basis.approval}{until}")
    return said


def _broken(header: str) -> str:
    """A header with its unit on a line of its own."""
    name, bracket, unit = header.rpartition("（")
    return f"{name}\n{bracket}{unit}" if bracket and name else header


class _Looks:
    """The formats of one column: held or printed (locked, grey), asked (open), and of a spare row."""

    def __init__(self, column: Column, add: Any) -> None:
        base: dict[str, Any] = {"border": 1, "valign": "vcenter"}
        kind = column.field.type if column.field is not None else "text"
        if column.role == "serial":
            base |= {"align": "center"}
        elif kind == "date":
            base |= {"num_format": "yyyy-mm-dd", "align": "center"}
        elif column.field is not None and column.field.is_numeric:
            base |= {"num_format": NUMBERS.get(kind, "#,##0.00####")}
        else:
            base |= {"num_format": "@", "text_wrap": column.role in ("name", "said") or kind == "text"}
        self.locked: Format = add({**base, "bg_color": GREY, "locked": True})
        self.open: Format = add({**base, "locked": False})
        self.spare: Format = self.locked if column.role == "record" else self.open


def _row(
    page: Worksheet, at: int, row: Row, sheet: Sheet, looks: dict[str, _Looks], *, number: int
) -> None:  # fmt: skip
    for index, column in enumerate(sheet.columns):
        look = looks[column.key]
        if column.role == "serial":
            page.write_number(at, index, number, look.locked)
        elif column.role == "said":
            page.write_blank(at, index, None, look.open)
        elif column.field is None:
            page.write_string(at, index, _printed(column, row), look.locked)
        else:
            place = Place(sheet.asked.entity, row.enterprise, row.record, column.field.code)
            value = row.held.get(place)
            if value is None:
                page.write_blank(at, index, None, look.open)
            else:
                write_value(page, at, index, value, field=column.field, look=look.locked)


def _printed(column: Column, row: Row) -> str:
    if column.role == "record":
        return str(row.record)
    firm = row.firm
    return "" if firm is None else firm.name if column.role == "name" else firm.code


def _width(column: Column) -> int:
    if column.field is None:
        return WIDTHS[column.role]
    return {"text": 22, "date": 12, "enum": 14}.get(column.field.type, 13)


def _restrict(
    page: Worksheet, index: int, column: Column, last: int, sheet: Sheet, unit: Unit, choices: Choices
) -> None:
    """What may be written in a column: from a list, a number not below its least, a date; of spare rows the
    enterprise."""
    if last < FIRST_ROW:
        return
    if column.field is not None:
        rule = _rule(column.field, choices)
        if rule is not None:
            page.data_validation(FIRST_ROW, index, last, index, rule)
    elif column.role == "name" and sheet.asked.new_rows and unit.firms:
        rule = _listed(choices.source([firm.name for firm in unit.firms]))
        page.data_validation(FIRST_ROW + len(sheet.rows), index, last, index, rule)


def _rule(field: Field, choices: Choices) -> dict[str, Any] | None:
    if options := options_of(field):
        return _listed(choices.source(options))
    if field.type == "date":
        said = {"error_title": "日期", "error_message": "请写日期，如 2026-05-31；长期有效的写“长期”。"}
        ends = {"minimum": dt.date(1949, 10, 1), "maximum": dt.date(2199, 12, 31)}
        return {"validate": "date", "criteria": "between", **ends, "error_type": "warning", **said}
    if not field.is_numeric:
        return None
    low, high = _bound(field, field.minimum, -1), _bound(field, field.maximum, 1)
    kind = "integer" if field.type in WHOLE and field.scale == 1 else "decimal"
    least = f"不小于 {low:g} 的" if field.minimum is not None else ""
    most = f"、不大于 {high:g}" if field.maximum is not None else ""
    message = f"「{field.name.zh}」请填{least}{'整数' if kind == 'integer' else '数'}{most}；不掌握的留空。"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_type": "warning",
            "error_title": "请核对", "error_message": message}  # fmt: skip


def _bound(field: Field, said: Fraction | None, sign: int) -> float:
    """A bound in the unit of the column; without one the greatest number that can be stored."""
    stored = sign * STORED_LIMIT if said is None else said * field.scale
    bound = Fraction(stored) / Fraction(10) ** power_in_cell(field)
    return int(bound) if bound.denominator == 1 else float(bound)


def _listed(source: list[str] | str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "请选择",
        "error_message": "请从下拉列表中选择；不掌握的留空。",
    }


def _print(page: Worksheet, asked: Asked, unit: Unit, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.repeat_rows(HEADER_ROW)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, max(FIRST_ROW + len(sheet.rows) - 1 + (SPARE_ROWS if sheet.asked.new_rows else 0), FIRST_ROW),
                    _last_visible(sheet))  # fmt: skip
    mark = printed(asked, replace(unit, name=unit.name[:LONGEST_NAME])).replace("&", "&&")
    page.set_footer(f"&L&8{mark}&C{MADE_UP if asked.made_up else ''}&R&8第 &P 页，共 &N 页")
