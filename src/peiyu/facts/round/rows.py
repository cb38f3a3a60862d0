"""Answers → rows of facts, as if a ledger had been loaded: implausible ones are quarantined here too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from peiyu.facts.base.schema import columns, header
from peiyu.facts.intake.acceptance import Acceptance
from peiyu.facts.intake.cells import QUARANTINE
from peiyu.facts.intake.load import Loaded
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.plan import Plan
from peiyu.facts.intake.plausibility import examine
from peiyu.facts.intake.records import Gathered, Part, record_id
from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.intake.tables import Table
from peiyu.facts.round.model import Answer, Asked, AskedSheet, Held, Place
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.problems import Problem, Text, UsageError, Where

Virtual = tuple[str, str]
"""The sheet and cell that an answer has in the ledger that its round would be."""


def rows(
    asked: Asked, answers: Sequence[Answer], *, known_from: dt.date, source: str, held: Held | None = None,
    accepted: MappingType[Place, str] | None = None, vocabulary: Vocabulary | None = None,
) -> Loaded:  # fmt: skip
    """The answers of a round in the library's columns, ready to be taken in (`.frames`), with what is quarantined.

    answers: a place once (of `Merged`); blanks make no fact. held: what is held of the lists' records: a new version of
    a record says all of it, and is known by what identifies it (decision 0026). accepted: places whose value stands
    though it is implausible, with the reason. The purpose is the round's, the period its span. UsageError
    `answer-twice`.
    """
    words = vocabulary or common()
    gathered, places = Gathered(), dict[Virtual, Answer]()
    by_entity: dict[str, list[Answer]] = {}
    for answer in answers:
        by_entity.setdefault(answer.place.entity, []).append(answer)
    for sheet in asked.sheets:
        own = by_entity.get(sheet.entity, [])
        table = _table(asked, sheet, own, held or {}, words)
        if table.keys:
            gathered.parts.append(_part(asked, table, len(gathered.parts), known_from, source, words))
            places.update(table.places())
    accept = [
        Acceptance(cell, (accepted or {})[answer.place], name)
        for (name, cell), answer in places.items()
        if answer.place in (accepted or {})
    ]
    frames, found = examine(gathered, Mapping(vocabulary=words), accept)
    return Loaded(
        frames={entity: frame.drop("_part", "_row") for entity, frame in frames.items()},
        problems=tuple(_at_answer(problem, places) for problem in found.problems),
        quarantine=_quarantine(found.quarantine, places),
        vocabulary=words,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The answers of one entity as a table: a row an enterprise or record, a column a field."""

    entity: str
    name: str
    fields: tuple[str, ...]
    keys: tuple[tuple[int, int | None], ...]
    answers: MappingType[Place, Answer]
    held: MappingType[Place, Value]

    def sheet(self, file: str) -> Sheet:
        """The table as a sheet with the texts that were written."""
        cells = [
            pl.Series(f"c{i}", [self._raw(key, field) for key in self.keys], dtype=pl.String)
            for i, field in enumerate(self.fields)
        ]
        return Sheet(file, self.name, pl.DataFrame(cells))

    def value(self, key: tuple[int, int | None], field: str) -> Value | None:
        place = Place(self.entity, *key, field)
        answer = self.answers.get(place)
        return answer.value if answer is not None and answer.value is not None else self.held.get(place)

    def places(self) -> dict[Virtual, Answer]:
        """Where each answer stands in the sheet."""
        sheet = self.sheet("")
        return {
            (self.name, sheet.where(row, column).cell or ""): answer
            for row, key in enumerate(self.keys)
            for column, field in enumerate(self.fields)
            if (answer := self.answers.get(Place(self.entity, *key, field))) is not None
        }

    def _raw(self, key: tuple[int, int | None], field: str) -> str | None:
        answer = self.answers.get(Place(self.entity, *key, field))
        return answer.raw if answer is not None else None


def _table(asked: Asked, sheet: AskedSheet, answers: Sequence[Answer], held: Held, words: Vocabulary) -> _Table:
    by_place: dict[Place, Answer] = {}
    for answer in answers:
        if answer.place in by_place:
            message = Text("同一个数有两个填报值：先合并", "two answers to one place: merge them first")
            raise UsageError(Problem("answer-twice", message, answer.where, found=str(answer.place)))
        by_place[answer.place] = answer
    said = {(place.enterprise, place.record) for place, answer in by_place.items() if answer.value is not None}
    keys = tuple(sorted(said, key=lambda key: (key[0], -1 if key[1] is None else key[1])))
    entity = words.entities[sheet.entity]
    own = {
        place: value
        for place, value in held.items()
        if entity.period == "none" and place.entity == entity.code and (place.enterprise, place.record) in said
    }
    known = {place.field for place in own} | {place.field for place in by_place}
    fields = tuple(field.code for field in entity.fields if field.code in known)
    return _Table(entity.code, entity.name.zh, fields, keys, by_place, own)


def _part(asked: Asked, table: _Table, number: int, known_from: dt.date, source: str, words: Vocabulary) -> Part:
    entity = words.entities[table.entity]
    sheet = table.sheet(source)
    plan = Plan(Table(sheet, (), (0, 0), sheet.cells), table.entity, ())
    types = columns(entity, table.fields)
    period = asked.span.columns(entity.period)
    shared = {"known_from": known_from, "source": source, "purpose": asked.basis.purpose, **period}
    values: dict[str, list[object]] = {
        "enterprise": [key[0] for key in table.keys],
        "record_id": [key[1] for key in table.keys],
        **{name: [value] * len(table.keys) for name, value in shared.items()},
        **{field: [table.value(key, field) for key in table.keys] for field in table.fields},
    }
    frame = pl.DataFrame({name: pl.Series(name, values[name], dtype=types[name]) for name in types})
    frame = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("_row"), pl.lit(number).alias("_part"))
    if entity.period != "none":
        frame = frame.with_columns(record_id(plan, table.entity, number))
    assert [*header(entity), *table.fields] == frame.columns[:-2]
    return Part(number, plan, table.entity, frame, {field: i for i, field in enumerate(table.fields)})


def _at_answer(problem: Problem, places: MappingType[Virtual, Answer]) -> Problem:
    """The problem where the answer was written."""
    answer = places.get((problem.where.sheet or "", problem.where.cell or ""))
    return replace(problem, where=answer.where if answer is not None else Where(sheet=problem.where.sheet))


def _quarantine(held: pl.DataFrame, places: MappingType[Virtual, Answer]) -> pl.DataFrame:
    """The quarantine with the places where the answers were written."""
    made = []
    for row in held.iter_rows(named=True):
        answer = places.get((row["sheet"], row["cell"]))
        where = answer.where if answer is not None else Where()
        made.append({**row, "file": where.file, "sheet": where.sheet or "", "cell": where.cell or ""})
    return pl.DataFrame(made, schema=QUARANTINE, orient="row")
