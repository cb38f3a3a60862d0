"""Answers as they are kept, a row an enterprise and record, and as the library has them, one a cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peiyu.facts.round import Answer, Place, value_from_json, value_to_json
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.problems import Where
from peiyu.web.collection.models import AnswerRow
from peiyu.web.enterprises.words import words

RowKey = tuple[str, int, int | None]
"""Entity, enterprise, record."""

Frozen = list[dict[str, Any]]
"""Rows as a submission keeps them: entity, enterprise, record, values, raw, explained."""

GROUP = 4


def row_key(place: Place) -> RowKey:
    """The row in which an answer is kept."""
    return place.entity, place.enterprise, place.record


def key_of(row: AnswerRow) -> RowKey:
    """What a kept row answers for."""
    return row.entity, row.enterprise, row.record


def answers_of(rows: Iterable[AnswerRow]) -> tuple[Answer, ...]:
    """Every answer of some rows, as it stands."""
    known = words()
    return tuple(one for row in rows for one in _of(known, _plain(row), row.where))


def thawed(rows: Iterable[Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Every answer of a submission, as it was handed in."""
    known = words()
    return tuple(one for row in rows for one in _of(known, row, {}))


def _plain(row: AnswerRow) -> dict[str, Any]:
    return {"entity": row.entity, "enterprise": row.enterprise, "record": row.record, "values": row.values,
            "raw": row.raw, "explained": row.explained}  # fmt: skip


def _of(known: Vocabulary, row: Mapping[str, Any], where: Mapping[str, Any]) -> Iterator[Answer]:
    for field, value in row["values"].items():
        place = Place(row["entity"], row["enterprise"], row["record"], field)
        stored = value_from_json(known.field(place.entity, field), value)
        explained = row["explained"].get(field, "")
        yield Answer(place, stored, row["raw"].get(field, ""), _where(where.get(field)), explained)


def _where(kept: Sequence[str] | None) -> Where:
    return Where(file=kept[0], sheet=kept[1] or None, cell=kept[2] or None) if kept else Where()


@dataclass(frozen=True, slots=True)
class Change:
    """What a row is to say: by field the value as JSON keeps it, as written, why, and where it stood."""

    values: dict[str, Any]
    raw: dict[str, str]
    explained: dict[str, str]
    where: dict[str, Sequence[str]]


def changes_of(answers: Iterable[Answer]) -> dict[RowKey, Change]:
    """Answers by the row in which they are kept."""
    made: dict[RowKey, Change] = {}
    for one in answers:
        row = made.setdefault(row_key(one.place), Change({}, {}, {}, {}))
        field, where = one.place.field, one.where
        row.values[field] = value_to_json(one.value)
        row.raw[field] = one.raw
        if one.explanation:
            row.explained[field] = one.explanation
        if where.cell or where.file:
            row.where[field] = [where.file, where.sheet or "", where.cell or ""]
    return made


def frozen(rows: Iterable[AnswerRow]) -> Frozen:
    """The rows as a submission keeps them: those that say something, in an order that is always the same."""
    return [_plain(row) for row in sorted(rows, key=lambda row: _order(key_of(row))) if _says(row)]


def _says(row: AnswerRow) -> bool:
    return any(value is not None for value in row.values.values()) or any(row.raw.values())


def _order(key: RowKey) -> tuple[str, int, bool, int]:
    entity, enterprise, record = key
    return entity, enterprise, record is not None, record or 0


def hash_of(rows: Frozen) -> str:
    """SHA-256 over exactly what the rows say."""
    told = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def checksum(digest: str) -> str:
    """The beginning of a hash as people compare it: 7F3A 91C2 0B5E D4A8."""
    head = digest[: 4 * GROUP].upper()
    return " ".join(head[place : place + GROUP] for place in range(0, len(head), GROUP))
