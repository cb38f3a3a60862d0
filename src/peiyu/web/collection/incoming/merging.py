"""Answers of a file beside those that stand: taken where nothing stands, the same, or in conflict; nobody wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from peiyu.facts.round import Answer, Conflict, value_to_json
from peiyu.web.collection.incoming.kept import RowKey, row_key
from peiyu.web.collection.models import AnswerRow

Json = dict[str, Any]
HELD, FILE = "held", "file"
"""What a person takes of two answers that differ: the one that stands, or the file's."""


@dataclass(frozen=True, slots=True)
class Compared:
    """taken: what the file adds; same: how many it only repeats; conflicts: both answers of each place where it says
    something else, as an arrival keeps them."""

    taken: tuple[Answer, ...]
    same: int
    conflicts: tuple[Json, ...]


def within(conflicts: Iterable[Conflict], decided: Iterable[Json]) -> tuple[tuple[Answer, ...], tuple[Json, ...]]:
    """Places of which one file says two things: the answers that a person chose, and what is still to be chosen."""
    choices = {_seen(one): one["take"] for one in decided}
    chosen, open_ = list[Answer](), list[Json]()
    for one in conflicts:
        first, second = one.answers[0], one.answers[1]
        stands = {"value": value_to_json(first.value), "raw": first.raw}
        conflict = {**_conflict(second, None, stands), "within": True}
        conflict[HELD]["by"] = _at(first)
        choice = choices.get(_seen(conflict))
        if choice is None:
            open_.append(conflict)
        else:
            chosen.append(second if choice == FILE else first)
    return tuple(chosen), tuple(open_)


def compare(answers: Iterable[Answer], rows: Mapping[RowKey, AnswerRow], decided: Iterable[Json] = ()) -> Compared:
    """The answers of a file against the kept rows. decided: conflicts that a person settled, each with `take`; one
    holds only as long as both answers are those that the person saw. A blank never stands against an answer."""
    taken, conflicts, same = [], [], 0
    choices = {_seen(one): one["take"] for one in decided}
    for answer in answers:
        row = rows.get(row_key(answer.place))
        stands = _standing(row, answer.place.field)
        if stands is None:
            taken.append(answer)
        elif is_blank(answer) or _says_same(answer, stands):
            same += not is_blank(answer)
            if answer.explanation and row is not None and not row.explained.get(answer.place.field):
                taken.append(answer)
        else:
            conflict = _conflict(answer, row, stands)
            choice = choices.get(_seen(conflict))
            if choice is None:
                conflicts.append(conflict)
            elif choice == FILE:
                taken.append(answer)
    return Compared(tuple(taken), same, tuple(conflicts))


def is_blank(answer: Answer) -> bool:
    """Whether nothing was written."""
    return answer.value is None and not answer.raw.strip()


def _standing(row: AnswerRow | None, field: str) -> Json | None:
    """What stands of a field: its value and how it was written; None where nothing does."""
    if row is None or (row.values.get(field) is None and not row.raw.get(field)):
        return None
    return {"value": row.values.get(field), "raw": row.raw.get(field, "")}


def _says_same(answer: Answer, stands: Json) -> bool:
    value = value_to_json(answer.value)
    return bool(value == stands["value"] and (value is not None or answer.raw.strip() == stands["raw"]))


def _conflict(answer: Answer, row: AnswerRow | None, stands: Json) -> Json:
    place = answer.place
    by = f"{row.by_name} {timezone.localtime(row.at):%m-%d %H:%M}" if row is not None else ""
    return {
        "entity": place.entity, "enterprise": place.enterprise, "record": place.record, "field": place.field,
        HELD: {**stands, "by": by}, FILE: {"value": value_to_json(answer.value), "raw": answer.raw, "at": _at(answer)},
    }  # fmt: skip


def _at(answer: Answer) -> str:
    where = answer.where
    return f"{where.sheet}!{where.cell}" if where.sheet and where.cell else ""


def _seen(conflict: Json) -> tuple[object, ...]:
    """The place and both answers: what a decision was about."""
    sides = (conflict[side][part] for side in (HELD, FILE) for part in ("value", "raw"))
    return (*place_of(conflict), *sides)


def place_of(conflict: Json) -> tuple[str, int, int | None, str]:
    """Where a conflict is."""
    return conflict["entity"], conflict["enterprise"], conflict["record"], conflict["field"]
