"""What is held already of what a round would ask, and where: so that no datum is asked twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from peiyu.facts.base.schema import STATISTICAL
from peiyu.facts.round import Asked, AskedSheet, Place, Span
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY, Entity
from peiyu.web.collection.queries.scope import Planned, owners
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries import intakes_unseen
from peiyu.web.enterprises.queries.sources import precedence
from peiyu.web.enterprises.queries.standing import Row, preference

AT_ONCE = 5_000
PLACED_BY = ("unit", "park")
"""Fields of a territory's record that say whose it is."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A value that is held: by which source, known from when, from which intake. placed: of a territory's record whose
    it is (the unit in charge, the park)."""

    value: Value
    source: str
    known_from: dt.date
    intake: int
    placed: tuple[str, ...] = ()


def holdings(asked: Asked, units: Sequence[Planned]) -> dict[Place, Holding]:
    """What is held for the span of what is asked: of returns and of facts of the enterprise itself what has been known
    since the span's end; of lists every record. One query an entity and 5 000 enterprises."""
    found: dict[Place, Holding] = {}
    keys, unseen = sorted(owners(units)), intakes_unseen()
    areas = {name for one in units for name in (one.name, one.area) if name}
    for sheet in asked.sheets:
        entity = vocabulary().entities[sheet.entity]
        wanted = [TERRITORY] if entity.of == "territory" else [key for key in keys if key != TERRITORY]
        for row in _rows(asked, entity, wanted, unseen):
            placed = tuple(str(row[one]) for one in PLACED_BY if row.get(one)) if entity.of == "territory" else ()
            if entity.of == "enterprise" or areas.intersection(placed):
                found |= _of_row(sheet, entity, row, placed)
    return found


def declared_complete(asked: Asked, entity: str, keys: Iterable[int]) -> set[int]:
    """Of some enterprises those whose list of an entity is declared complete through the span's end."""
    rows = FACT_MODELS["list_declaration"].objects.filter(entity=entity, through__gte=asked.span.end)
    rows = _of_purpose(asked, rows.exclude(intake_id__in=intakes_unseen())).filter(scope__isnull=True)
    return set(keys) & set(rows.order_by().values_list("enterprise", flat=True))


def _rows(asked: Asked, entity: Entity, keys: Sequence[int], unseen: list[int]) -> Iterator[Row]:
    """The rows that count, the preferred last."""
    own = [one.code for one in entity.fields]
    at = ["at"] if entity.period == "instant" else []
    names = ["enterprise", "record_id", "known_from", "source", "intake_id", *at, *own]
    rows: list[Row] = []
    for start in range(0, len(keys), AT_ONCE):
        found = FACT_MODELS[entity.code].objects.filter(enterprise__in=keys[start : start + AT_ONCE])
        found = _of_purpose(asked, found.exclude(intake_id__in=unseen)).filter(**period_of(asked.span, entity))
        if entity.period != "none":
            found = found.filter(known_from__gte=asked.span.end)
        rows += [dict(zip(names, one, strict=True)) for one in found.order_by().values_list(*names)]
    return iter(sorted(rows, key=preference(precedence())))


def period_of(span: Span, entity: Entity) -> dict[str, Any]:
    """The columns by which rows of a span are found."""
    said = span.columns(entity.period)
    return {name: value for name, value in said.items() if name != "at"}


def _of_purpose(asked: Asked, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Statistical returns are never taken over into an administrative round; the other way is allowed."""
    return rows if asked.basis.is_statistical else rows.exclude(purpose=STATISTICAL)


def _of_row(sheet: AskedSheet, entity: Entity, row: Row, placed: tuple[str, ...]) -> Mapping[Place, Holding]:
    record = row["record_id"] if entity.period == "none" else None
    return {
        Place(sheet.entity, row["enterprise"], record, code): Holding(
            row[code], row["source"], row["known_from"], row["intake_id"], placed
        )
        for code in sheet.fields if row[code] is not None
    }  # fmt: skip
