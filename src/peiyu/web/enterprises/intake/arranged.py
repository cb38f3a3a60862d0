"""Staged rows as they will be stored: under the right enterprise, with the registry's record numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peiyu.facts.base.schema import KEYS, STATISTICAL
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.web.enterprises.intake.owners import Owners, owners_of, with_merges
from peiyu.web.enterprises.intake.staged import Row, batches
from peiyu.web.enterprises.intake.things import PROVENANCE, Records
from peiyu.web.enterprises.models import Intake
from peiyu.web.enterprises.queries.standing import rows_of, standing

ROW_BITS = 24
"""A record number of a figure: the intake, then so many bits for the row. What came in later is greater, and wins
between statements of one day (library.md §2)."""

WHO = ("scheme", "code", "name")


@dataclass(frozen=True, slots=True)
class Arranged:
    """A row to store, and what stood in its place before (None: nothing; of rows that nobody compares: nothing)."""

    row: Row
    before: Row | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one entity; `last`: how many staged rows are done with this batch."""

    entity: str
    rows: tuple[Arranged, ...]
    last: int


def arranged(intake: Intake, *, compared: bool) -> Iterator[Batch]:
    """Every staged row, always in the same order and batches. compared: with what stands there now."""
    owners, done, numbering = owners_of(intake), 0, _Numbering(intake)
    for entity, first, rows in batches(intake.pk):
        done += len(rows)
        own = with_merges(owners, {row["enterprise"] for row in rows})
        numbered = [_numbered(intake, first + place, row) for place, row in enumerate(rows)]
        kept = [one for row in numbered if (one := _owned(entity, row, own)) is not None]
        if vocabulary().entities[entity].period == "none":
            made = numbering.of(entity, kept)
        elif compared:
            made = _compared(intake, entity, kept)
        else:
            made = [Arranged(row, None) for row in kept]
        yield Batch(entity, tuple(made), done)


def _numbered(intake: Intake, place: int, row: Row) -> Row:
    return {**row, "record_id": (intake.pk << ROW_BITS) + place}


def _owned(entity: str, row: Row, owners: Owners) -> Row | None:
    """The row under its enterprise. Who was found by name, or has a new code, is not named anew by the row; if it says
    nothing else, it is left out."""
    read = row["enterprise"]
    key = owners.of(read)
    if key is None or key == read:
        return None if key is None else row
    if entity != "enterprise":
        return {**row, "enterprise": key}
    hidden = WHO if read in owners.by_name else WHO[:2]
    row = {**row, "enterprise": key, **{name: None for name in hidden if name in row}}
    says = any(value is not None for name, value in row.items() if name not in PROVENANCE and name != "at")
    return row if says else None


def fields_in(rows: Sequence[Row], entity: str) -> list[str]:
    """The common fields that rows have as columns."""
    known = {field.code for field in vocabulary().entities[entity].fields}
    return [name for name in rows[0] if name in known] if rows else []


def is_statistical(row: Row) -> bool:
    return bool(row["purpose"] == STATISTICAL)


def _compared(intake: Intake, entity: str, rows: list[Row]) -> list[Arranged]:
    if not rows:
        return []
    fields = fields_in(rows, entity)
    keys, years = {row["enterprise"] for row in rows}, {row["year"] for row in rows if "year" in row}
    stored = rows_of(entity, keys, fields, statistical=is_statistical(rows[0]), but=intake.pk, years=years)
    held = standing(stored, entity, fields)
    by = KEYS[vocabulary().entities[entity].period]
    return [Arranged(row, held.get(tuple(row[name] for name in by))) for row in rows]


class _Numbering:
    """Numbers the records of lists, enterprise after enterprise; one that goes on in the next batch goes on there."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._now: tuple[str, int] | None = None
        self._records: Records | None = None

    def of(self, entity: str, rows: list[Row]) -> list[Arranged]:
        if not rows:
            return []
        fields = [field.code for field in vocabulary().entities[entity].fields]
        stored: dict[int, list[Row]] = {}
        keys = {row["enterprise"] for row in rows}
        for row in rows_of(
            entity, keys, [*fields, "more"], statistical=is_statistical(rows[0]), but=self._intake.pk
        ):  # fmt: skip
            stored.setdefault(row["enterprise"], []).append(row)
        return [self._one(entity, row, stored) for row in rows]

    def _one(self, entity: str, row: Row, stored: dict[int, list[Row]]) -> Arranged:
        key = row["enterprise"]
        if self._now != (entity, key) or self._records is None:
            self._now, self._records = (entity, key), Records(entity, key, stored.get(key, ()))
        number = self._records.number(row)
        before = self._records.held(number)
        return Arranged({**filled(row, before), "record_id": number}, before)


def filled(row: Row, before: Row | None) -> Row:
    """What a list does not say stays as it was: of a record the latest version holds as a whole."""
    if before is None:
        return row
    whole: dict[str, Any] = {**before, **(before.get("more") or {})}
    return {
        name: whole.get(name) if value is None and name not in PROVENANCE else value
        for name, value in _widened(row, whole).items()
    }


def _widened(row: Row, whole: Row) -> Row:
    """The row with every column that the stored record has, so that none of it is lost."""
    return {**{name: None for name in whole if name not in row and name not in ("more", *PROVENANCE)}, **row}
