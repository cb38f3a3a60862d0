"""Who sees which rounds, and what stands on a round's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, decide, reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.units import scoped_units
from peiyu.web.collection.states import OPEN, ROUND, UNANSWERED, verbs_of

SEEN = (*OPEN, "closed")
"""States in which a unit sees a round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A round in a list: how many of the units that the actor sees there are, have submitted, and are late."""

    round: Round
    state: tuple[Text, str]
    span: Text
    units: int
    answered: int
    late: int
    own: RoundUnit | None = None


def visible(actor: Actor) -> QuerySet[Round]:
    """The rounds that the actor may see: all; or those of its own organisation and those that ask one of its units."""
    reach = reach_of(RULES, actor, "rounds.see")
    if reach is None:
        return Round.objects.none()
    if reach == "all":
        return Round.objects.all()
    asked = Q(state__in=SEEN, pk__in=scoped_units(actor).values("round"))
    return Round.objects.filter(asked | Q(organisation__in=actor.organisations))


def round_of(actor: Actor, number: str) -> Round:
    """One round. Http404 where there is none or it is not the actor's to see."""
    found = visible(actor).filter(number=number).first()
    if found is None:
        raise Http404("no such round")
    return found


def rounds(actor: Actor, *states: str) -> tuple[Told, ...]:
    """Rounds in some states, the latest first, with what the actor sees of their units. Three queries."""
    found = list(visible(actor).filter(state__in=states).defer("sheets", "whom", "burden", "spared"))
    mine = scoped_units(actor).filter(round__in=found).order_by()
    late = Q(state__in=UNANSWERED, due__lt=clock.today())
    counted: dict[int, Mapping[str, Any]] = {
        one["round"]: one
        for one in mine.values("round").annotate(
            units=Count("pk"), answered=Count("pk", filter=~Q(state__in=UNANSWERED)), late=Count("pk", filter=late)
        )
    }
    alone = [pk for pk, one in counted.items() if one["units"] == 1]
    only = {one.round_id: one for one in mine.filter(round__in=alone)}
    return tuple(_told(one, counted.get(one.pk, {}), only.get(one.pk)) for one in found)


def _told(one: Round, counts: Mapping[str, Any], own: RoundUnit | None) -> Told:
    return Told(
        round=one, state=ROUND[one.state], span=span_of(one).said, units=counts.get("units", 0),
        answered=counts.get("answered", 0), late=counts.get("late", 0) if one.state in OPEN else 0, own=own,
    )  # fmt: skip


def verbs(actor: Actor, held: Round) -> frozenset[str]:
    """What the actor may do with a round just now."""
    may = decide(RULES, actor, "rounds.make", Subject(organisation=held.organisation_id)).allowed
    return verbs_of("round", held.state) if may else frozenset()


def keeps(actor: Actor, held: Round) -> bool:
    """Whether the actor keeps a round: it may see every unit and chase it."""
    return decide(RULES, actor, "units.remind", Subject(organisation=held.organisation_id)).allowed
