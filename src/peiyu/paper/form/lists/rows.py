"""The rows of a list as entries: how many rows it needs, and what each cell says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from peiyu.paper.form import refusals
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.growing.references import Insertion
from peiyu.paper.form.lists.columns import NUMBER, Column, ListField, ListMapping
from peiyu.paper.form.units import size_of
from peiyu.problems import InputError, Where

DECIMALS = 2
Value = Decimal | str | dt.date | None
Told = Mapping[tuple[str, int], Value]
"""Of an enterprise: (field, year as its column asks for it) → the value in the field's unit. One that is not there is
not known; None is not known either."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: which row (from 1) and column it is of, and whether there was something to say."""

    entry: Entry
    row: int
    column: Column
    known: bool = True


def needed(one: ListMapping, count: int) -> Insertion | None:
    """The rows that a list needs beyond its blank ones, below the last of these; None where it has enough. InputError
    `form-list-without-row` for a list that lays out no blank row, whose looks the others could take."""
    if count and not one.rows:
        raise InputError(refusals.list_without_row(Where(sheet=one.sheet)))
    more = count - one.rows
    return Insertion(one.sheet, one.first + one.rows - 1, more) if more > 0 else None


def list_entries(
    one: ListMapping, form: Form, told: Sequence[Told], fields: Mapping[str, ListField], *, down: int = 0
) -> tuple[ListEntry, ...]:
    """What goes into a list's rows. form: with all rows that it needs; down: by how many rows the list stands lower
    there than in the blank. Cells that say something already (numbers, formulas) stay; one without data says
    无此数据."""
    return tuple(
        entry
        for number, values in enumerate(told, start=1)
        for entry in _row(one, form, number, values, fields, one.first + down + number - 1)
    )


def _row(
    one: ListMapping, form: Form, number: int, values: Told, fields: Mapping[str, ListField], row: int
) -> Iterator[ListEntry]:
    for column in one.columns:
        at = CellAddress(one.sheet, row, column.column)
        cell = form.cell(at)
        if not column.field or cell is None or cell.filled or cell.locked or cell.row != row:
            continue
        if column.field == NUMBER:
            yield ListEntry(_entry(at, Decimal(number), spelled=form.format == "docx"), number, column)
            continue
        value = values.get((column.field, column.year))
        if value is None or value == "":
            yield ListEntry(Entry(at, text=NO_DATA), number, column, known=False)
            continue
        unit = fields[column.field].unit if column.field in fields else ""
        entry = _entry(at, _scaled(value, column.unit, unit), spelled=form.format == "docx")
        yield ListEntry(entry, number, column)


def _scaled(value: Decimal | str | dt.date, unit: str, base: str) -> Decimal | str | dt.date:
    """A number in the unit of its column, to two decimals where that is another."""
    if not isinstance(value, Decimal) or not unit or size_of(unit) == size_of(base or unit):
        return value
    share = size_of(base) / size_of(unit)
    exact = value * share.numerator / share.denominator
    return exact.quantize(Decimal(1).scaleb(-DECIMALS), rounding=ROUND_HALF_UP)


def _entry(at: CellAddress, value: Decimal | str | dt.date, *, spelled: bool) -> Entry:
    if isinstance(value, str):
        return Entry(at, text=value)
    text = value.isoformat() if isinstance(value, dt.date) else f"{value:f}"
    return Entry(at, value, text if spelled or isinstance(value, dt.date) else "")
