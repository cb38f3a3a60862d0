"""What a check finds, and what it looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from peiyu.facts.round.model import Answer, Asked, Held, Place, Span, Unit
from peiyu.facts.snapshot import Value
from peiyu.facts.templates import UNITS
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import STORED_LIMIT, Field
from peiyu.problems import Level, Problem, Text


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a datum besides the answer: its span, its value in stored units, and who says so. Of the
    round's own span it is another source's figure, or the other basis (当月 beside 累计)."""

    span: Span
    value: Value
    source: str = ""


Before = Mapping[Place, tuple[Past, ...]]
"""Place of the answer → what is known of that datum, of any span, in any order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """核对问题. `place`: the answer's (for what concerns a whole row, its first one). An error blocks; a warning is
    settled by `explanation`, the sentence that the sender wrote."""

    level: Level
    place: Place
    problem: Problem
    explanation: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the submission has to wait for it."""
        return self.level is Level.ERROR or (self.level is Level.WARNING and not self.explanation.strip())


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings for which a submission has to wait: errors, and warnings without their sentence."""
    return tuple(one for one in findings if one.is_open)


Row = tuple[str, int, int | None]
"""Entity, enterprise, record."""


@dataclass(frozen=True)
class Returned:
    """What the checks look at: the answers, what is held, what was before; `unit`: whose answers they are, if all are
    of one; `waiting`: places of which something came that waits for a person."""

    asked: Asked
    answers: Mapping[Place, Answer]
    held: Held
    before: Before
    vocabulary: Vocabulary
    unit: Unit | None = None
    waiting: frozenset[Place] = frozenset()

    @cached_property
    def rows(self) -> Mapping[Row, Mapping[str, Answer]]:
        """Each row with its answers by field, in the order in which they came."""
        made: dict[Row, dict[str, Answer]] = {}
        for place, answer in self.answers.items():
            made.setdefault((place.entity, place.enterprise, place.record), {})[place.field] = answer
        return made

    @cached_property
    def fields(self) -> Mapping[tuple[str, str], Field]:
        """The fields of the entities that are asked, by entity and code."""
        entities = (self.vocabulary.entities[sheet.entity] for sheet in self.asked.sheets)
        return {(one.code, field.code): field for one in entities for field in one.fields}

    def field(self, place: Place) -> Field:
        return self.fields[place.entity, place.field]

    def value(self, row: Row, field: str) -> Value | None:
        """What a row says of a field: the answer, else what is held; nothing where that is of another kind."""
        answer = self.rows.get(row, {}).get(field)
        value = answer.value if answer is not None else None
        if value is None:
            value = self.held.get(Place(row[0], row[1], row[2], field))
        return value if value is not None and fits(self.field(Place(*row, field)), value) else None

    def figures(self) -> Iterator[tuple[Answer, Field, int]]:
        """The numeric answers that were given, with their fields and stored values."""
        for answer in self.answers.values():
            known = self.field(answer.place)
            if known.is_numeric and isinstance(answer.value, int) and fits(known, answer.value):
                yield answer, known, answer.value


def fits(known: Field, value: object) -> bool:
    """Whether a value is of the kind that the field stores."""
    if known.is_numeric:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= STORED_LIMIT
    options = {name.zh for _, name in known.options}
    kind: type = {"bool": bool, "date": dt.date}.get(known.type, str)
    return isinstance(value, kind) and (not options or value in options)


Check = Callable[[Returned], Iterator[Finding]]
"""A pure function of what came back."""


CORRECT = Text("改正后重新报送", "correct it and hand it in again")
SENTENCE = Text("核实：有误请改正，无误请在“说明”栏写一句原因", "look again: correct it, or say why it is right")


def error(
    answer: Answer, code: str, message: Text, *, accepted: Text | None = None, next_step: Text = CORRECT
) -> Finding:
    """What blocks, at an answer's cell."""
    problem = Problem(code, message, answer.where, Level.ERROR, answer.raw[:60], accepted, next_step)
    return _at(Level.ERROR, answer, problem)


def warning(
    answer: Answer, code: str, message: Text, *, accepted: Text | None = None, next_step: Text = SENTENCE
) -> Finding:
    """What needs a sentence, at an answer's cell, with the one that came with the answer."""
    problem = Problem(code, message, answer.where, Level.WARNING, answer.raw[:60], accepted, next_step)
    return _at(Level.WARNING, answer, problem)


def _at(level: Level, answer: Answer, problem: Problem) -> Finding:
    return Finding(level, answer.place, problem, answer.explanation if level is Level.WARNING else "")


def said(known: Field, value: Value) -> Text:
    """A stored value as people write it, with its unit: amounts in 万元, in English in yuan."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if not isinstance(value, int) or not known.is_numeric:
        return Text(str(value), str(value))
    if known.type == "money":
        return Text(f"{_plain(Decimal(value).scaleb(-6))}万元", f"{_plain(Decimal(value).scaleb(-2))} yuan")
    if known.type == "ratio":
        percent = _plain(Decimal(value) * 100 / known.scale)
        return Text(f"{percent}%", f"{percent}%")
    number = _plain(Decimal(value) / known.scale)
    return Text(f"{number}{UNITS[known.type]}", number)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
