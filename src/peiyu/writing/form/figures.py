"""The figure that a cell means, taken from the register: the whole, a part, a quarter, an earlier month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from peiyu.paper.form.offer import Meaning
from peiyu.policy.pack.programme import Programme
from peiyu.problems import Text
from peiyu.writing.register import TOTAL, Held, Register

NO_TEXT = Text("", "")
SUMMED = frozenset({"month", "quarter"})
"""Measures that are what a total has gained since an earlier month's end."""
REST, UNDIVIDED = "~", "-"
"""The part of what belongs to no other one, and what belongs to the territory as a whole."""
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
    """The register of the day, and of ends of earlier months of its year (by month) as far as they are needed. members:
    of each breakdown by rules the parts that the pack names, whether anything belongs to them or not."""

    main: Register
    earlier: Mapping[int, Register]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, month: int) -> Register | None:
        """The register of a month of the year; 0: of the day."""
        return self.main if month in (0, self.main.day.month) else self.earlier.get(month)

    def total(self, register: Register, meaning: Meaning) -> Held | None:
        """The total of a whole or a part. A part that is known and to which nothing belongs is nought, where the
        register tells the indicator by that breakdown; None where it is not known."""
        held = register.held(meaning.code, TOTAL, meaning.group, meaning.part)
        whole = register.held(meaning.code)
        if held is not None or not meaning.part or whole is None or whole.value is None:
            return held
        if not self._knows(meaning) or not (whole.value == 0 or _is_told(register, meaning)):
            return None
        return Held(value=Fraction(0), unit=whole.unit, definition=whole.definition)

    def _knows(self, meaning: Meaning) -> bool:
        told = (one.groups.get(meaning.group) for one in (self.main, *self.earlier.values()))
        known = {part for group in told if group is not None for part in group.parts}
        return meaning.part in known | self.members.get(meaning.group, frozenset())


def _is_told(register: Register, meaning: Meaning) -> bool:
    """Whether anything of an indicator belongs to a part of the breakdown, or is not decided yet."""
    return any(
        (key.code, key.group, key.measure) == (meaning.code, meaning.group, TOTAL) and key.part != UNDIVIDED
        for key in register.figures
    )


def members_of(programme: Programme) -> dict[str, frozenset[str]]:
    """The parts of each breakdown that a pack names itself, 其他 among them."""
    return {
        id_: frozenset(one.id for one in group.members) | {REST}
        for id_, group in programme.groups.items()
        if group.members
    }


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
    return _direct(meaning, register, registers)


def _direct(meaning: Meaning, register: Register, registers: Registers) -> Found:
    measure = meaning.measure
    if measure == "year" and (meaning.part or register.held(meaning.code, "year") is None):
        return _year(meaning, register, registers)
    if measure == TOTAL:
        return _found(registers.total(register, meaning), meaning)
    return _found(register.held(meaning.code, measure, meaning.group, meaning.part), meaning)


def _year(meaning: Meaning, register: Register, registers: Registers) -> Found:
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
    return _found(registers.total(register, meaning), meaning)


def _gained(meaning: Meaning, register: Register, registers: Registers) -> Found:
    """A total less the total at an earlier month's end; nothing is taken off where the year began with it."""
    end = meaning.month or registers.main.day.month
    start = (end - 1) // 3 * 3 if meaning.measure == "quarter" else end - 1
    held = _found(registers.total(register, meaning), meaning)
    if held.value is None:
        return held
    if start == 0:
        return _year(Meaning(meaning.code, "year", meaning.group, meaning.part), register, registers)
    before = registers.of(start)
    if before is None:
        return Found(value=None, reason=_no_register(start))
    earlier = registers.total(before, meaning)
    if earlier is None or earlier.value is None:
        return Found(value=None, reason=_no_register(start))
    return Found(value=held.value - earlier.value, unit=held.unit, definition=held.definition)


def _found(held: Held | None, meaning: Meaning) -> Found:
    if held is None:
        return Found(value=None, reason=UNKNOWN if not meaning.part else _no_part(meaning))
    return Found(value=held.value, unit=held.unit, definition=held.definition, reason=held.reason)


def _no_part(meaning: Meaning) -> Text:
    return Text(f"登记数据里没有“{meaning.part}”的这种数", f"the register has no such figure of “{meaning.part}”")


def _no_register(month: int) -> Text:
    return Text(f"没有{month}月底的登记数据", f"there is no register of the end of month {month}")
