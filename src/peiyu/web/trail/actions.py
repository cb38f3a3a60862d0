"""Writes the trail, called inside the transaction of what it tells of; and seals it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.db import transaction

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.trail.access import RULES
from peiyu.web.trail.chain import START, link
from peiyu.web.trail.models import Check, Entry, Seal
from peiyu.web.trail.queries import Break, broken, sealed_upto

BATCH = 500
LOG = logging.getLogger("peiyu.trail")


class Doer(Protocol):
    """What the trail needs to know of an Actor."""

    @property
    def person(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> int | None: ...
    @property
    def for_whom(self) -> int | None: ...
    @property
    def address(self) -> str: ...
    @property
    def role(self) -> Any: ...


def record(
    actor: Doer, verb: str, kind: str, subject: object = "", *, said: str = "", why: str = "",
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> Entry:  # fmt: skip
    """One row: `verb` in the words of the app (`intake.undo`), `kind` and `subject` name the record."""
    return Entry.objects.create(
        at=clock.now(),
        person_id=actor.person,
        name=actor.name,
        role=actor.role.value if actor.role else "",
        organisation=actor.organisation,
        for_whom=actor.for_whom,
        address=actor.address,
        verb=verb,
        kind=kind,
        subject=str(subject),
        said=said,
        why=why,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def seal(*, told: Callable[[], None] = lambda: None) -> int:
    """Puts the rows that are not yet sealed at the end of the chain, batch by batch; gives how many. The job that
    does it runs once at a time; a second one at the same moment fails on the place and changes nothing."""
    sealed = 0
    while True:
        with transaction.atomic():
            last = Seal.objects.order_by("-place").first()
            place, chain = (last.place, last.chain) if last else (0, START)
            rows = list(Entry.objects.filter(place=None).order_by("pk")[:BATCH])
            if not rows:
                return sealed
            for row in rows:
                place += 1
                chain = link(chain, place, row)
                row.place, row.chain = place, chain
            Entry.objects.bulk_update(rows, ["place", "chain"], batch_size=100)
            Seal.objects.create(place=place, chain=chain, at=clock.now())
        LOG.info("trail sealed up to %s: %s", f"{place:,}", chain[:16])
        sealed += len(rows)
        told()


def check(*, told: Callable[[float], None] = lambda share: None) -> tuple[Break, ...]:
    """Goes through the whole chain and keeps what was found."""
    upto = sealed_upto()
    found = broken(told=told)
    Check.objects.create(at=clock.now(), upto=upto, broken=[one.written() for one in found])
    return found


def check_newest(actor: Actor, rows: int) -> tuple[Break, ...]:
    """Goes through the newest rows of the chain; what is found is kept, and so is that it was done. Refusal
    `not-allowed`."""
    require(RULES, actor, "trail.check")
    upto = sealed_upto()
    found = broken(after=max(upto - rows, 0))
    with transaction.atomic():
        if found:
            Check.objects.create(at=clock.now(), upto=upto, broken=[one.written() for one in found])
        record(actor, "trail.check", "trail", upto, after={"rows": min(rows, upto), "broken": len(found)})
    return found


def record_export(actor: Actor, *, rows: int, filters: Mapping[str, str]) -> None:
    """That the trail was taken away, and which part of it. Refusal `not-allowed`."""
    require(RULES, actor, "trail.export")
    record(actor, "trail.export", "trail", after={"rows": rows, "filters": dict(filters)})
