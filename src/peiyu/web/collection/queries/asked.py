"""A round, its units and what was held when it started, as the library's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from peiyu.facts.round import Asked, AskedSheet, Basis, Firm, Place, Span, Unit, value_from_json, value_to_json
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.web.collection.models import Round, RoundFirm, RoundUnit

HeldJson = dict[str, dict[str, dict[str, Any]]]
"""Entity → record (`""` where there is none) → field → value, dates as text."""


def asked_of(held: Round) -> Asked:
    """What a round asks."""
    return Asked(
        id=held.number, title=held.title, sheets=sheets_of(held.sheets), span=span_of(held), due=held.due,
        basis=basis_of(held), version=held.edition, made_up=held.made_up,
    )  # fmt: skip


def span_of(held: Round) -> Span:
    """The time that a round asks about."""
    figures = {"当月": "当月", "累计": "累计"}.get(held.basis)
    return Span(held.year, quarter=held.quarter, month=held.month, basis=figures)  # type: ignore[arg-type]


def sheets_of(sheets: Iterable[Mapping[str, Any]]) -> tuple[AskedSheet, ...]:
    """Sheets as they are stored."""
    return tuple(
        AskedSheet(one["entity"], tuple(one["fields"]), tuple(one.get("required", ())), bool(one.get("new_rows")))
        for one in sheets
    )


def basis_of(held: Round) -> Basis:
    """On what a round rests."""
    return Basis(
        purpose="统计" if held.purpose == "统计" else "行政", authority=held.authority, table=held.table,
        approval=held.approval, valid_until=held.valid_until,
    )  # fmt: skip


def unit_of(unit: RoundUnit, firms: Iterable[RoundFirm] | None = None) -> Unit:
    """A unit with its enterprises; `firms` where they are at hand already."""
    rows = unit.firms.all() if firms is None else firms
    return Unit(unit_id(unit), unit.name, tuple(firm_of(one) for one in rows if one.key != TERRITORY))


def unit_id(unit: RoundUnit) -> str:
    """By what the mark of its workbooks names a unit, in every edition of the form."""
    if unit.organisation_id is not None:
        return f"o{unit.organisation_id}"
    assert unit.enterprise is not None  # a constraint of the table
    return f"e{unit.enterprise % 2**64:016x}"


def units_by_id(held: Round) -> dict[str, RoundUnit]:
    """The units of a round by the id of their mark."""
    return {unit_id(one): one for one in RoundUnit.objects.filter(round=held)}


def firm_of(one: RoundFirm) -> Firm:
    """An enterprise of a unit."""
    return Firm(one.key, one.code, one.name, one.park)


def held_of(firms: Iterable[RoundFirm]) -> dict[Place, Value]:
    """What was held of some enterprises when the round started: prefilled, not asked again."""
    words, found = vocabulary(), dict[Place, Value]()
    for one in firms:
        for entity, records in one.held.items():
            for record, values in records.items():
                for code, said in values.items():
                    value = value_from_json(words.field(entity, code), said)
                    if value is not None:
                        found[Place(entity, one.key, int(record) if record else None, code)] = value
    return found


def held_json(held: Mapping[Place, Value]) -> dict[int, HeldJson]:
    """The same as it is kept, by enterprise."""
    found: dict[int, HeldJson] = {}
    for place, value in held.items():
        records = found.setdefault(place.enterprise, {}).setdefault(place.entity, {})
        record = "" if place.record is None else str(place.record)
        records.setdefault(record, {})[place.field] = value_to_json(value)
    return found
