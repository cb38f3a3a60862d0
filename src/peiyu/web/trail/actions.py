"""Writes the trail; called inside the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from peiyu.web import clock
from peiyu.web.trail.models import Entry


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
