"""What of check-ups goes over with a person's work, and on which of its records there are notes."""

from __future__ import annotations

from django.http import Http404

from peiyu.problems import Text
from peiyu.web.accounts.handover import work
from peiyu.web.accounts.models import Person
from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.queries.follow_ups import follow_up_of, may_end
from peiyu.web.notes.subjects import Decided, subject


def open_of(person: int) -> int:
    """How many open follow-ups a person has."""
    return FollowUp.objects.filter(person_id=person, state="open").count()


@work("follow_ups", Text("体检跟进", "follow-ups of check-ups"), count=open_of)
def give_follow_ups(actor: Actor, person: int, successor: int) -> int:
    """The open ones go to the successor, who does them for the same organisation."""
    name = Person.objects.values_list("name", flat=True).get(pk=successor)
    return FollowUp.objects.filter(person_id=person, state="open").update(person_id=successor, person_name=name)


@subject("follow_up")
def notes_of(actor: Actor, key: str) -> Decided | None:
    """Whoever sees a follow-up sees its notes; whoever may end it adds to them."""
    try:
        held = follow_up_of(actor, int(key))
    except (Http404, ValueError):
        return None
    said = Text(f"{held.firm}：跟进", f"{held.firm}: follow-up")
    return Decided(
        kind="follow_up", subject=key, said=said, address=f"/checkups/follow-ups/{held.pk}/", adds=may_end(actor, held)
    )
