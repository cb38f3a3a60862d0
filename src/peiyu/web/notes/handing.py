"""Notices that one has not read go over with one's work."""

from __future__ import annotations

from peiyu.problems import Text
from peiyu.web.accounts.handover import work
from peiyu.web.acting.actor import Actor
from peiyu.web.notes.models import Notice


def unread_of(person: int) -> int:
    """How many notices a person has not read."""
    return Notice.objects.filter(person_id=person, read_at=None).count()


@work("notices", Text("未读通知", "unread notices"), count=unread_of)
def give_notices(actor: Actor, person: int, successor: int) -> int:
    """The successor finds them among the own ones."""
    return Notice.objects.filter(person_id=person, read_at=None).update(person_id=successor)
