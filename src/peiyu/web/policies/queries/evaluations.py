"""Reads of evaluations and of the verdicts that hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from peiyu.policy.verdict import Outcome
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, decide
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.lists.walked import Unindexed
from peiyu.web.policies.access import RULES
from peiyu.web.policies.models import Evaluation, Tier, Verdict

FEW = 20_000
"""So few verdicts lead to their enterprises."""

MANY = 400_000
"""Of fewer than these enterprises are looked up in the list of them, a tenth of a second's work; where more have one,
enterprises are asked one by one, because so many fit that a page of them is found soon, in whatever order."""

VALUES = {"met": 1, "not_met": 0, "unknown": None}
"""Words of addresses and filters → what is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds of an enterprise on a tier by the last evaluation."""

    tier: str
    name: Text
    title: str
    outcome: Outcome
    stand_in: bool
    since: dt.date


def latest() -> Evaluation | None:
    """The last finished evaluation."""
    return Evaluation.objects.filter(state="done").order_by("-ended_at", "-pk").first()


def tiers() -> tuple[Tier, ...]:
    """The tiers by which enterprises are judged now, in order."""
    return tuple(Tier.objects.filter(current=True))


def verdicts(actor: Actor, key: int) -> tuple[Standing, ...]:
    """The stored verdicts on an enterprise, for those who may see them; nothing before the first evaluation."""
    areas = Enterprise.objects.filter(pk=key).values_list("park", "district").first() or ()
    subject = Subject(enterprise=key, areas=frozenset(area for area in areas if area))
    if not decide(RULES, actor, "verdicts.see", subject).allowed:
        return ()
    held = Verdict.objects.filter(enterprise=key, tier__current=True).select_related("tier", "since")
    return tuple(
        Standing(
            tier=one.tier.key, name=Text(one.tier.name["zh"], one.tier.name["en"]), title=one.tier.title,
            outcome=outcome_of(one.value), stand_in=one.stand_in, since=one.since.as_of,
        )
        for one in held.order_by("tier__place")
    )  # fmt: skip


def with_verdict(rows: QuerySet[Any], tier: str, word: str) -> QuerySet[Any]:
    """Enterprises that have this verdict (`met`, `not_met`, `unknown`) on a tier (`pack.tier`)."""
    found = Tier.objects.filter(key=tier).first()
    value = Q(value__isnull=True) if VALUES[word] is None else Q(value=VALUES[word])
    held = Verdict.objects.filter(value, tier=found)
    number, keys = held.values("enterprise")[:MANY].count(), held.values("enterprise")
    if number < FEW:
        return rows.filter(pk__in=keys)
    if number < MANY:
        return rows.filter(In(Unindexed(F("pk"), output_field=BigIntegerField()), keys.query))
    return rows.filter(Exists(held.filter(enterprise=OuterRef("pk"))))


def outcome_of(value: int | None) -> Outcome:
    """1, 0, null as an outcome."""
    return Outcome.of(None if value is None else bool(value))
