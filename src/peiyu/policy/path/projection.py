"""An enterprise's facts carried to a later date, with planned changes put in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from peiyu.facts.snapshot import Child, Datum, Snapshot
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.policy.path.model import Change

PLANNED = "计划"
"""The source of a planned value."""


def projected(snapshot: Snapshot, vocabulary: Vocabulary, *, as_of: dt.date, to: dt.date) -> Snapshot:
    """The snapshot as of `to` if nothing is done: the latest annual figures known from the base year of `as_of` on
    are repeated for the years that follow; years of experience (type `years`) grow by one each. A figure missing
    in the base year stays missing."""
    last, base = to.year - 1, as_of.year - 1
    if last <= base:
        return snapshot
    latest: dict[tuple[str, str], int] = {}
    for entity, code, year in snapshot.facts:
        if year >= base and _is_annual(vocabulary, entity):
            latest[entity, code] = max(year, latest.get((entity, code), 0))
    facts = dict(snapshot.facts)
    for (entity, code), known in latest.items():
        datum = facts[entity, code, known]
        for year in range(known + 1, last + 1):
            facts[entity, code, year] = _aged(datum, vocabulary, entity, code, years=year - known)
    return replace(snapshot, facts=facts)


def changed(snapshot: Snapshot, changes: Iterable[Change], *, last_year: int) -> Snapshot:
    """The snapshot with the changes in force; a changed figure keeps its last value up to `last_year`."""
    facts = dict(snapshot.facts)
    children: dict[str, tuple[Child, ...]] = dict(snapshot.children)
    for change in changes:
        for year, value in change.values:
            facts[change.entity, change.field_code, year] = Datum(value, source=PLANNED)
        if change.kind == "figure":
            final, value = change.values[-1]
            for year in range(final + 1, last_year + 1):
                facts[change.entity, change.field_code, year] = Datum(value, source=PLANNED)
        if change.rows:
            children[change.entity] = children.get(change.entity, ()) + change.rows
    return replace(snapshot, facts=facts, children=children)


def _is_annual(vocabulary: Vocabulary, entity: str) -> bool:
    found = vocabulary.entity(entity)
    return found is not None and found.period == "year"


def _aged(datum: Datum, vocabulary: Vocabulary, entity: str, code: str, *, years: int) -> Datum:
    field = vocabulary.field(entity, code)
    if field.type != "years":
        return datum
    grown = years * field.scale

    def plus(value: int | None) -> int | None:
        return None if value is None else value + grown

    value = datum.value + grown if isinstance(datum.value, int) and not isinstance(datum.value, bool) else datum.value
    return replace(datum, value=value, low=plus(datum.low), high=plus(datum.high))
