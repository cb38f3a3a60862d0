"""Finding 潜力企业 from an evaluation, in the background, some enterprises a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from peiyu.paper.values import AtRisk, Expiring, OneShort
from peiyu.problems import Text
from peiyu.web import bridge
from peiyu.web.bridge.prospects import TOGETHER, Close, Finder, Short
from peiyu.web.enterprises.actions.bulk import add
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.policies.actions.evaluations import is_kept, parquet_of
from peiyu.web.policies.models import Evaluation, Prospect, Tier
from peiyu.web.policies.queries import latest

MOST_TOLD = 5_000
"""Enterprises one condition short that are told in words at once; the others on their own page."""
COLUMNS = ("evaluation_id", "kind", "enterprise", "firm", "tier_id", "criterion", "value", "on", "said")
LISTING, LOOKING = Text("找差一项企业", "finding who is one short"), Text("逐家查看", "looking at each of them")


def missing(evaluation: Evaluation) -> bool:
    """Whether those of an evaluation are still to be found; what somebody stopped is left alone."""
    stopped = Job.objects.filter(kind="policies.prospects", state="cancelled", arguments__evaluation=evaluation.pk)
    return evaluation.prospects != "done" and is_kept(evaluation) and not stopped.exists()


def run(step: Step) -> Mapping[str, Any]:
    """The prospects of the last evaluation. One that was begun is finished first, though a later one be there: where
    facts change all day there would otherwise never be any."""
    told: Mapping[str, Any] = {}
    while (evaluation := _next(step)) is not None:
        told = find(evaluation, step)
        step.forget()
    return told


def _next(step: Step) -> Evaluation | None:
    """The evaluation whose prospects are to be found now."""
    begun = Evaluation.objects.filter(pk=step.done.get("evaluation", 0), prospects="").first()
    evaluation = begun if begun is not None and is_kept(begun) else latest()
    if evaluation is None or evaluation.prospects == "done" or not is_kept(evaluation):
        return None
    if step.done.get("evaluation") != evaluation.pk:
        step.forget()
        step.remember(evaluation=evaluation.pk)
    return evaluation


def find(evaluation: Evaluation, step: Step) -> Mapping[str, Any]:
    """The lists of one evaluation, whole; those of earlier ones go."""
    ask = bridge.asked(*evaluation.asked, day=evaluation.as_of)
    finder = Finder(ask, bridge.export(), parquet_of(evaluation))
    step.tell(0.05, LISTING)
    shorts = [one for _, found in finder.shorts() for one in found]
    if not step.done.get("listed"):
        listed(evaluation, shorts, step)
    look(evaluation, finder, shorts, step)
    with transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(prospects="done")
        forget(evaluation)
    return {"evaluation": evaluation.pk, "short": len(shorts)}


def listed(evaluation: Evaluation, shorts: Sequence[Short], step: Step) -> None:
    """Every enterprise that is one condition short, without words yet."""
    tiers, names = numbers(), named([one.enterprise for one in shorts])
    rows = [
        (
            evaluation.pk,
            "short",
            one.enterprise,
            names.get(one.enterprise, ""),
            tiers[one.tier],
            one.criterion,
            number(one.value),
            None,
            "{}",
        )
        for one in shorts
    ]
    with transaction.atomic():
        Prospect.objects.filter(evaluation=evaluation).delete()
        for start in range(0, len(rows), 50_000):
            add(Prospect, COLUMNS, rows[start : start + 50_000])
        step.remember(listed=True)


def look(evaluation: Evaluation, finder: Finder, shorts: Sequence[Short], step: Step) -> None:
    """The close look, in order of keys; what is done is kept with its rows."""
    told: dict[int, list[Short]] = {}
    for one in shorts:
        if one.enterprise in told or len(told) < MOST_TOLD:
            told.setdefault(one.enterprise, []).append(one)
    keys = sorted(finder.at_stake() | set(told))
    for start in range(int(step.done.get("looked", 0)), len(keys), TOGETHER):
        found = list(finder.closely(keys[start : start + TOGETHER], told))
        with transaction.atomic():
            keep(evaluation, found)
            step.remember(looked=start + TOGETHER)
        step.tell(0.1 + 0.9 * min((start + TOGETHER) / len(keys), 1.0), LOOKING)
        step.let_others_go_first()


def keep(evaluation: Evaluation, found: Sequence[Close]) -> None:
    """Risks and what runs out as rows of their own; one-short in words where it is listed."""
    tiers = numbers()
    for one in found:
        for tier, line in one.short.items():
            Prospect.objects.filter(
                evaluation=evaluation, kind="short", enterprise=one.enterprise, tier_id=tiers[tier]
            ).update(said=told_short(line))
        for tier, risk in one.risks:
            Prospect.objects.create(
                evaluation=evaluation, kind="risk", enterprise=one.enterprise, firm=one.name[:200],
                tier_id=tiers.get(tier), on=risk.when,
                said=told_risk(risk),
            )  # fmt: skip
        for ends in one.expiring:
            Prospect.objects.create(
                evaluation=evaluation, kind="expiring", enterprise=one.enterprise, firm=one.name[:200],
                on=ends.runs_out,
                said=told_expiring(ends),
            )  # fmt: skip


def told_short(line: OneShort) -> dict[str, Any]:
    """One condition short, in words."""
    return {
        "condition": both(line.condition), "cite": line.cite, "present": both(line.present),
        "threshold": both(line.threshold), "gap": both(line.gap), "ask": both(line.ask), "whom": both(line.whom),
    }  # fmt: skip


def told_risk(line: AtRisk) -> dict[str, Any]:
    """A tier that may be lost, in words."""
    return {
        "tier": both(line.tier), "cause": both(line.cause), "present": both(line.present),
        "threshold": both(line.threshold), "margin": both(line.margin), "todo": both(line.todo),
    }  # fmt: skip


def told_expiring(line: Expiring) -> dict[str, Any]:
    """What runs out, in words."""
    return {"what": both(line.what), "number": line.number, "todo": both(line.todo)}


def forget(keep_: Evaluation) -> None:
    """Prospects of earlier evaluations go."""
    old = Prospect.objects.filter(evaluation_id__lt=keep_.pk).order_by("pk").values_list("pk", flat=True)
    while chunk := list(old[:5_000]):
        Prospect.objects.filter(pk__in=chunk).delete()


def named(keys: Sequence[int]) -> dict[int, str]:
    """The names of enterprises as the registry has them."""
    found: dict[int, str] = {}
    for start in range(0, len(keys), 10_000):
        held = Enterprise.objects.filter(pk__in=keys[start : start + 10_000]).values_list("pk", "name")
        found |= {key: name[:200] for key, name in held}
    return found


def numbers() -> dict[str, int]:
    """Tier keys and their numbers."""
    return dict(Tier.objects.values_list("key", "pk"))


def number(value: bool | None) -> int | None:
    """A verdict as it is stored."""
    return None if value is None else int(value)


def both(text: Text) -> dict[str, str]:
    """A sentence in both languages, for JSON."""
    return {"zh": text.zh, "en": text.in_("en")}
