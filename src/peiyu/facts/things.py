"""Which record of a list a row is about: what identifies a patent, a title, a payment.

The library numbers the rows of a file; a record that is kept has a number of its own, so that the same list taken in
twice makes versions of one record and not two (docs/decisions/0026-records-of-lists.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

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


def number_of(entity: str, enterprise: int, values: Mapping[str, Any], *, again: int = 0) -> int:
    """The number of a new record by the surest thing that it says of itself, or by all that it says. `again`: how many
    records of that list say the same. 62 bits, so that it is positive and everybody's integer."""
    said = marks(entity, values)
    known = said[0] if said else ((), tuple(sorted((k, str(v)) for k, v in values.items() if v is not None)))
    written = repr((entity, enterprise, known[0], tuple(map(str, known[1])), again))
    return int.from_bytes(hashlib.blake2b(written.encode(), digest_size=8).digest(), "big") >> 2
