"""Tables that wait for enterprises, one a row: their columns with headers, and the blank rows that they lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from peiyu.paper.form.grid import Form, Sheet
from peiyu.paper.form.headers.cells import column_path, sheets_of
from peiyu.paper.form.headers.rows import texts_of
from peiyu.paper.form.headers.table import Table, blank, tables
from peiyu.paper.form.propose.parts import SUBTOTAL, WHOLE
from peiyu.paper.form.propose.terms import plain
from peiyu.paper.form.units import noted_units

FIRM = re.compile(r"(企业|单位|公司)(全)?名称|统一社会信用代码|入驻企业|^(企业|公司)$")
"""Headers by which the rows of a list are enterprises."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list with the words of its header, outer to inner."""

    column: int
    headers: tuple[str, ...]

    @property
    def said(self) -> str:
        return " ".join(self.headers).replace("\n", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """A table that waits for enterprises. titles: the sheet's name and the lines above it, those of units among them;
    key: the column of the name, or of the code; rows: the blank rows, from 0, which follow each other."""

    sheet: str
    titles: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    key: int
    rows: tuple[int, ...]


def list_tables(form: Form) -> tuple[ListTable, ...]:
    """The lists of enterprises in a form, by sheet from top to bottom; hidden sheets and lists of other things (项目,
    专利) left out."""
    found = []
    for sheet in sheets_of(form):
        titles: tuple[str, ...] = ()
        for table in tables(sheet):
            titles = table.titles or titles
            one = _of_table(table, titles) if table.kind == "list" else None
            if one is not None:
                found.append(one)
    return tuple(found)


def of_firms(fields: Iterable[str]) -> bool:
    """Whether the headers of a list say that its rows are enterprises."""
    return any(FIRM.search(re.sub(r"\s", "", one)) for one in fields)


def _of_table(table: Table, titles: tuple[str, ...]) -> ListTable | None:
    columns = tuple(
        ListColumn(column, path) for column in _first_columns(table) if (path := column_path(table, column))
    )
    key = next((one.column for one in columns if FIRM.search(re.sub(r"\s", "", one.headers[-1]))), None)
    if key is None:
        return None
    named = tuple(dict.fromkeys((table.sheet.name, *(line for line in table.notes if noted_units(line)), *titles)))
    return ListTable(sheet=table.sheet.name, titles=named, columns=columns, key=key, rows=_rows(table, key))


def _first_columns(table: Table) -> tuple[int, ...]:
    """The columns without those that a header or a cell is only merged into."""
    head = table.sheet
    return tuple(
        column for column in table.columns
        if (cell := head.at(table.head_end, column)) is None or cell.column == column
    )  # fmt: skip


def _rows(table: Table, key: int) -> tuple[int, ...]:
    """The first run of blank rows; a row of a total, a heading or a hidden row ends it."""
    found: list[int] = []
    for row in table.body:
        if _waits(table.sheet, row, key) and row not in table.sections:
            found.append(row)
        elif found:
            break
    return tuple(found)


def _waits(sheet: Sheet, row: int, key: int) -> bool:
    cell = sheet.at(row, key)
    if row in sheet.hidden_rows or cell is None or cell.row != row or cell.locked or not blank(sheet, row, key):
        return False
    return not any(_is_total(one.text) for one in texts_of(sheet, row))


def _is_total(text: str) -> bool:
    return bool(WHOLE.match(plain(text)) or SUBTOTAL.match(plain(text)))
