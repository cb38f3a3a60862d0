"""Which record of a list a row is about: what identifies a patent, a title, a payment.

The library numbers the rows of a file; the registry gives a record a number of its own, so that the same list taken in
twice makes versions of one record and not two (docs/decisions/0026-records-of-lists.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Way = tuple[str, ...]
Mark = tuple[Way, tuple[Any, ...]]

WAYS: Mapping[str, tuple[Way, ...]] = {
    "ip_right": (("number",), ("kind", "title")),
    "rd_body": (("kind", "title"), ("title",), ("kind", "level")),
    "award": (("kind", "title", "awarded_on"), ("title", "awarded_on"), ("kind", "level", "awarded_on")),
    "standard": (("number",), ("kind", "published_on")),
    "title": (("kind", "number"), ("kind", "granted_on"), ("kind",)),
    "certification": (("kind", "number"), ("kind", "granted_on")),
    "financing": (("kind", "investor", "paid_on"), ("kind", "paid_on", "amount"), ("investor", "paid_on")),
    "conduct_event": (("kind", "happened_on"), ("kind",)),
    "listing": (("kind", "stage"), ("stage",)),
    "shareholding": (("holder", "since"), ("holder",)),
    "attestation": (
        ("condition", "attested_by"),
        ("fact_entity", "fact_field", "fact_year", "attested_by"),
        ("fact_entity", "fact_field", "attested_by"),
    ),
    "list_declaration": (("entity", "scope"), ("entity",)),
    "stay": (("entered_on",), ("kind", "park")),
    "alliance": (("number",), ("title",)),
    "product": (("kind", "title"), ("title",)),
    "fund_award": (("number",), ("fund", "use", "allotted_on"), ("fund", "paid_on")),
    "mentoring": (("mentor", "started_on"), ("mentor",)),
    "incubation": (("carrier", "entered_on"), ("carrier",)),
    "founder": (("kind", "institution", "started_on"), ("kind", "started_on"), ("kind",)),
    "carrier_project": (("title",),),
    "institution": (("number",), ("title",)),
    "fund_budget": (("fund", "use", "budgeted_on"), ("fund", "use")),
    "event": (("title", "held_on"), ("kind", "held_on")),
}
"""Entity → the ways in which a row says which record it is, the surest first. What says none is known by all that it
says."""


def marks(entity: str, row: Mapping[str, Any]) -> list[Mark]:
    """What a row says of which record it is, the surest first; only ways of which every part is said."""
    said = [(way, tuple(row.get(name) for name in way)) for way in WAYS[entity]]
    return [(way, values) for way, values in said if all(value not in (None, "") for value in values)]


class Records:
    """The records of one enterprise and entity: numbers for rows, stored ones first, then new ones in order."""

    def __init__(self, entity: str, enterprise: int, stored: Iterable[Row]) -> None:
        self.entity, self.enterprise = entity, enterprise
        self._by_mark: dict[Mark, list[int]] = {}
        self._rows: dict[int, Row] = {}
        self._met: set[int] = set()
        for row in stored:
            self._enter(row["record_id"], row)

    def number(self, row: Row) -> int:
        """The number of the record that a row is about. Two rows of one list that say the same are two records."""
        said = marks(self.entity, row)
        for place, mark in enumerate(said):
            for number in self._by_mark.get(mark, ()):
                if number not in self._met and not self._contradicts(number, said[:place]):
                    return self._meet(number, row)
        return self._meet(self._new(said, row), row)

    def held(self, number: int) -> Row | None:
        """What is stored of a record."""
        return self._rows.get(number)

    def _contradicts(self, number: int, surer: Sequence[Mark]) -> bool:
        """Whether a record says something else in a surer way: another certificate of one day is another one."""
        held = dict(marks(self.entity, self._rows.get(number, {})))
        return any(way in held and held[way] != values for way, values in surer)

    def _meet(self, number: int, row: Row) -> int:
        self._met.add(number)
        return number

    def _new(self, said: Sequence[Mark], row: Row) -> int:
        known = said[0] if said else ((), tuple(sorted((k, str(v)) for k, v in _own(row).items() if v is not None)))
        for again in range(len(self._met) + len(self._rows) + 1):
            number = _number(self.entity, self.enterprise, known, again)
            if number not in self._met and number not in self._rows:
                return number
        raise AssertionError("one more number than there are records is always free")

    def _enter(self, number: int, row: Row) -> None:
        self._rows[number] = row
        for mark in marks(self.entity, row):
            held = self._by_mark.setdefault(mark, [])
            if number not in held:
                held.append(number)


PROVENANCE = frozenset(("enterprise", "record_id", "known_from", "source", "purpose", "intake_id"))


def _own(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in PROVENANCE}


def _number(entity: str, enterprise: int, known: Mark, again: int) -> int:
    """62 bits, so that it is positive and everybody's integer."""
    said = repr((entity, enterprise, known[0], tuple(map(str, known[1])), again))
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big") >> 2
