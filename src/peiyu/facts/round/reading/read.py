"""The entry of reading: one file → parts by unit, what waits, what is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.round.arrived import Arrived, Aside, How, Part
from peiyu.facts.round.model import Answer, Held
from peiyu.facts.round.reading import saying
from peiyu.facts.round.reading.columns import unread_columns
from peiyu.facts.round.reading.file import File, open_returned
from peiyu.facts.round.reading.forms import Form, form_of
from peiyu.facts.round.reading.owners import Owners
from peiyu.facts.round.reading.seats import Rounds, Seat, Units, edition, seat_of
from peiyu.facts.round.reading.tables import Sheeted, Taken, take
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.problems import Level, Problem, Where

HOW: tuple[How, ...] = ("mark", "printed_mark", "headers")
"""From the surest to the least sure."""


MOST_ROWS = 100_000
"""Rows with something in them that a sheet of one unit may have."""


def read(
    path: str | Path, *, rounds: Rounds, units: Units, held: Mapping[str, Held] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Arrived:  # fmt: skip
    """Read a returned file, whatever it is called and whatever was done to it.

    rounds: those that are open, by id. units: those that each asks, by the round's id. held: by the round's id, what is
    held, for files that have lost their mark; the mark tells what they were prefilled with. Never raises for bad
    input: what cannot be told is in `aside`, with its reason.
    """
    words = vocabulary or common()
    reading = _Reading(open_returned(Path(path), words), rounds, units, held or {}, words)
    return reading.arrived()


@dataclass(slots=True)
class _Gathered:
    """A part that is being put together: of several sheets the least sure way of knowing them is told."""

    version: int
    how: How
    answers: list[Answer] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """Reads one file."""

    file: File
    rounds: Rounds
    units: Units
    held: Mapping[str, Held]
    words: Vocabulary
    parts: dict[tuple[str, str], _Gathered] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    met: set[tuple[str, str]] = field(default_factory=set)
    seats: list[Seat] = field(default_factory=list)

    def arrived(self) -> Arrived:
        """What the file says."""
        for problem in self.file.problems:
            if problem.level is Level.ERROR:
                self.aside.append(Aside(problem.where, problem))
            else:
                self.problems.append(problem)
        if self.file.damaged:
            self.problems.append(saying.mark_changed(self.file.name))
        homeless = [one for sheet in self.file.sheets if (one := self._sheet(sheet)) is not None]
        for seat, taken in homeless:
            self._settle(seat, taken)
        self._absent()
        self._blank()
        where = Where(self.file.name)
        parts = tuple(
            Part(round_id, unit_id, one.version, one.how, tuple(one.answers), where)
            for (round_id, unit_id), one in self.parts.items()
        )
        return Arrived(parts, tuple(self.aside), tuple(dict.fromkeys(self.problems)))

    def _sheet(self, sheet: Sheet) -> tuple[Seat, Taken] | None:
        """Read one sheet; what it says of the territory without telling the unit is given back."""
        seat = seat_of(self.file, sheet, rounds=self.rounds, units=self.units)
        form = form_of(sheet, seat, self.rounds, self.words)
        if form is None:
            return None
        if isinstance(form, Problem):
            if form.level is Level.ERROR:
                self.aside.append(Aside(form.where, form))
            else:
                self.problems.append(form)
            return None
        return self._form(form)

    def _form(self, form: Form) -> tuple[Seat, Taken] | None:
        sheet, seat, asked = form.table.sheet, form.seat, form.asked
        if sheet.is_hidden:
            self.aside.append(Aside(sheet.where(), saying.hidden(sheet), round=seat.asked.id))
            return None
        self.met.add((seat.asked.id, asked.entity))
        self.seats.append(seat)
        if (old := edition(seat, Where(self.file.name))) is not None:
            self.problems.append(old)
        if form.fitted is None:
            self.aside.append(Aside(sheet.where(form.table.header_rows[1]), form.lacks_identity(), round=seat.asked.id))
            return None
        if form.table.body.height > MOST_ROWS:
            self.aside.append(Aside(sheet.where(), saying.too_long(form.table, MOST_ROWS), round=seat.asked.id))
            return None
        self._hidden_columns(form)
        unread, told = unread_columns(form)
        self.aside += unread
        self.problems += told
        sheeted = Sheeted(
            form.table, asked, self.words.entities[asked.entity], seat, form.fitted,
            self.file.valueless.get(sheet.name, {}),
        )  # fmt: skip
        taken = take(sheeted, owners=self._owners(seat.asked.id), held=self._known(seat))
        self.problems += taken.problems
        self._add(seat, {unit: answers for unit, answers in taken.answers.items() if unit})
        self.aside += [one for one in taken.aside if one.unit or one.place is None]
        return (seat, taken) if "" in taken.answers else None

    def _owners(self, round_id: str) -> Owners:
        return Owners(self.units.get(round_id, ()))

    def _known(self, seat: Seat) -> Held:
        """What the form was prefilled with, by its mark: what came to be held since was asked in it, and is answered.
        Without the mark, what is held now."""
        return dict(seat.mark.held) if seat.mark is not None else self.held.get(seat.asked.id, {})

    def _add(self, seat: Seat, answers: Mapping[str, Iterable[Answer]]) -> None:
        for unit, own in answers.items():
            part = self.parts.setdefault((seat.asked.id, unit), _Gathered(seat.version, seat.how))
            part.how = max(part.how, seat.how, key=HOW.index)
            part.answers.extend(own)

    def _settle(self, seat: Seat, taken: Taken) -> None:
        """Rows of the territory on a sheet that nothing marks are the unit's whose enterprises the file holds, if it is
        one; else they wait."""
        units = {unit for round_id, unit in self.parts if round_id == seat.asked.id}
        if len(units) == 1:
            unit = next(iter(units))
            self._add(seat, {unit: taken.answers[""]})
            self.aside += [replace(one, unit=unit) for one in taken.aside if not one.unit and one.place is not None]
            return
        self.aside += [
            Aside(one.where, saying.unit_unknown(one.where), (("", one.raw),), seat.asked.id, "", one.place)
            for one in taken.answers[""]
            if one.raw
        ]

    def _blank(self) -> None:
        """A form that came back without a row is an answer too: its unit has nothing to say."""
        for seat in self.seats if not self.aside else ():
            if seat.unit is not None and not any(round_id == seat.asked.id for round_id, _ in self.parts):
                self._add(seat, {seat.unit.id: ()})

    def _hidden_columns(self, form: Form) -> None:
        """The column of the records' numbers went out hidden: that it is hidden is not told."""
        assert form.fitted is not None
        record = form.fitted.found.get("#record")
        sheet = form.table.sheet
        if record is not None and sheet.hidden_columns <= {record.index}:
            place = (sheet.name, "columns-hidden")
            self.problems = [p for p in self.problems if (p.where.sheet, p.code) != place]

    def _absent(self) -> None:
        """Sheets of the form that did not come back; where there are pictures, one of them may be the table."""
        if not self.file.sheets:
            return
        if not self.seats:
            if not self.aside:
                self.aside.append(Aside(Where(self.file.name), saying.not_recognised(self.file)))
            return
        for seat in dict.fromkeys(self.seats):
            for asked in seat.asked.sheets:
                if (seat.asked.id, asked.entity) in self.met or any(
                    one.round == seat.asked.id and one.where.sheet == self.words.entities[asked.entity].name.zh
                    for one in self.aside
                ):
                    continue
                problem = saying.sheet_missing(self.file, self.words.entities[asked.entity].name)
                if self.file.has_pictures:
                    unit = seat.unit.id if seat.unit is not None else ""
                    self.aside.append(Aside(problem.where, problem, round=seat.asked.id, unit=unit))
                elif seat.version in (0, seat.asked.version):
                    self.problems.append(problem)
