"""Reads of attachments, comments and notices."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from peiyu.web.acting.actor import Actor
from peiyu.web.notes.models import Attachment, Comment, Notice
from peiyu.web.notes.subjects import Decided, decided

MOST_UNREAD = 99
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes on a record, oldest first; at most 200 of each kind."""

    on: Decided
    attachments: tuple[Attachment, ...]
    comments: tuple[Comment, ...]


def notes_on(on: Decided) -> Notes:
    """What is attached to a record and said about it: two queries."""
    here = {"kind": on.kind, "subject": on.subject}
    return Notes(
        on,
        tuple(Attachment.objects.filter(removed_at=None, **here).order_by("pk")[:MOST_SHOWN]),
        tuple(Comment.objects.filter(**here).order_by("pk")[:MOST_SHOWN]),
    )


def attachment_for(actor: Actor, pk: int) -> tuple[Attachment, Decided] | None:
    """An attachment with its record, if its app lets the actor see that."""
    held = Attachment.objects.filter(pk=pk, removed_at=None).first()
    on = decided(actor, held.kind, held.subject) if held else None
    return (held, on) if held and on else None


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What was told to the person, or to an organisation of the post before anybody was there."""
    if actor.person is None:
        return Notice.objects.none()
    return Notice.objects.filter(Q(person_id=actor.person) | Q(person=None, organisation__in=actor.organisations))


def unread(actor: Actor) -> int:
    """How many notices the actor has not read; counted up to 99."""
    return len(notices_of(actor).filter(read_at=None).values_list("pk")[:MOST_UNREAD])
