"""Reads of 潜力企业, narrowed to what the actor may see. Confidential enterprises stand on none of these lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import listed
from peiyu.web.policies.access import RULES
from peiyu.web.policies.models import Change, Evaluation, Prospect, Tier

KINDS = {
    "short": Text("差一项", "one short"),
    "new": Text("新近达到", "newly meeting"),
    "lost": Text("新近失去", "newly lost"),
    "risk": Text("可能失去", "at risk"),
    "expiring": Text("即将到期", "running out"),
}
"""What one looks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a list: the prospect or the change, with its enterprise and its tier."""

    row: Any
    enterprise: Enterprise
    tier: Tier | None


def found_from() -> Evaluation | None:
    """The evaluation whose prospects are shown."""
    return Evaluation.objects.filter(prospects="done").order_by("-pk").first()


def last_change() -> Evaluation | None:
    """The latest evaluation that changed anything."""
    return Evaluation.objects.filter(state="done", changed__gt=0).order_by("-pk").first()


def rows(actor: Actor, kind: str) -> QuerySet[Any]:
    """The rows of a kind; none for those who may see none."""
    if reach_of(RULES, actor, "prospects.see") is None:
        return Prospect.objects.none()
    found: QuerySet[Any]
    if kind in ("new", "lost"):
        evaluation = last_change()
        found = Change.objects.filter(evaluation=evaluation) if evaluation else Change.objects.none()
        found = found.filter(after=1) if kind == "new" else found.filter(before=1)
    else:
        evaluation = found_from()
        found = Prospect.objects.filter(evaluation=evaluation, kind=kind) if evaluation else Prospect.objects.none()
    return found.filter(listed(actor))


def with_enterprises(found: Sequence[Any]) -> list[Found]:
    """Rows with their enterprises and tiers: two queries a page."""
    firms: Mapping[int, Enterprise] = Enterprise.objects.in_bulk([one.enterprise for one in found])
    tiers = {tier.pk: tier for tier in Tier.objects.all()}
    return [Found(one, firms[one.enterprise], tiers.get(one.tier_id)) for one in found if one.enterprise in firms]
