"""What is known of the asked data besides the answers: their own past, and what other sources say of the same span."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.round import Asked, AskedSheet, Place, Span
from peiyu.facts.round.examine import Before, Past
from peiyu.web.collection.models import Correction, Round
from peiyu.web.enterprises.queries import followed
from peiyu.web.enterprises.queries.standing import rows_of
from peiyu.web.enterprises.words import words

YEARS_BACK = 2


Found = dict[Place, dict[tuple[str, Span], Past]]


def before_of(asked: Asked, keys: Collection[int], *, own: Collection[int] = ()) -> Before:
    """The pasts of some enterprises' data, of each source its latest word; two queries a sheet. A merged one has the
    past of what it is now. own: intakes of the round itself, whose word is no other's."""
    found: Found = {}
    entities = words().entities
    for sheet in asked.sheets:
        if entities[sheet.entity].period in ("year", "quarter", "month"):
            _of_sheet(asked, sheet, keys, found, own)
    return {place: tuple(pasts.values()) for place, pasts in found.items()}


def own_intakes(held: Round) -> frozenset[int]:
    """By which a round's answers went in: at the closing, and as corrections."""
    corrections = Correction.objects.filter(submission__unit__round=held).exclude(intake=None)
    return frozenset((*corrections.values_list("intake_id", flat=True), held.intake_id or 0))


def _of_sheet(asked: Asked, sheet: AskedSheet, keys: Collection[int], found: Found, own: Collection[int]) -> None:
    known = {one.code for one in words().entities[sheet.entity].fields if not one.pack}
    fields = [code for code in sheet.fields if code in known]
    periods = list(PERIOD_COLUMNS[words().entities[sheet.entity].period])
    asked_as: dict[int, list[int]] = {}
    for key, now in followed(keys).items():
        asked_as.setdefault(now, []).append(key)
    rows = rows_of(sheet.entity, list(asked_as), [*periods, *fields], statistical=asked.basis.is_statistical)
    for row in rows:
        if row["year"] < asked.span.year - YEARS_BACK or row["intake_id"] in own:
            continue
        span = _span(row)
        for code in fields:
            if row[code] is not None:
                past = Past(span, row[code], row["source"])
                for key in asked_as[row["enterprise"]]:
                    found.setdefault(Place(sheet.entity, key, None, code), {})[row["source"], span] = past


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["year"], quarter=row.get("quarter"), month=row.get("month"), basis=row.get("basis"))
