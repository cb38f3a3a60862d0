"""Answers as they are kept, a row an enterprise and record, and as the library has them, one a cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peiyu.facts.round import Answer, Place
from peiyu.problems import Where
from peiyu.web.collection.models import AnswerRow
from peiyu.web.collection.queries.asked import from_json, to_json

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
    return tuple(one for row in rows for one in _of(_plain(row), row.where))


def thawed(rows: Iterable[Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Every answer of a submission, as it was handed in."""
    return tuple(one for row in rows for one in _of(row, {}))


def _plain(row: AnswerRow) -> dict[str, Any]:
    return {"entity": row.entity, "enterprise": row.enterprise, "record": row.record, "values": row.values,
            "raw": row.raw, "explained": row.explained}  # fmt: skip


def _of(row: Mapping[str, Any], where: Mapping[str, Any]) -> Iterator[Answer]:
    for field, value in row["values"].items():
        place = Place(row["entity"], row["enterprise"], row["record"], field)
        stored, explained = from_json(place.entity, field, value), row["explained"].get(field, "")
        yield Answer(place, stored, row["raw"].get(field, ""), _where(where.get(field)), explained)


def _where(kept: Sequence[str] | None) -> Where:
    return Where(file=kept[0], sheet=kept[1] or None, cell=kept[2] or None) if kept else Where()


@dataclass(frozen=True, slots=True)
class Change:
    """What a row is to say: by field the value as JSON keeps it, as written, why, and where it stood."""

    values: Mapping[str, Any]
    raw: Mapping[str, str]
    explained: Mapping[str, str]
    where: Mapping[str, Sequence[str]]


def changes_of(answers: Iterable[Answer]) -> dict[RowKey, Change]:
    """Answers by the row in which they are kept."""
    made: dict[RowKey, Change] = {}
    for one in answers:
        row = made.setdefault(row_key(one.place), Change({}, {}, {}, {}))
        field, where = one.place.field, one.where
        row.values[field] = to_json(one.value)  # type: ignore[index]
        row.raw[field] = one.raw  # type: ignore[index]
        if one.explanation:
            row.explained[field] = one.explanation  # type: ignore[index]
        if where.cell or where.file:
            row.where[field] = [where.file, where.sheet or "", where.cell or ""]  # type: ignore[index]
    return made


def frozen(rows: Iterable[AnswerRow]) -> Frozen:
    """The rows as a submission keeps them: those that say something, in an order that is always the same."""
    said = [_plain(row) for row in sorted(rows, key=lambda row: _order(key_of(row))) if _says(row)]
    return [{**row, **{part: dict(sorted(row[part].items())) for part in ("values", "raw", "explained")}}
            for row in said]  # fmt: skip


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
