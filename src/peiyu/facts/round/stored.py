"""What is asked, and values, as JSON for a database and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from peiyu.facts.round.model import Asked, AskedSheet, Basis, Span
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.model import Field

Json = Mapping[str, Any]


def asked_to_json(asked: Asked) -> dict[str, Any]:
    """Plain values that `json` writes; `asked_from_json` gives the same Asked back."""
    span, basis = asked.span, asked.basis
    return {
        "id": asked.id,
        "title": asked.title,
        "sheets": [
            {"entity": one.entity, "fields": [*one.fields], "required": [*one.required], "new_rows": one.new_rows}
            for one in asked.sheets
        ],
        "span": {"year": span.year, "quarter": span.quarter, "month": span.month, "basis": span.basis},
        "due": asked.due.isoformat(),
        "basis": {
            "purpose": basis.purpose,
            "authority": basis.authority,
            "table": basis.table,
            "approval": basis.approval,
            "valid_until": basis.valid_until.isoformat() if basis.valid_until else None,
        },
        "version": asked.version,
        "made_up": asked.made_up,
    }


def asked_from_json(said: Json) -> Asked:
    """The Asked that `asked_to_json` wrote. KeyError or ValueError for anything else."""
    basis = said["basis"]
    until = basis["valid_until"]
    return Asked(
        id=said["id"],
        title=said["title"],
        sheets=tuple(
            AskedSheet(one["entity"], tuple(one["fields"]), tuple(one["required"]), one["new_rows"])
            for one in said["sheets"]
        ),
        span=Span(**said["span"]),
        due=dt.date.fromisoformat(said["due"]),
        basis=Basis(
            basis["purpose"], basis["authority"], basis["table"], basis["approval"],
            dt.date.fromisoformat(until) if until else None,
        ),
        version=said["version"],
        made_up=said["made_up"],
    )  # fmt: skip


def value_to_json(value: Value | None) -> int | str | bool | None:
    """A stored value as JSON has it: dates as ISO text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def value_from_json(field: Field, said: int | str | bool | None) -> Value | None:
    """The stored value of a field that `value_to_json` wrote."""
    return dt.date.fromisoformat(said) if field.type == "date" and isinstance(said, str) else said
