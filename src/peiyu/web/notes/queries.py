"""Reads of attachments, comments and notices."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from peiyu.web.acting.actor import Actor
from peiyu.web.notes.models import Notice

MOST_UNREAD = 99


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What was told to the person, or to an organisation of the post."""
    mine = Q(person_id=actor.person) if actor.person is not None else Q(pk__in=[])
    return Notice.objects.filter(mine | Q(organisation__in=actor.organisations, person=None))


def unread(actor: Actor) -> int:
    """How many notices the actor has not read; counted up to 99."""
    if not actor.signed_in:
        return 0
    return len(notices_of(actor).filter(read_at=None).values_list("pk")[:MOST_UNREAD])
