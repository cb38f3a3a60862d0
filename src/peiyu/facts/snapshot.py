"""One enterprise as known at a date: what the reference engine, explanation and path read.

`resolve.snapshot(...)` makes it from the stored rows by the View (docs/explanation/library.md §2); everything in
it is already chosen: one value a field and year, the visible child rows, the declared lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = int | str | bool | dt.date
"""A stored value: whole numbers are in base unit × scale."""


@dataclass(frozen=True, slots=True)
class Datum:
    """One known (or narrowed) value. A band has low/high instead of value (stored units, either may be None);
    `stand_in` is the field that really supplied it; `attested` tells an office's confirmation."""

    value: Value | None
    low: int | None = None
    high: int | None = None
    is_band: bool = False
    source: str = ""
    record_id: int = 0
    stand_in: str | None = None
    attested: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A child record: its known fields (absent = missing)."""

    entity: str
    record_id: int
    values: Mapping[str, Value]
    source: str = ""


@dataclass(frozen=True, slots=True)
class ConditionAttestation:
    """An office confirmed a condition (`pack.tier.criterion`)."""

    condition: str
    outcome: bool
    attested_by: str
    attested_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything known of one enterprise for one evaluation.

    facts: (entity, field, year) → Datum; year is 0 for instant facts; absent = missing.
    children: entity → rows. complete: {(entity, scope)}, scope '' for the whole list.
    """

    enterprise: int
    code: str
    name: str
    facts: Mapping[tuple[str, str, int], Datum]
    children: Mapping[str, tuple[Child, ...]] = field(default_factory=dict)
    complete: frozenset[tuple[str, str]] = frozenset()
    attestations: tuple[ConditionAttestation, ...] = ()

    def datum(self, entity: str, field_code: str, year: int = 0) -> Datum | None:
        return self.facts.get((entity, field_code, year))

    def rows(self, entity: str) -> tuple[Child, ...]:
        return self.children.get(entity, ())

    def is_complete(self, entity: str, scope: str = "") -> bool:
        return (entity, "") in self.complete or (scope != "" and (entity, scope) in self.complete)
