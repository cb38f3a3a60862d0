"""Where the facts of an enterprise came from, and how its verdicts changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web.desk.queries.dossier import OUTCOMES
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.queries import intakes_unseen
from peiyu.web.look.cells import Mark
from peiyu.web.policies.models import Change
from peiyu.web.policies.queries.evaluations import outcome_of
from peiyu.web.targets.queries.readings import text_of

MOST_CHANGES = 30
TOLD_BY = ("enterprise", "annual_return", "title")
"""Fact tables that say by which intakes an enterprise is known."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A verdict that changed."""

    on: dt.date
    tier: Text
    before: Mark
    after: Mark


def came_by(key: int) -> tuple[Intake, ...]:
    """The acts by which its facts came, the latest first."""
    unseen, found = intakes_unseen(), set[int]()
    for entity in TOLD_BY:
        rows = FACT_MODELS[entity].objects.filter(enterprise=key).exclude(intake_id__in=unseen)
        found |= set(rows.order_by().values_list("intake_id", flat=True).distinct())
    return tuple(Intake.objects.filter(pk__in=found).only("name", "at", "by_name", "why").order_by("-at"))


def turned(key: int) -> tuple[Turned, ...]:
    """How its verdicts changed from one evaluation to the next, the latest first."""
    changes = Change.objects.filter(enterprise=key).select_related("tier", "evaluation").order_by("-evaluation_id")
    return tuple(
        Turned(
            one.evaluation.as_of,
            text_of(one.tier.name),
            OUTCOMES[outcome_of(one.before)],
            OUTCOMES[outcome_of(one.after)],
        )
        for one in changes[:MOST_CHANGES]
    )
