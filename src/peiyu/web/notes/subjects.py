"""On which records there are notes: a table that the apps fill, each deciding who sees and adds to those of its own.

    @subject("enterprise")
    def notes_of(actor: Actor, key: str) -> Decided | None: ...

None says that for this actor there is no such record. The page of the record shows the notes with

    {% include "notes/attachments.html" %}   {% include "notes/comments.html" %}

where `notes` in its context is `notes.queries.notes_on(decided)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A record whose notes the actor may see. said: what it is called; address: its page; adds: whether the actor may
    attach and comment."""

    kind: str
    subject: str
    said: Text
    address: str
    adds: bool = False


Decide = Callable[[Actor, str], Decided | None]
SUBJECTS: dict[str, Decide] = {}


def subject(kind: str) -> Callable[[Decide], Decide]:
    """Enters a kind of record in the table."""

    def enter(decide: Decide) -> Decide:
        SUBJECTS[kind] = decide
        return decide

    return enter


def decided(actor: Actor, kind: str, subject: str) -> Decided | None:
    """What the app that owns the record says; None for a kind that has no notes."""
    decide = SUBJECTS.get(kind)
    return decide(actor, subject) if decide else None
