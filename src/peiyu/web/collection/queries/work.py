"""What waits for somebody in collection: rounds to answer, units that are late, extensions to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries.merged import with_merged
from peiyu.web.collection.states import OPEN, UNANSWERED


@dataclass(frozen=True, slots=True)
class Late:
    """A round with units that are late, and how many."""

    round: Round
    units: int


def own_open(actor: Actor) -> QuerySet[RoundUnit]:
    """The units for which the actor answers and that have not submitted, the first due day first."""
    found = RoundUnit.objects.filter(round__state__in=OPEN, state__in=UNANSWERED).select_related("round")
    if reach_of(RULES, actor, "answers.give") is None:
        return found.none()
    own = Q(organisation__in=actor.organisations) | Q(enterprise__in=with_merged(actor.enterprises))
    return found.filter(own).order_by("due", "pk")


def late(actor: Actor) -> Iterator[Late]:
    """The open rounds that the actor keeps in which units are late. Two queries."""
    reach = reach_of(RULES, actor, "units.remind")
    if reach is None:
        return
    kept = Round.objects.filter(state__in=OPEN)
    kept = kept if reach == "all" else kept.filter(organisation__in=actor.organisations)
    over = RoundUnit.objects.filter(round__in=kept, state__in=UNANSWERED, due__lt=clock.today())
    counted = dict(over.order_by().values_list("round").annotate(n=Count("pk")))
    for one in Round.objects.filter(pk__in=counted).defer("sheets", "whom", "burden", "spared").order_by("due", "pk"):
        yield Late(one, counted[one.pk])
