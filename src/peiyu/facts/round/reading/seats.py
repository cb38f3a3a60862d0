"""Which round, unit and edition a sheet belongs to: by the hidden mark, by the printed line, else by what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.facts.intake.headers import normal
from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.round.arrived import How
from peiyu.facts.round.mark import Mark, Printed, checksum
from peiyu.facts.round.model import Asked, Unit
from peiyu.facts.round.reading.file import File, printed_on
from peiyu.problems import Level, Problem, Text, Where

Rounds = Mapping[str, Asked]
Units = Mapping[str, tuple[Unit, ...]]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a sheet belongs. Without a mark the unit is None and the version 0: its rows tell whose they are."""

    asked: Asked
    unit: Unit | None
    version: int
    how: How
    mark: Mark | None = None


def seat_of(file: File, sheet: Sheet, *, rounds: Rounds, units: Units) -> Seat | Problem | None:
    """The seat that a sheet's own printed line or the file's mark gives; None: nothing marks it. A line that differs
    from the file's mark tells that the sheet was brought from another workbook."""
    printed = printed_on(sheet)
    own = _by_printed(printed, sheet.where(), rounds=rounds, units=units) if printed is not None else None
    whole = _of_file(file, rounds=rounds, units=units)
    if isinstance(own, Seat) and isinstance(whole, Seat):
        return whole if (own.asked.id, own.unit) == (whole.asked.id, whole.unit) else own
    if isinstance(own, Seat) or whole is None:
        return own
    if isinstance(own, Problem) and isinstance(whole, Seat) and printed is not None:
        return own if printed.round != whole.asked.id else whole
    return whole


def _of_file(file: File, *, rounds: Rounds, units: Units) -> Seat | Problem | None:
    where = Where(file.name)
    mark = file.mark
    said = Printed(mark.round, mark.unit, mark.version, "") if mark is not None else file.stated
    if said is not None:
        return _by_mark(said, where, mark, rounds=rounds, units=units)
    lines = file.printed
    return _by_printed(lines[0], where, rounds=rounds, units=units) if len(lines) == 1 else None


def _by_printed(said: Printed, where: Where, *, rounds: Rounds, units: Units) -> Seat | Problem | None:
    """A line whose check does not fit its unit was typed or cut: it marks nothing."""
    if said.round not in rounds:
        return _not_open(said.round, where)
    named = [one for one in units.get(said.round, ()) if normal(one.name) == normal(said.unit)]
    for unit in named:
        if checksum(said.round, unit.id, said.version) == said.check:
            return Seat(rounds[said.round], unit, said.version, "printed_mark")
    return None if named else _not_asked(said.unit, where)


def _by_mark(said: Printed, where: Where, mark: Mark | None, *, rounds: Rounds, units: Units) -> Seat | Problem:
    if said.round not in rounds:
        return _not_open(said.round, where)
    unit = next((one for one in units.get(said.round, ()) if one.id == said.unit), None)
    return Seat(rounds[said.round], unit, said.version, "mark", mark) if unit else _not_asked(said.unit, where)


def edition(seat: Seat, where: Where) -> Problem | None:
    """What is said of a form that is not the present edition."""
    now = seat.asked.version
    if seat.version in (0, now):
        return None
    found = f"第{seat.version}版"
    if seat.version < now:
        said = Text(
            f"用的是旧版表（现为第{now}版）：仍收的数据项已采用，新增的数据项未填",
            f"an old edition of the form (now {now}): what is still asked was taken, what is new is blank",
        )
        step = Text("补报新增的数据项，或改用新版表", "add what is new, or use the new form")
        return Problem("form-old-edition", said, where, Level.WARNING, found, next_step=step)
    said = Text(f"表的版次比现行第{now}版还新", f"the form's edition is later than the present one, {now}")
    return Problem("form-unknown-edition", said, where, Level.WARNING, found)


def _not_open(round_id: str, where: Where) -> Problem:
    return Problem(
        "round-not-open",
        Text("这张表属于别的收表，或该收表已结束", "this form belongs to another round, or to one that is closed"),
        where,
        found=round_id,
        accepted=Text("正在进行的收表", "a round that is open"),
        next_step=Text("核对收表编号；已结束的走更正", "look at its number; a closed round takes corrections"),
    )


def _not_asked(unit: str, where: Where) -> Problem:
    return Problem(
        "unit-not-asked",
        Text("这次收表没有这个报送单位", "this round does not ask this unit"),
        where,
        found=unit,
        next_step=Text("核对报送单位，或把它加入本次收表", "look at the unit, or add it to the round"),
    )
