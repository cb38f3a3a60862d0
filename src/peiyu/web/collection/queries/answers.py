"""Reads of what a unit is asked and has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from peiyu.facts.round import Answer, Asked, AskedSheet, Held, Place
from peiyu.facts.vocabulary.model import TERRITORY, Entity, Field
from peiyu.problems import Level, Problem, Where
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.collection.access import RULES
from peiyu.web.collection.incoming.kept import RowKey, answers_of, key_of
from peiyu.web.collection.models import AnswerRow, Finding, RoundFirm, RoundUnit
from peiyu.web.collection.queries.asked import asked_of, held_of
from peiyu.web.collection.queries.units import maker_of, scoped_units, subject_of
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.shown import problem_of

NOWHERE = Where()


def gives(actor: Actor, unit: RoundUnit) -> bool:
    """Whether the actor answers for the unit."""
    return decide(RULES, actor, "answers.give", subject_of(unit)).allowed


def hands_in(actor: Actor, unit: RoundUnit) -> bool:
    """Whether the actor hands in for the unit: the unit itself; or who asks, what came back in files."""
    own = decide(RULES, actor, "submissions.hand_in", subject_of(unit)).allowed
    return own or decide(RULES, actor, "submissions.hand_in_for", maker_of(unit.round)).allowed


def reviews(actor: Actor, unit: RoundUnit) -> bool:
    """Whether the actor reviews what the unit hands in: the office, or a reviewer of the organisation that asks."""
    return decide(RULES, actor, "submissions.review", maker_of(unit.round)).allowed


def units_seen(actor: Actor) -> QuerySet[RoundUnit]:
    """The units of rounds that are out which the actor may see, with their rounds."""
    return scoped_units(actor).select_related("round", "organisation")


def problem_in(kept: Mapping[str, Any]) -> Problem:
    """A problem as `actions.findings.said` keeps it, with its level."""
    return replace(problem_of(dict(kept)), level=Level(kept.get("level", Level.ERROR.value)))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: whose it is, what is held and cannot be changed, what was answered (None: nothing yet)."""

    key: RowKey
    firm: RoundFirm
    held: Mapping[str, Any]
    row: AnswerRow | None
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> int:
        """Of what was answered; 0 before."""
        return self.row.version if self.row is not None else 0


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that a unit is asked and has answered: read once, in a few queries."""

    unit: RoundUnit
    asked: Asked
    firms: tuple[RoundFirm, ...]
    rows: Mapping[RowKey, AnswerRow]
    findings: Mapping[RowKey, tuple[Finding, ...]]

    @property
    def held(self) -> Held:
        """What is held and not asked; of a correction nothing is."""
        return {} if self.unit.round.correction else held_of(self.firms)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was answered, cell by cell."""
        return answers_of(self.rows.values())

    def lines(self, sheet: AskedSheet) -> tuple[Line, ...]:
        """The rows of a sheet in the order of the enterprises."""
        held = _held_by_row(self.held, sheet)
        return tuple(self._lines(sheet, held))

    def _lines(self, sheet: AskedSheet, held: Mapping[RowKey, dict[str, Any]]) -> Iterator[Line]:
        entity = words().entities[sheet.entity]
        records: dict[int, dict[RowKey, None]] = {}
        for key in (*held, *(key for key in self.rows if key[0] == sheet.entity)):
            records.setdefault(key[1], {})[key] = None
        for firm in self.firms:
            if (firm.key == TERRITORY) != (entity.of == "territory"):
                continue
            own = list(records.get(firm.key, {}))
            if entity.period != "none" and not own:
                own = [(sheet.entity, firm.key, None)]
            for key in own:
                yield Line(key, firm, held.get(key, {}), self.rows.get(key), self.findings.get(key, ()))


def _held_by_row(held: Held, sheet: AskedSheet) -> dict[RowKey, dict[str, Any]]:
    made: dict[RowKey, dict[str, Any]] = {}
    for place, value in held.items():
        if place.entity == sheet.entity and place.field in sheet.fields:
            made.setdefault((place.entity, place.enterprise, place.record), {})[place.field] = value
    return made


def paper_of(unit: RoundUnit, *, firm: int | None = None) -> Paper:
    """What a unit is asked and has answered, or of it one enterprise's part: three queries."""
    firms, rows, findings = unit.firms.all(), unit.answers.all(), unit.findings.all()
    if firm is not None:
        firms, rows, findings = firms.filter(key=firm), rows.filter(enterprise=firm), findings.filter(enterprise=firm)
    told: dict[RowKey, tuple[Finding, ...]] = {}
    for one in findings:
        key = one.entity, one.enterprise, one.record
        told[key] = (*told.get(key, ()), one)
    everybody = tuple(firms)
    if firm in (None, TERRITORY) and all(one.key != TERRITORY for one in everybody):
        everybody = (RoundFirm(unit=unit, key=TERRITORY, name=unit.name), *everybody)
    return Paper(unit, asked_of(unit.round), everybody, {key_of(row): row for row in rows}, told)


def with_blanks(paper: Paper) -> tuple[Answer, ...]:
    """The answers, and a blank for every required place that has none: what is checked is the whole form."""
    given = paper.answers
    places = {one.place for one in given}
    blanks = [one for one in _required(paper) if one not in places]
    return (*given, *(Answer(place, None, "", NOWHERE) for place in blanks))


def _required(paper: Paper) -> Iterator[Place]:
    for sheet in paper.asked.sheets:
        for line in paper.lines(sheet) if sheet.required else ():
            for code in sheet.required:
                yield Place(*line.key, code)


def fields_of(entity: Entity, codes: Collection[str]) -> tuple[Field, ...]:
    """The asked fields of an entity, in the order in which they are asked."""
    known = {one.code: one for one in entity.fields}
    return tuple(known[code] for code in codes if code in known)


def open_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What still stands between the answers and the handing in: errors, and warnings without their sentence."""
    return tuple(one for one in findings if one.level == "error" or (one.level == "warning" and not one.explanation))
