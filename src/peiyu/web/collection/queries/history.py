"""What is known of the asked data besides the answers: their own past, and what other sources say of the same span."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.round import Asked, AskedSheet, Place, Span
from peiyu.facts.round.examine import Before, Past
from peiyu.web.enterprises.queries.standing import rows_of
from peiyu.web.enterprises.words import words

YEARS_BACK = 2


def before_of(asked: Asked, keys: Collection[int]) -> Before:
    """The pasts of some enterprises' data, of each source its latest word; one query a sheet."""
    found: dict[Place, dict[tuple[str, Span], Past]] = {}
    for sheet in asked.sheets:
        if words().entities[sheet.entity].period in ("year", "quarter", "month"):
            _of_sheet(asked, sheet, keys, found)
    return {place: tuple(pasts.values()) for place, pasts in found.items()}


def _of_sheet(
    asked: Asked, sheet: AskedSheet, keys: Collection[int], found: dict[Place, dict[tuple[str, Span], Past]]
) -> None:
    known = {one.code for one in words().entities[sheet.entity].fields if not one.pack}
    fields = [code for code in sheet.fields if code in known]
    periods = list(PERIOD_COLUMNS[words().entities[sheet.entity].period])
    rows = rows_of(sheet.entity, keys, [*periods, *fields], statistical=asked.basis.is_statistical)
    for row in rows:
        if row["year"] < asked.span.year - YEARS_BACK:
            continue
        span = _span(row)
        for code in fields:
            if row[code] is not None:
                place = Place(sheet.entity, row["enterprise"], None, code)
                found.setdefault(place, {})[row["source"], span] = Past(span, row[code], row["source"])


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["year"], quarter=row.get("quarter"), month=row.get("month"), basis=row.get("basis"))
