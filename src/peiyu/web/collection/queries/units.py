"""The units of rounds: who sees which, how far each is, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import AnswerRow, Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.merged import standing_as, with_merged
from peiyu.web.collection.states import OPEN, UNANSWERED, UNIT
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import merged_into

LIVE = (*OPEN, "closed")
MOST_NAMED = 3
"""So many enterprises are named in a sentence; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a unit still has to give: cells, and the enterprises of which nothing was answered (some by name)."""

    cells: int
    firms: int
    named: tuple[str, ...]


def scoped_units(actor: Actor) -> QuerySet[RoundUnit]:
    """The units that the actor may see, of rounds that are out: all; or its own organisations', the enterprises' for
    which it stands or which lie in its area, and everybody's in a round of its own organisation. An enterprise that
    became confidential meanwhile is seen by itself alone."""
    reach = reach_of(RULES, actor, "units.see")
    found = RoundUnit.objects.filter(round__state__in=LIVE)
    if reach is None:
        return found.none()
    firms = with_merged(actor.enterprises)
    hidden = hides("enterprise") & ~Q(enterprise__in=firms)
    return found.filter(~hidden) if reach == "all" else found.filter(~hidden, _own(actor, firms))


def hides(field: str) -> Q:
    """What is about enterprises that stand in no list, or that were merged into one; `field` names their key."""
    secret = Enterprise.objects.filter(sensitive=True)
    merged = merged_into()
    now = set(secret.filter(key__in=set(merged.values())).values_list("key", flat=True)) if merged else set()
    gone = [key for key, kept in merged.items() if kept in now]
    return Q(**{f"{field}__in": secret.values("key")}) | Q(**{f"{field}__in": gone})


def _own(actor: Actor, firms: set[int]) -> Q:
    own = Q(organisation__in=actor.organisations) | Q(enterprise__in=firms)
    own |= Q(round__organisation__in=actor.organisations)
    if actor.areas:
        here = RoundFirm.objects.filter(park__in=actor.areas).values("unit")
        own |= Q(enterprise__isnull=False, pk__in=here)
    return own


def subject_of(unit: RoundUnit) -> Subject:
    """Whose a unit is: its organisation's, or its enterprise's as that stands today."""
    return Subject(organisation=unit.organisation_id, enterprise=standing_as(unit.enterprise))


def maker_of(held: Round) -> Subject:
    """Whose a round is: of the organisation that made it."""
    return Subject(organisation=held.organisation_id)


def addressees(rows: QuerySet[RoundUnit]) -> list[int]:
    """The organisations whose people are told about some units: themselves, or the enterprises' own, also of what they
    were merged into. Four queries."""
    units = rows.filter(organisation__isnull=False).order_by().values_list("organisation_id", flat=True)
    firms = rows.filter(enterprise__isnull=False).order_by()
    merged = merged_into()
    gone = firms.filter(enterprise__in=list(merged)).values_list("enterprise", flat=True) if merged else ()
    now = [merged[one] for one in gone if one is not None]
    of = Q(enterprise__in=firms.values("enterprise")) | Q(enterprise__in=now)
    own = Organisation.objects.filter(of).values_list("pk", flat=True)
    return [*(one for one in units if one is not None), *own]


def parks_of(held: Round) -> dict[int, str]:
    """Of a round that asks enterprises: unit → the park of its enterprise. One query."""
    firms = RoundFirm.objects.filter(unit__round=held, unit__enterprise__isnull=False).exclude(park="")
    return dict(firms.order_by().values_list("unit_id", "park"))


def by_park(rows: QuerySet[RoundUnit]) -> list[tuple[str, int]]:
    """The parks of the enterprises that are units, with how many there are of each. One query."""
    found = rows.filter(enterprise__isnull=False).exclude(file="").exclude(firms__park="").order_by("firms__park")
    return [(park, number) for park, number in found.values_list("firms__park").annotate(n=Count("pk"))]


def unit_seen(actor: Actor, number: str, pk: int) -> RoundUnit:
    """One unit of a round, with the round. Http404 where there is none or it is not the actor's to see."""
    found = scoped_units(actor).select_related("round").filter(pk=pk, round__number=number).first()
    if found is None:
        raise Http404("no such unit")
    return found


def is_late(unit: RoundUnit) -> bool:
    """Whether its due day is over (it counts until midnight) and nothing was submitted."""
    return unit.state in UNANSWERED and clock.today() > unit.due


def days_left(unit: RoundUnit) -> int:
    """Days until its due day; 0 on the day itself, less when it is over."""
    return (unit.due - clock.today()).days


def missing(units: Iterable[RoundUnit]) -> dict[int, Missing]:
    """Unit → what is missing. Two queries however many units."""
    several = list(units)
    answered: dict[int, set[int]] = {}
    for pk, key in AnswerRow.objects.filter(unit__in=several).order_by().values_list("unit_id", "enterprise"):
        answered.setdefault(pk, set()).add(key)
    silent: dict[int, list[str]] = {}
    firms = RoundFirm.objects.filter(unit__in=several).exclude(key=TERRITORY).exclude(hides("key"))
    for pk, key, name in firms.values_list("unit_id", "key", "name"):
        if key not in answered.get(pk, ()):
            silent.setdefault(pk, []).append(name)
    return {
        one.pk: Missing(max(one.asked - one.done, 0), len(mine := silent.get(one.pk, [])), tuple(mine[:MOST_NAMED]))
        for one in several
    }


def standing(unit: RoundUnit) -> tuple[Text, str] | None:
    """What is to be said of its due day: late, due today, soon; nothing where it has submitted or has time."""
    left = days_left(unit)
    if unit.state not in UNANSWERED:
        return None
    if left < 0:
        return Text(f"逾期{-left}天", f"{-left} days late"), "red"
    if left == 0:
        return Text("今日24时截止", "due today, until midnight"), "yellow"
    return (Text(f"还剩{left}天", f"{left} days left"), "blue") if left <= 3 else None


def counts(rows: QuerySet[RoundUnit]) -> dict[str, int]:
    """How many units there are, are late, and are in each state; their cells."""
    late = Q(state__in=UNANSWERED, due__lt=clock.today())
    each = {state: Count("pk", filter=Q(state=state)) for state in UNIT}
    return rows.order_by().aggregate(
        units=Count("pk"), late=Count("pk", filter=late), firms=Sum("firms_count", default=0),
        cells=Sum("asked", default=0), filled=Sum("done", default=0), **each,
    )  # fmt: skip
