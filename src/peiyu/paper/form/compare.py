"""A filled form that came back, or that was edited by hand: cell by cell against what had been filled in."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from peiyu.facts.numbers import written
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import read_as
from peiyu.paper.form.grid import Cell, CellAddress, Form
from peiyu.paper.form.opening import open_form

_PASSED_OVER = ("Zs", "Zl", "Zp", "Cc", "Cf")
"""Kinds of signs that do not count in a text: spaces, ends of lines, what cannot be seen."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry whose cell says something else now: as text, and the number if it holds one."""

    entry: Entry
    text: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every entry stands in one of them. `missing`: the cell is blank now, or its sheet is gone."""

    same: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    missing: tuple[Entry, ...]


def compare(
    entries: Sequence[Entry], path: Path, *, moved: Mapping[CellAddress, CellAddress] | None = None
) -> Comparison:
    """What became of each entry in the form at `path`, whichever program saved it last.

    Numbers are the same with the 15 digits that a workbook holds, also where one was typed anew as text (``1,067``);
    text is the same but for spaces and full-width signs, and a cell without data may be blank. `moved`: where cells
    stand now, of a form whose rows or columns were moved. InputError for a file that is no form.
    """
    form = open_form(path)
    same, changed, missing = list[Entry](), list[Changed](), list[Entry]()
    for entry in entries:
        cell = _cell(form, (moved or {}).get(entry.cell, entry.cell))
        if cell is not None and _is_same(entry, cell):
            same.append(entry)
        elif cell is None or not cell.filled:
            missing.append(entry)
        else:
            changed.append(Changed(entry, cell.text, cell.number))
    return Comparison(tuple(same), tuple(changed), tuple(missing))


def _cell(form: Form, address: CellAddress) -> Cell | None:
    """The cell, blank where the sheet says nothing; None without the sheet. The one sheet of a form is found by any
    name."""
    sheet = form.sheet(address.sheet) or (form.sheets[0] if len(form.sheets) == 1 else None)
    if sheet is None:
        return None
    return sheet.at(address.row, address.column) or Cell(address.row, address.column)


def _is_same(entry: Entry, cell: Cell) -> bool:
    value = entry.value
    if isinstance(value, dt.date):
        return plain_text(cell.text) in (plain_text(read_as(entry)), value.isoformat()) or cell.number in _serials(
            value
        )
    if value is None and entry.text.startswith(NO_DATA) and not cell.filled:
        return True
    if value is None or (entry.text and plain_text(cell.text) == plain_text(entry.text)):
        return plain_text(cell.text) == plain_text(entry.text)
    found = cell.number if cell.number is not None else _number(cell.text)
    return found is not None and _held(found) == _held(Decimal(value))


def _serials(day: dt.date) -> tuple[Decimal, ...]:
    """A day as a workbook counts it, from 1900 or from 1904."""
    moment = dt.datetime(day.year, day.month, day.day)
    return tuple(Decimal(int(to_excel(moment, epoch))) for epoch in (CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904))


def _held(number: Decimal) -> Decimal:
    """A number with the digits that a workbook holds."""
    return Decimal(written(float(number)))


def plain_text(text: str) -> str:
    """A text as texts are compared: half-width, without spaces, commas and ends of lines."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _PASSED_OVER)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(plain_text(text).removesuffix("%")) / (100 if plain_text(text).endswith("%") else 1)
    except InvalidOperation:
        return None
