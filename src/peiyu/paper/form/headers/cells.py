"""What stands around each cell that can be filled: the path of headers above it and beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet
from peiyu.paper.form.headers.labels import PART, Label, head_text, label_columns, labels, unit_column
from peiyu.paper.form.headers.table import CODES, Table, tables
from peiyu.paper.form.units import bracketed_unit, noted_units, plain_unit

INSTRUCTIONS = re.compile(r"^(填表|填报)?(说明|须知|要求)|指标解释|封面|目录|^notes?$|instructions", re.I)
"""Sheets without figures."""


@dataclass(frozen=True, slots=True)
class Headers:
    """What tells a cell's meaning. titles: the lines above its table; notes: its particulars and notes; columns: its
    headers, top to bottom; rows: the words of its row, outer to inner. headings: numbered or wide rows above it.
    whole: the row or column of which it is a 其中; implied: it does not say 其中 itself but stands beside one that
    does. row_head: what the head says over the row's own words (园区, 指标). unit: of the cell, row or column; units:
    of the table's notes."""

    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    whole: str = ""
    implied: bool = False
    row_head: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """高新技术企业 › 本月, as people read it: headings, whole, rows, columns."""
        whole = (f"{self.whole}（其中）",) if self.whole and not self.implied else ()
        return " › ".join((*self.headings, *whole, *self.rows, *self.columns)).replace("\n", "")


@dataclass(frozen=True, slots=True)
class Fillable:
    """A cell that waits for a figure, with its headers. table: the place of its table on the sheet."""

    cell: CellAddress
    headers: Headers
    table: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A table that lists things one by one (企业明细): its sheet, first and last row, and the fields of its columns.
    It waits for records, not for figures."""

    sheet: str
    first: int
    last: int
    title: str
    fields: tuple[str, ...]


def fillable(form: Form) -> tuple[Fillable, ...]:
    """The cells of a form that wait for a figure, by sheet, row and column. Hidden sheets, rows and columns, formulas,
    locked cells of a protected sheet and lists have none."""
    return tuple(one for sheet in sheets_of(form) for one in _of_sheet(sheet))


def listed(form: Form) -> tuple[Listed, ...]:
    """The tables of a form that list things one by one."""
    found = []
    for sheet in sheets_of(form):
        for one in tables(sheet):
            if one.kind == "list":
                fields = tuple(text for column in one.columns if (text := " ".join(column_path(one, column))))
                title = one.titles[-1] if one.titles else ""
                found.append(Listed(sheet.name, one.head_end + 1, one.bottom, title, fields))
    return tuple(found)


def sheets_of(form: Form) -> Iterator[Sheet]:
    """The sheets that may wait for something: not hidden, and no instructions."""
    return (one for one in form.sheets if not one.hidden and not INSTRUCTIONS.search(one.name.strip()))


def _of_sheet(sheet: Sheet) -> Iterator[Fillable]:
    carried: tuple[str, ...] = ()
    for place, one in enumerate(tables(sheet)):
        titles = one.titles or carried
        carried = titles
        if one.kind == "pairs":
            cells = _of_pairs(one)
        elif one.kind == "figures":
            cells = _of_figures(one)
        else:
            continue
        named = tuple(dict.fromkeys((*([sheet.name] if _telling(sheet.name) else []), *titles)))
        units = tuple(unit for line in (*titles, *one.notes) for unit in noted_units(line))
        for cell, headers in cells:
            yield Fillable(
                sheet.address(cell),
                Headers(
                    titles=named, notes=one.notes, units=units, columns=headers.columns, rows=headers.rows,
                    headings=headers.headings, whole=headers.whole, implied=headers.implied,
                    row_head=headers.row_head, unit=headers.unit,
                ),
                place,
            )  # fmt: skip


def _telling(name: str) -> bool:
    """Whether a sheet's name says something: not Sheet1, not 表1."""
    return not re.fullmatch(r"\s*(sheet|表|附表|附件|table|工作表)\s*[\d一二三四五六七八九十]*\s*", name, re.I)


def open_cells(table: Table, row: int) -> Iterator[Cell]:
    """The blank cells that a row lays out for filling, top left cells of their blocks."""
    sheet = table.sheet
    for column in table.columns:
        cell = sheet.at(row, column)
        if cell is None:
            continue
        if (cell.row, cell.column) == (row, column) and not cell.filled and not cell.locked:
            yield cell


# --- tables with a head -----------------------------------------------------------------------------------------


def _of_figures(table: Table) -> Iterator[tuple[Cell, Headers]]:
    columns = label_columns(table)
    halves = halves_of(table, columns)
    names = {half: labels(table, tuple(c for c in columns if c in half)) for half in halves}
    paths = {column: column_path(table, column) for column in table.columns}
    wholes = {column: column_whole(table, column) for column in table.columns}
    units = unit_column(table)
    for row in table.body:
        if row in table.sections or row in table.sheet.hidden_rows:
            continue
        for cell in open_cells(table, row):
            if cell.column == units:
                continue
            half = next((one for one in halves if cell.column in one), halves[0])
            label = _label(names[half], row, cell.column, columns, half)
            if label is None or (units is not None and not label.unit and _heads(table, row, units)):
                continue
            path = paths[cell.column]
            if not path:
                continue
            unit = next((u for text in reversed(path) if (u := bracketed_unit(text))), "")
            own = next((u for text in reversed(label.own) if (u := bracketed_unit(text))), "")
            yield cell, Headers(
                columns=path, rows=label.own, headings=label.headings,
                whole=label.whole or wholes[cell.column][0], implied=not label.whole and wholes[cell.column][1],
                row_head=_row_head(table, columns, half, cell.column), unit=unit or own or label.unit,
            )  # fmt: skip


