"""Reminders: what is sent to a unit that has not answered, as it was sent. Nobody is counted by them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Reminder, Round, RoundUnit
from peiyu.web.collection.queries.chasing import reminder_text
from peiyu.web.collection.queries.units import addressees, maker_of, missing
from peiyu.web.collection.states import OPEN, UNANSWERED
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record


def remind(actor: Actor, *, held: Round, units: Sequence[int] | None = None) -> int:
    """Reminds the units of a round that have not submitted (all of them, or some): each is told with its own text,
    which is kept. Gives how many. Refusals `not-allowed`, `round-not-open`, `nobody-to-remind`."""
    require(RULES, actor, "units.remind", maker_of(held))
    if held.state not in OPEN:
        raise Refusal(Problem("round-not-open", Text("收表不在进行中", "the round is not open")))
    found = RoundUnit.objects.filter(round=held, state__in=UNANSWERED).select_related("round")
    waiting = list(found if units is None else found.filter(pk__in=units))
    if not waiting:
        raise Refusal(Problem("nobody-to-remind", Text("都已报送，不必催报", "everybody has submitted")))
    lacks = missing(waiting)
    with transaction.atomic():
        made = [
            Reminder(unit=one, text=reminder_text(actor, one, lacks[one.pk]).zh, by_id=actor.person,
                     by_name=actor.name, at=clock.now())
            for one in waiting
        ]  # fmt: skip
        Reminder.objects.bulk_create(made)
        for one in waiting:
            said = Text(f"催报：{held.title}，截止 {one.due}", f"reminder: {held.title}, due {one.due}")
            tell(said, f"/collection/{held.number}/units/{one.pk}/", organisations=addressees(found.filter(pk=one.pk)))
        record(
            actor, "round.remind", "round", held.number, said=held.title, after={"units": [one.name for one in waiting]}
        )
    return len(made)
