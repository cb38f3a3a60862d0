"""Parts → the answers of each unit: what agrees is one answer, where two differ nobody wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peiyu.facts.round.arrived import Aside, Part
from peiyu.facts.round.model import Answer, Place, Unit
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Problem, Text, UsageError


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers of one unit to one place that differ, each with where it stands, in the order in which they came."""

    unit: str
    place: Place
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """`answers` by the unit's id, a place once, blank ones included, in the order of places; `same`: how many answers
    said what another said already; a place in conflict is in none of the answers."""

    answers: Mapping[str, tuple[Answer, ...]]
    same: int
    conflicts: tuple[Conflict, ...]
    aside: tuple[Aside, ...] = ()


def merge(parts: Sequence[Part], *, units: Sequence[Unit] | None = None) -> Merged:
    """Merge the parts of one round, in whatever order they came: it makes no difference but to the order in which the
    answers of a conflict are told. A blank contradicts nothing. units: those of the round; answers for an enterprise
    that is not the unit's own are then put aside. UsageError `parts-of-several-rounds`."""
    rounds = sorted({part.round for part in parts})
    if len(rounds) > 1:
        said = Text("一次只能合并一次收表的报送", "parts of one round are merged at a time")
        raise UsageError(Problem("parts-of-several-rounds", said, found="、".join(rounds)))
    own = {unit.id: frozenset((TERRITORY, *(firm.key for firm in unit.firms))) for unit in units or ()}
    by_unit: dict[str, dict[Place, list[Answer]]] = {}
    aside: list[Aside] = []
    for part in parts:
        places = by_unit.setdefault(part.unit, {})
        for answer in part.answers:
            if units is not None and answer.place.enterprise not in own.get(part.unit, frozenset()):
                aside.append(_foreign(part, answer))
            else:
                places.setdefault(answer.place, []).append(answer)
    merged: dict[str, tuple[Answer, ...]] = {}
    conflicts: list[Conflict] = []
    same = 0
    for unit, places in by_unit.items():
        kept = []
        for place in sorted(places, key=_order):
            different = _different(places[place])
            same += len(places[place]) - len(different)
            if len(different) == 1:
                kept.append(different[0])
            else:
                conflicts.append(Conflict(unit, place, different))
        merged[unit] = tuple(kept)
    return Merged(merged, same, tuple(conflicts), tuple(aside))


def _different(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """One answer of each value; blanks only where nothing else is. Of those that agree the one that is explained
    holds."""
    filled = [one for one in answers if one.value is not None] or [answers[0]]
    found: dict[object, Answer] = {}
    for one in filled:
        key = (type(one.value), one.value)
        if key not in found or (one.explanation and not found[key].explanation):
            found[key] = one
    return tuple(found.values())


def _order(place: Place) -> tuple[str, int, int, str]:
    return (place.entity, place.enterprise, -1 if place.record is None else place.record, place.field)


def _foreign(part: Part, answer: Answer) -> Aside:
    why = Problem(
        "enterprise-of-another-unit",
        Text("这家企业不归这个单位报送", "this unit does not answer for this enterprise"),
        answer.where,
        found=answer.raw,
        next_step=Text("核对报送范围；由负责的单位报送", "look at who answers for it"),
    )
    return Aside(answer.where, why, ((answer.place.field, answer.raw),), part.round, part.unit, answer.place)
