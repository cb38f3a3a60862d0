"""The chain: what is hashed of a row, and what a row that does not fit is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from peiyu.web.trail.models import Entry

FIELDS = (
    "id", "at", "person_id", "name", "role", "organisation", "for_whom", "address", "verb", "kind", "subject", "said",
    "why", "before", "after",
)  # fmt: skip
START = "0" * 64


def link(before: str, place: int, entry: Entry) -> str:
    """The hash of a row at a place of the chain, over the hash of the row before it."""
    values = [getattr(entry, name) for name in FIELDS]
    values[1] = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    told = json.dumps([before, place, *values], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
