"""Reads of follow-ups: a park those on its own enterprises; who can be entrusted with one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import Http404

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.accounts.queries import people_in
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.checkups.access import RULES, subject_of
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.states import OVERDUE, STATES
from peiyu.web.enterprises.queries import listed
from peiyu.web.look.cells import Mark

DOING = ("office", "department", "park", "district")
"""Kinds of organisations that can be entrusted with a follow-up."""
SOON = dt.timedelta(days=7)
MOST_OF_FIRM = 10


@dataclass(frozen=True, slots=True)
class Doer:
    """Who can do a follow-up: `o:3` an organisation, `p:12` a person (`name`) of the actor's own."""

    key: str
    said: str
    organisation: int
    person: int | None = None
    name: str = ""


def follow_ups(actor: Actor) -> QuerySet[FollowUp]:
    """The follow-ups on enterprises that the actor may list."""
    if reach_of(RULES, actor, "checkups.see") is None:
        return FollowUp.objects.none()
    held = FollowUp.objects.filter(listed(actor))
    return held.select_related("organisation", "tier")


def follow_up_of(actor: Actor, pk: int) -> FollowUp:
    """One follow-up. Http404 if it is not the actor's to see."""
    found = follow_ups(actor).filter(pk=pk).first()
    if found is None:
        raise Http404("no such follow-up")
    return found


def mine(actor: Actor) -> Q:
    """Those that the person does, or its organisation without naming a person."""
    return Q(person_id=actor.person) | Q(person=None, organisation_id__in=actor.organisations)


def ours(actor: Actor) -> Q:
    """Those of the actor's organisations."""
    return Q(organisation_id__in=actor.organisations)


def due_soon(actor: Actor) -> QuerySet[FollowUp]:
    """The actor's open ones that are overdue or due within a week, the most urgent first."""
    held = follow_ups(actor).filter(mine(actor), state="open", due__lte=clock.today() + SOON)
    return held.order_by("due", "pk")


def state_of(one: FollowUp) -> Mark:
    """The state as a word; an open one past its day is overdue."""
    return OVERDUE if one.state == "open" and one.due < clock.today() else STATES[one.state]


def may_end(actor: Actor, one: FollowUp) -> bool:
    """Whether the actor may end it."""
    return decide(RULES, actor, "follow_ups.end", subject_of(one)).allowed


def doers(actor: Actor) -> tuple[Doer, ...]:
    """Whom the actor may name: the people of its own organisation, and, where it may entrust others, organisations."""
    return (*_people(actor), *_organisations(actor))


def _people(actor: Actor) -> Iterator[Doer]:
    if actor.organisation is None:
        return
    there = people_in([actor.organisation]).order_by("name").values_list("pk", "name")
    for pk, name in sorted(there, key=lambda one: one[0] != actor.person):
        yield Doer(f"p:{pk}", f"{name}（{actor.organisation_name}）", actor.organisation, pk, name)


def _organisations(actor: Actor) -> Iterator[Doer]:
    held = Organisation.objects.filter(until=None, kind__in=DOING)
    if not decide(RULES, actor, "follow_ups.entrust").allowed:
        held = held.filter(pk__in=actor.organisations)
    for pk, name in held.order_by("kind", "name").values_list("pk", "name"):
        yield Doer(f"o:{pk}", name, pk)


def who(one: FollowUp) -> Text:
    """Who does it."""
    name, unit = one.person_name, one.organisation.name
    unit_en = one.organisation.name_en or unit
    return Text(f"{unit} {name}".strip(), f"{unit_en} {name}".strip())


def of_firm(actor: Actor, key: int) -> list[FollowUp]:
    """The follow-ups on one enterprise that the actor may see, open ones first, then the latest."""
    return list(
        follow_ups(actor).filter(enterprise=key).order_by(F("ended_at").desc(nulls_first=True), "due")[:MOST_OF_FIRM]
    )
