"""What of a round travels in a package: the round for one unit, and what the unit handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.facts.round import asked_to_json
from peiyu.web.collection.models import RoundUnit, Submission
from peiyu.web.collection.queries.asked import asked_of, unit_id
from peiyu.web.enterprises.words import words


def round_said(unit: RoundUnit) -> dict[str, Any]:
    """A round as it goes to one unit: what is asked, by when, of which enterprises, and what is held of them."""
    held = unit.round
    return {
        "asked": asked_to_json(asked_of(held)), "said": held.said, "minutes": str(held.minutes),
        "edition": held.edition, "correction": held.correction,
        "unit": {
            "id": unit_id(unit), "name": unit.name, "due": unit.due.isoformat(), "asked": unit.asked,
            "prefilled": unit.prefilled,
            "firms": [
                {"key": one.key, "code": one.code, "name": one.name, "park": one.park, "held": one.held}
                for one in unit.firms.all()
            ],
        },
    }  # fmt: skip


def answers_said(submission: Submission, *, unit: str) -> dict[str, Any]:
    """What a unit handed in, frozen as it is; `unit`: the unit's id where the round came from."""
    return {
        "round": submission.unit.round.number, "edition": submission.unit.round.edition, "unit": unit,
        "number": submission.number, "rows": submission.rows, "hash": submission.hash, "document": submission.document,
        "by": submission.by_name, "at": submission.at.isoformat(), "reason": submission.reason,
        "scan": submission.scan_name,
    }  # fmt: skip


def conflicts_shown(conflicts: list[Mapping[str, Any]], unit: RoundUnit) -> list[dict[str, Any]]:
    """Conflicts with the names of enterprises and fields, as people read them."""
    known, names = words(), dict(unit.firms.values_list("key", "name"))
    return [
        {
            "number": number, "firm": names.get(one["enterprise"], ""),
            "field": known.field(one["entity"], one["field"]).name,
            "held": one["held"], "file": one["file"],
        }
        for number, one in enumerate(conflicts)
    ]  # fmt: skip
