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
from peiyu.facts.round.reading.owners import owners_of
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
    taken: set[tuple[str, str]] = field(default_factory=set)
    seats: list[Seat] = field(default_factory=list)
    homeless: list[tuple[Seat, Taken]] = field(default_factory=list)

    def arrived(self) -> Arrived:
        """What the file says."""
        for problem in self.file.problems:
            if problem.level is Level.ERROR:
                self.aside.append(Aside(problem.where, problem))
            else:
                self.problems.append(problem)
        if self.file.damaged:
            self.problems.append(saying.mark_changed(self.file.name))
        forms = [one for sheet in self.file.sheets if (one := self._form(sheet)) is not None]
        for form in sorted(forms, key=lambda one: not one.is_own):
            self._take(form)
        for seat, taken in self.homeless:
            self._settle(seat, taken)
        self._absent()
        self._blank()
        where = Where(self.file.name)
        parts = tuple(
            Part(round_id, unit_id, one.version, one.how, tuple(one.answers), where)
            for (round_id, unit_id), one in self.parts.items()
        )
        return Arrived(parts, tuple(self.aside), tuple(dict.fromkeys(self.problems)))

    def _form(self, sheet: Sheet) -> Form | None:
        """The form that a sheet is, if its columns and rows can be read."""
        seat = seat_of(self.file, sheet, rounds=self.rounds, units=self.units)
        form = form_of(sheet, seat, self.rounds, self.words)
        if isinstance(form, Problem):
            if form.level is Level.ERROR:
                self.aside.append(Aside(form.where, form))
            else:
                self.problems.append(form)
            return None
        if form is None or sheet.is_hidden:
            if form is not None:
                self._wait(form, saying.hidden(sheet))
            return None
        self.met.add((form.seat.asked.id, form.asked.entity))
        self.seats.append(form.seat)
        if form.fitted is None:
            self._wait(form, saying.without_identity(form.table))
        elif form.table.body.height > MOST_ROWS:
            self._wait(form, saying.too_long(form.table, MOST_ROWS))
        return form if form.fitted is not None and form.table.body.height <= MOST_ROWS else None

    def _take(self, form: Form) -> None:
        """Read a form. One that may be something of the sender's own waits if it says anything else than the others."""
        seat, sheet = form.seat, form.table.sheet
        assert form.fitted is not None
        entity = self.words.entities[form.asked.entity]
        sheeted = Sheeted(
            form.table, form.asked, entity, seat, form.fitted, self.file.valueless.get(sheet.name, {})
        )  # fmt: skip
        owners = owners_of(tuple(self.units.get(seat.asked.id, ())))
        taken = take(sheeted, owners=owners, held=self._known(seat))
        if not form.is_own and self._contradicts(seat, taken, is_list=entity.period == "none"):
            self._wait(form, saying.beside(sheet))
            return
        self._hidden_columns(form)
        unread, told = unread_columns(form)
        old = edition(seat, Where(self.file.name))
        self.problems += [*([old] if old is not None else []), *told, *taken.problems]
        self._add(seat, {unit: answers for unit, answers in taken.answers.items() if unit})
        self.taken.add((seat.asked.id, form.asked.entity))
        homeless = [one for one in taken.aside if not one.unit and one.place is not None]
        self.aside += [*unread, *(one for one in taken.aside if one not in homeless)]
        if homeless or "" in taken.answers:
            self.homeless.append((seat, replace(taken, aside=homeless)))

    def _wait(self, form: Form, why: Problem) -> None:
        unit = form.seat.unit.id if form.seat.unit is not None else ""
        self.aside.append(Aside(why.where, why, round=form.seat.asked.id, unit=unit))

    def _contradicts(self, seat: Seat, taken: Taken, *, is_list: bool) -> bool:
        """Whether a sheet says of any place what another form in the file does not say; lists are not compared."""
        stands = {
            answer.place: answer.value
            for (round_id, _), part in self.parts.items()
            for answer in part.answers
            if round_id == seat.asked.id
        }
        said = [answer for answers in taken.answers.values() for answer in answers]
        entities = {answer.place.entity for answer in said}
        if is_list:
            return any((seat.asked.id, entity) in self.taken for entity in entities)
        return any(one.place in stands and stands[one.place] != one.value for one in said)

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
        answers = taken.answers.get("", [])
        if len(units) == 1:
            unit = next(iter(units))
            self._add(seat, {unit: answers})
            self.aside += [replace(one, unit=unit) for one in taken.aside]
            return
        self.aside += taken.aside
        for one in answers:
            if one.raw:
                why, raw = saying.unit_unknown(one.where), ((one.place.field, one.raw),)
                self.aside.append(Aside(one.where, why, raw, seat.asked.id, "", one.place))

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
