"""After a later evaluation every line and every follow-up is told how it stands now. What is measured already is left
out, so that it may begin again at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.checkups.models import FollowUp, Line
from peiyu.web.checkups.outcomes import Matter, held_of, outcome_of
from peiyu.web.jobs.kinds import Step
from peiyu.web.policies.actions.prospects import both
from peiyu.web.policies.models import Evaluation
from peiyu.web.policies.queries import latest

TOGETHER = 500
LOOKED_BACK = dt.timedelta(days=800)
"""Follow-ups and runs of more than two years ago are left as they are."""
LOOKING = Text("核对跟进和体检结果", "seeing how matters stand")


def run(step: Step) -> Mapping[str, Any]:
    """Measures whatever an evaluation came after."""
    last = latest()
    if last is None:
        return {}
    waiting = (follow_ups_before(last), lines_before(last))
    counts = [measure(rows, last, step) for rows in waiting]
    return {"follow_ups": counts[0], "lines": counts[1]} if any(counts) else {}


def unmeasured(last: Evaluation) -> Q:
    """What was not measured by this evaluation."""
    return Q(measured=None) | Q(measured__lt=last.pk)


def follow_ups_before(last: Evaluation) -> QuerySet[FollowUp]:
    """The follow-ups that an evaluation came after."""
    since = clock.now() - LOOKED_BACK
    return FollowUp.objects.filter(unmeasured(last), evaluation__lt=last.pk, at__gte=since)


def lines_before(last: Evaluation) -> QuerySet[Line]:
    """The lines of runs that an evaluation came after."""
    since = clock.now() - LOOKED_BACK
    return Line.objects.filter(
        unmeasured(last), check_up__state="done", check_up__evaluation__lt=last.pk, check_up__at__gte=since
    )


def measure(rows: QuerySet[Any], last: Evaluation, step: Step) -> int:
    """Some rows a transaction; gives how many."""
    done = 0
    while found := list(rows.order_by("pk")[:TOGETHER]):
        judge(found, last)
        done += len(found)
        step.tell(0.5, LOOKING)
    return done


def judge(found: Sequence[Any], last: Evaluation) -> None:
    """Says of each follow-up or line how it stands by the evaluation."""
    table: type[Model] = type(found[0])
    matters = [
        Matter(kind=one.kind, enterprise=one.enterprise, tier=one.tier_id, what=one.matter, on=one.on) for one in found
    ]
    held = held_of(matters, last.as_of)
    for row, matter in zip(found, matters, strict=True):
        outcome = outcome_of(matter, held)
        row.outcome, row.outcome_said, row.measured_id = outcome.code, both(outcome.said), last.pk
    with transaction.atomic():
        table._default_manager.bulk_update(found, ["outcome", "outcome_said", "measured"])