def _heads(table: Table, row: int, units: int) -> bool:
    """Whether a row without a unit is a heading of the rows below it: its cells wait for nothing."""
    cell = table.sheet.at(row, units)
    return cell is None or not re.sub(r"[-—–/\s]", "", cell.text)


def halves_of(table: Table, columns: tuple[int, ...]) -> tuple[range, ...]:
    """A table that stands twice side by side (指标 | 数值 | 指标 | 数值) as its halves; any other as one."""
    starts: list[int] = []
    for column in columns:
        head = head_text(table, column)
        same = [one for one in starts if head and head_text(table, one) == head]
        between = [c for c in table.columns if starts and starts[-1] < c < column and c not in columns]
        if not starts or (same and between):
            starts.append(column)
    first = table.left if not starts else min(table.left, starts[0])
    edges = [first, *starts[1:], table.right + 1]
    return tuple(range(left, right) for left, right in pairwise(edges))


def _label(found: dict[int, Label], row: int, column: int, columns: tuple[int, ...], half: range) -> Label | None:
    """The label of a cell's row: it must stand to the left of the cell."""
    left = [one for one in columns if one in half and one < column]
    return found.get(row) if left else None


def _row_head(table: Table, columns: tuple[int, ...], half: range, column: int) -> str:
    left = [one for one in columns if one in half and one < column]
    return head_text(table, left[-1]) if left else ""


def column_path(table: Table, column: int) -> tuple[str, ...]:
    """The headers over a column, top to bottom, each block once; a blank upper cell that was not merged takes the words
    to its left. Codes of columns (甲, 1, 2) are none."""
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in range(table.top, table.head_end + 1):
        cell = _head_cell(table, row, column)
        if cell is None or (cell.row, cell.column) in seen:
            continue
        seen.add((cell.row, cell.column))
        if not (row > table.top and CODES.match(cell.text)):
            found.append(cell.text.strip())
    return tuple(found)


def _head_cell(table: Table, row: int, column: int) -> Cell | None:
    cell = table.sheet.at(row, column)
    if cell is not None and cell.filled:
        return cell
    lower = any(
        (one := table.sheet.at(below, column)) is not None and one.filled and one.row == below
        for below in range(row + 1, table.head_end + 1)
    )
    merged = cell is not None and cell.merged is not None
    if not lower or merged:
        return None
    for left in range(column - 1, table.left - 1, -1):
        beside = table.sheet.at(row, left)
        if beside is not None and beside.filled:
            return beside if beside.block.bottom == row and _spread(table, row, left) else None
    return None


def _spread(table: Table, row: int, column: int) -> bool:
    """Whether a header has words of its own below it, so that it may stand over its right neighbours too."""
    below = table.sheet.at(row + 1, column) if row < table.head_end else None
    return below is not None and below.filled and below.row == row + 1


def column_whole(table: Table, column: int) -> tuple[str, bool]:
    """The header of which a column is a 其中, and whether that is only implied, because it stands to the right of one
    that says so under the same upper header. ('', False) for one that is no part."""
    for row in range(table.top, table.head_end + 1):
        cell = _head_cell(table, row, column)
        if cell is None:
            continue
        if PART.match(cell.text):
            return _left_of(table, row, cell.column), False
        for left in range(cell.column - 1, table.left - 1, -1):
            beside = _head_cell(table, row, left)
            if (
                beside is None
                or row == table.top
                or _head_cell(table, row - 1, left) != _head_cell(table, row - 1, column)
            ):
                break
            if PART.match(beside.text):
                return _left_of(table, row, beside.column), True
    return "", False


def _left_of(table: Table, row: int, column: int) -> str:
    """The nearest header to the left on the same row that is no 其中."""
    for left in range(column - 1, table.left - 1, -1):
        beside = _head_cell(table, row, left)
        if beside is not None and not PART.match(beside.text):
            return beside.text.strip()
    return ""


# --- pairs ------------------------------------------------------------------------------------------------------


def _of_pairs(table: Table) -> Iterator[tuple[Cell, Headers]]:
    """名称 ▢ 名称 ▢: each blank has its name at its left, units between them."""
    sheet = table.sheet
    section: tuple[str, ...] = ()
    for row in table.body:
        if row in table.sections:
            section = tuple(one.text.strip() for column in table.columns if (one := sheet.at(row, column)) is not None)[
                :1
            ]
            continue
        for cell in open_cells(table, row):
            words: list[str] = []
            for left in range(cell.column - 1, table.left - 1, -1):
                beside = sheet.at(row, left)
                if beside is None or not beside.filled:
                    if words:
                        break
                    continue
                if beside.text.strip() not in words:
                    words.insert(0, beside.text.strip())
            names = tuple(word for word in words if not plain_unit(word))
            if names:
                unit = next((u for text in words if (u := plain_unit(text) or bracketed_unit(text))), "")
                yield cell, Headers(rows=names, headings=section, unit=unit)
