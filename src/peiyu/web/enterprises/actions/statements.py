"""A few rows about one enterprise as an intake of their own, live at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions.intake import begin, go_live
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.actions.rows import append_rows
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.sources import BY_ROLE
from peiyu.web.trail.actions import record

HIDDEN = ("enterprise", "record_id", "known_from", "source", "purpose", "at")
Rows = Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Said:
    """How it is told: the verb; what it is, in the list of imports, where no enterprise is named; of whom, in the
    trail; and why."""

    verb: str
    what: str
    name: str
    why: str = ""


def source_of(actor: Actor) -> str:
    """The source of what an actor types."""
    return BY_ROLE.get(actor.role, actor.name) if actor.role is not None else actor.name


def head(key: int, source: str) -> dict[str, Any]:
    """What every row carries."""
    return {"enterprise": key, "known_from": clock.today(), "source": source, "purpose": "行政"}


def next_number(entity: str, key: int) -> int:
    """Greater than that of every statement there is, so that of two of one day the later holds."""
    held = FACT_MODELS[entity].objects.filter(enterprise=key).order_by().values_list("record_id", flat=True)
    return max(held, default=0) + 1


def take_rows(
    actor: Actor, key: int, rows: Rows, *, said: Said, before: Mapping[str, Any] | None = None, kind: str = "form",
    evidence: int | None = None,
) -> Intake:  # fmt: skip
    """Stores the rows, shows them, re-makes the registry's entry and records it, all at once."""
    told = {name: plain(value) for _, row in rows for name, value in row.items() if name not in HIDDEN}
    with transaction.atomic():
        intake = begin(actor, kind=kind, name=said.what, why=said.why, source=rows[0][1]["source"], evidence=evidence)
        for entity, row in rows:
            append_rows(entity, [row], intake.pk)
        go_live(actor, intake, {entity: 1 for entity, _ in rows})
        project([key])
        Intake.objects.filter(pk=intake.pk).update(projected=True)
        record(
            actor, said.verb, "enterprise", f"{key % 2**64:016x}", said=said.name, why=said.why,
            before={name: plain(value) for name, value in before.items()} if before else None, after=told,
        )  # fmt: skip
    return intake


def plain(value: Any) -> Any:
    """As JSON holds it."""
    return value if isinstance(value, int | str | bool | None) else str(value)
