"""Reads of allocations: who sees which, the tree, what was said, what a new one would begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet

from peiyu.problems import Text
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, decide, reach_of
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Allocation, Line, Move, Share
from peiyu.web.targets.queries.readings import latest, number
from peiyu.web.targets.states import STATES, VERBS, verbs_of

KINDS = ("park", "district", "department")
ANSWERS: Mapping[str, tuple[Text, str]] = {
    "": (Text("待回复", "not answered"), "grey"), "accepted": (Text("同意", "accepted"), "green"),
    "asked": (Text("要求调整", "asks for another"), "yellow"), "declined": (Text("不予调整", "declined"), "grey"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A share with its people. may_answer, may_divide: whether the actor may now."""

    share: Share
    people: tuple[Share, ...]
    may_answer: bool
    may_divide: bool

    @property
    def answer(self) -> tuple[Text, str]:
        return ANSWERS[self.share.answer]


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation that could take a share, and what its weight would begin with."""

    organisation: Organisation
    capacity: int
    history: int


def visible(actor: Actor, pack: str) -> QuerySet[Allocation]:
    """The allocations that the actor may see: all, or those sent out in which its organisation has a share."""
    reach = reach_of(RULES, actor, "allocations.see")
    if reach is None:
        return Allocation.objects.none()
    found = Allocation.objects.filter(pack=pack)
    if reach == "all":
        return found
    mine = Share.objects.filter(organisation__in=actor.organisations).values("allocation")
    return found.exclude(state="draft").filter(pk__in=mine)


def allocation_of(actor: Actor, pack: str, pk: int) -> Allocation | None:
    """One allocation."""
    return visible(actor, pack).filter(pk=pk).first()


def tree(actor: Actor, held: Allocation) -> tuple[Node, ...]:
    """The shares with their people; of another's allocation only one's own. One query."""
    shares = Share.objects.filter(allocation=held).select_related("organisation")
    if reach_of(RULES, actor, "allocations.see") != "all":
        shares = shares.filter(organisation__in=actor.organisations)
    everyone = list(shares)
    verbs = verbs_of(held.state)
    return tuple(
        Node(
            share=one, people=tuple(each for each in everyone if each.parent_id == one.pk),
            may_answer="accept" in verbs and _may(actor, "shares.answer", one),
            may_divide="divide" in verbs and _may(actor, "shares.divide", one),
        )
        for one in everyone if one.parent_id is None
    )  # fmt: skip


def _may(actor: Actor, action: str, share: Share) -> bool:
    return decide(RULES, actor, action, Subject(organisation=share.organisation_id)).allowed


def moves(actor: Actor, held: Allocation) -> tuple[tuple[Move, Text], ...]:
    """What was said and changed, in order, with the word of each; of another's allocation only about one's own."""
    found = Move.objects.filter(allocation=held).select_related("share")
    if reach_of(RULES, actor, "allocations.see") != "all":
        found = found.filter(share__organisation__in=actor.organisations)
    return tuple((one, VERBS[one.verb]) for one in found)


def verbs(actor: Actor, held: Allocation) -> frozenset[str]:
    """What the actor may do with the whole of an allocation just now."""
    return verbs_of(held.state) if decide(RULES, actor, "allocations.make").allowed else frozenset()


def state_of(held: Allocation) -> tuple[Text, str]:
    """The state as a word with its colour."""
    return STATES[held.state]


def units(pack: str, code: str) -> tuple[Unit, ...]:
    """The organisations of today, with how many enterprises each has and what it has done of a target so far."""
    found = Organisation.objects.filter(kind__in=KINDS, until=None).order_by("kind", "name")
    firms = {by: _firms(by) for by in ("park", "district")}
    done = _done(pack, code)
    return tuple(
        Unit(one, firms.get(one.kind, {}).get(one.area, 0), done.get(one.kind, {}).get(one.area, 0)) for one in found
    )


def _firms(by: str) -> dict[str, int]:
    rows = Enterprise.objects.exclude(**{by: ""}).order_by().values_list(by).annotate(n=Count("pk"))
    return dict(rows)


def _done(pack: str, code: str) -> dict[str, dict[str, int]]:
    reading = latest(pack)
    held = Line.objects.filter(reading=reading, code=code).first() if reading else None
    found: dict[str, dict[str, int]] = {}
    for by, one in (held.breakdowns if held else {}).items():
        groups: Sequence[Mapping[str, str]] = one["groups"]
        found[by] = {each["group"]: max(int(number(each["low"]) or Fraction(0)), 0) for each in groups}
    return found
