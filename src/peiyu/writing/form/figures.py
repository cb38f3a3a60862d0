"""The figure that a cell means, taken from the register: the whole, a part, a quarter, an earlier month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from peiyu.paper.form.offer import Meaning
from peiyu.problems import Text
from peiyu.writing.register import TOTAL, Held, Register

NO_TEXT = Text("", "")
SUMMED = frozenset({"month", "quarter"})
"""Measures that are what a total has gained since an earlier month's end."""
UNKNOWN = Text("登记数据里没有此项", "the register does not know it")
NOT_YET = Text("还没有到这个月", "this month has not come yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure for a cell, in base units (shares in 1), or None and then `reason` says why. waits: there is none
    because its time has not come."""

    value: Fraction | None
    unit: str = ""
    definition: Text = NO_TEXT
    reason: Text = NO_TEXT
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Registers:
    """The register of the day, and of ends of earlier months of its year (by month) as far as they are needed."""

    main: Register
    earlier: Mapping[int, Register]

    def of(self, month: int) -> Register | None:
        """The register of a month of the year; 0: of the day."""
        return self.main if month in (0, self.main.day.month) else self.earlier.get(month)


def needed_months(meanings: Iterable[Meaning], day: dt.date) -> tuple[int, ...]:
    """The earlier months of whose ends a register is needed: those that are named, and those before a month or quarter
    that the register tells only as a total."""
    found: set[int] = set()
    for one in meanings:
        month = one.month or day.month
        if month > day.month:
            continue
        found.add(month)
        if one.measure == "quarter":
            found.add((month - 1) // 3 * 3)
        if one.measure == "month" and one.part:
            found.add(month - 1)
    return tuple(sorted(found - {0, day.month}))


def figure(meaning: Meaning, registers: Registers) -> Found:
    """The figure of a meaning. A part has no month of its own in the register: it is what its total gained since the
    end of the month before; a quarter likewise."""
    day = registers.main.day
    if meaning.month > day.month:
        return Found(value=None, reason=NOT_YET, waits=True)
    register = registers.of(meaning.month)
    if register is None:
        return Found(value=None, reason=_no_register(meaning.month))
    if meaning.measure == "quarter" or (meaning.measure == "month" and meaning.part):
        return _gained(meaning, register, registers)
    return _direct(meaning, register)


def _direct(meaning: Meaning, register: Register) -> Found:
    measure = meaning.measure
    if measure == "year" and (meaning.part or register.held(meaning.code, "year") is None):
        return _year(meaning, register)
    return _found(register.held(meaning.code, measure, meaning.group, meaning.part), meaning)


def _year(meaning: Meaning, register: Register) -> Found:
    """What the year brought, of a part or of an indicator that has no such measure: its total, if that is of the
    year."""
    whole, year = register.held(meaning.code, TOTAL), register.held(meaning.code, "year")
    if year is not None and whole is not None and year.value != whole.value:
        return Found(
            value=None,
            reason=Text(
                "登记数据的分组数是目标起始以来的累计，不是当年的",
                "the register's parts count since the target began, not of the year",
            ),
        )
    return _found(register.held(meaning.code, TOTAL, meaning.group, meaning.part), meaning)


def _gained(meaning: Meaning, register: Register, registers: Registers) -> Found:
    """A total less the total at an earlier month's end; nothing is taken off where the year began with it."""
    end = meaning.month or registers.main.day.month
    start = (end - 1) // 3 * 3 if meaning.measure == "quarter" else end - 1
    held = _found(register.held(meaning.code, TOTAL, meaning.group, meaning.part), meaning)
    if held.value is None:
        return held
    if start == 0:
        return _year(Meaning(meaning.code, "year", meaning.group, meaning.part), register)
    before = registers.of(start)
    if before is None:
        return Found(value=None, reason=_no_register(start))
    earlier = before.held(meaning.code, TOTAL, meaning.group, meaning.part)
    taken = Fraction(0) if earlier is None and meaning.part else None if earlier is None else earlier.value
    if taken is None:
        return Found(value=None, reason=_no_register(start))
    return Found(value=held.value - taken, unit=held.unit, definition=held.definition)


def _found(held: Held | None, meaning: Meaning) -> Found:
    if held is None:
        return Found(value=None, reason=UNKNOWN if not meaning.part else _no_part(meaning))
    return Found(value=held.value, unit=held.unit, definition=held.definition, reason=held.reason)


def _no_part(meaning: Meaning) -> Text:
    return Text(f"登记数据里没有“{meaning.part}”的这种数", f"the register has no such figure of “{meaning.part}”")


def _no_register(month: int) -> Text:
    return Text(f"没有{month}月底的登记数据", f"there is no register of the end of month {month}")
