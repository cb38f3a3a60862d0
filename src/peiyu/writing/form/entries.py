"""A confirmed mapping and the registers → what goes into each cell of a form, and the account of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.grid import Cell, CellAddress, Form
from peiyu.paper.form.mapping import FormMapping, Mapped
from peiyu.paper.form.offer import Meaning
from peiyu.paper.form.units import size_of
from peiyu.problems import Level, Problem, Text, Where
from peiyu.writing.form.figures import NO_TEXT, Found, Registers, figure

DECIMALS = {"%": 1, "scaled": 2, "rate": 2}
"""Decimals of a percentage, of an amount in 万元 and the like, and of a quotient such as 件/万人."""
PLACES = re.compile(r"0\.(0+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """What became of a cell. said: what was written ('': nothing); reason: why there is no figure; definition: how the
    figure is counted; asked: nobody has said yet what the cell means."""

    cell: CellAddress
    path: str
    meaning: Meaning | None
    said: str
    value: Fraction | None = None
    definition: Text = NO_TEXT
    reason: Text = NO_TEXT
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """The entries for a form, and a line for every cell of its mapping."""

    entries: tuple[Entry, ...]
    account: tuple[AccountLine, ...]


def entries(mapping: FormMapping, form: Form, registers: Registers) -> Prepared:
    """What a mapping puts into a form. A cell without data says 无此数据 and the account why; a month that has not come
    and a cell that nobody has confirmed stay blank."""
    made: list[Entry] = []
    account: list[AccountLine] = []
    for one in mapping.cells:
        entry, line = _of_cell(one, form.cell(one.cell), registers, form)
        account.append(line)
        if entry is not None:
            made.append(entry)
    return Prepared(tuple(made), tuple(account))


def _of_cell(one: Mapped, cell: Cell | None, registers: Registers, form: Form) -> tuple[Entry | None, AccountLine]:
    path = one.headers.path
    if one.meaning is None:
        said = one.text
        line = AccountLine(
            cell=one.cell, path=path, meaning=None, said=said, asked=one.open and not said, reason=one.why
        )
        return (Entry(one.cell, text=said) if said else None), line
    found = figure(one.meaning, registers)
    if found.value is None:
        said = "" if found.waits else NO_DATA
        line = AccountLine(
            cell=one.cell, path=path, meaning=one.meaning, said=said, definition=found.definition, reason=found.reason
        )
        return (Entry(one.cell, text=said) if said else None), line
    value, text = amount(found, one.meaning, cell, spelled=form.format == "docx", header=path)
    line = AccountLine(
        cell=one.cell, path=path, meaning=one.meaning, said=text or f"{value:f}", value=found.value,
        definition=found.definition,
    )  # fmt: skip
    return Entry(one.cell, value, text), line


def amount(found: Found, meaning: Meaning, cell: Cell | None, *, spelled: bool, header: str) -> tuple[Decimal, str]:
    """The number that a cell holds, and in a document how it is read. Rounded half up: amounts in 万元 and quotients to
    two decimals, percentages to one, or as many as the cell's own format shows."""
    assert found.value is not None
    format_ = "General" if cell is None else cell.number_format
    shown = len(match[1]) if (match := PLACES.search(format_)) else 0
    if found.unit == "%":
        places = max(shown, DECIMALS["%"])
        if "%" in format_ and not spelled:
            return rounded(found.value, places + 2), ""
        number = rounded(found.value * 100, places)
        sign = "" if "%" in header or "％" in header else "%"
        return number, f"{_bare(number)}{sign}" if spelled else ""
    size = size_of(meaning.unit) / size_of(found.unit)
    places = DECIMALS["scaled"] if size != 1 else DECIMALS["rate"]
    number = rounded(found.value / size, max(shown, places))
    return number, _bare(number) if spelled else ""


def rounded(number: Fraction, places: int) -> Decimal:
    """Rounded half up, without zeros at the end."""
    exact = Fraction(number) * 10**places
    whole = (abs(exact) + Fraction(1, 2)).__floor__()
    made = Decimal(whole if exact >= 0 else -whole).scaleb(-places)
    return Decimal(_bare(made.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)))


def _bare(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def other_period(mapping: FormMapping, day: dt.date) -> tuple[Problem, ...]:
    """Warning `form-other-period` where a form says of which month or year it is, and the figures are of another one:
    本月 and 累计 on it would be those of the day."""
    if (mapping.year or day.year, mapping.month or day.month) == (day.year, day.month):
        return ()
    year = f"{mapping.year}年" if mapping.year else ""
    month = f"{mapping.month}月" if mapping.month else ""
    return (
        Problem(
            "form-other-period",
            Text("表上写的期间与数据截止日不是同一期", "the form says another period than that of the figures"),
            Where(mapping.form), Level.WARNING, f"{year}{month} ≠ {day.isoformat()}",
            Text("同一期的表和数据", "a form and figures of the same period"),
            Text("改数据截止日，或换本期的空表", "choose another day, or the blank of this period"),
        ),
    )  # fmt: skip
