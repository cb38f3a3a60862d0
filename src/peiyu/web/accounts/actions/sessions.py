"""Coming in, going out, and standing for an enterprise: each stands in the trail."""

from __future__ import annotations

from peiyu.web.accounts.models import Consent, Person
from peiyu.web.accounts.queries import actor_for
from peiyu.web.acting.actor import Actor
from peiyu.web.trail.actions import record


def begin_session(person: Person, *, address: str) -> None:
    """Somebody came in."""
    record(actor_for(person, address=address), "session.begin", "session", person.pk, said=person.name)


def end_session(actor: Actor) -> None:
    """Somebody went out; nothing for those who had not come in."""
    if actor.signed_in:
        record(actor, "session.end", "session", actor.person or "", said=actor.name)


def stand_for(actor: Actor, consent: Consent) -> None:
    """From now on the actor acts for an enterprise by its consent."""
    record(actor, "session.act_for", "consent", consent.pk, said=consent.enterprise_name)
