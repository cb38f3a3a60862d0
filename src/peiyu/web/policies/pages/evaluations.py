"""Evaluations: when everybody was evaluated, by what, what changed; who has which verdict."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.queries import OPEN
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.once import once
from peiyu.web.policies.access import RULES
from peiyu.web.policies.actions.evaluations import KIND, ask_evaluation, is_kept
from peiyu.web.policies.models import Evaluation
from peiyu.web.policies.pages.overview import may
from peiyu.web.policies.queries import latest, tiers

STATES = {
    "asked": (Text("进行中", "running"), "blue"),
    "storing": (Text("写入中", "storing"), "blue"),
    "done": (Text("已完成", "done"), "green"),
    "failed": (Text("未完成", "failed"), "red"),
}
TOLD = (*OPEN, "failed")
"""States of the last job in which it is shown: how far it is, or why it did not end."""

BROKEN_OFF = (Text("已中断", "broken off"), "yellow")


@signed_in
def listed(request: HttpRequest) -> HttpResponseBase:
    """Every evaluation, the counts of the last one, and the button for another."""
    require(RULES, actor_of(request), "evaluations.see")
    last, job = latest(), last_job()
    context = {
        "evaluations": [
            (one, state_of(one, job)) for one in Evaluation.objects.defer("manifest").order_by("-pk")[:50]
        ],
        "last": last, "counts": counts(last), "may": may(request),
        "job": Seen(job) if job is not None and job.state in TOLD else None,
    }  # fmt: skip
    return render(request, "policies/evaluations.html", context)


def last_job() -> Job | None:
    """The last job that evaluates, running or ended."""
    return Job.objects.filter(kind=KIND).order_by("-pk").first()


def state_of(evaluation: Evaluation, job: Job | None) -> tuple[Text, str]:
    """How far an evaluation is, as a word with its colour; `job`: the last one that evaluates."""
    begun = evaluation.state in ("asked", "storing")
    works = job is not None and job.state in OPEN and evaluation.job == job.pk
    return BROKEN_OFF if begun and not works else STATES[evaluation.state]


def counts(evaluation: Evaluation | None) -> list[dict[str, object]]:
    """Met, not met, unknown on each tier, as the library counted them."""
    held = evaluation.manifest.get("counts", {}) if evaluation else {}
    found = []
    for tier in tiers() if evaluation else ():
        one = held.get(tier.key, {})
        found.append({
            "tier": tier, "met": one.get("met", 0), "not_met": one.get("not met", 0), "unknown": one.get("unknown", 0),
            "in_force": evaluation.manifest.get("tiers", {}).get(tier.key, {}).get("in_force") if evaluation else None,
        })  # fmt: skip
    return found


@require_POST
@signed_in
@once
def make(request: HttpRequest) -> HttpResponseBase:
    """Has everybody evaluated now."""
    ask_evaluation(actor_of(request), why=request.POST.get("why", ""))
    return redirect("/policies/evaluations/")


@signed_in
def evaluation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One evaluation with everything that is needed to repeat it."""
    require(RULES, actor_of(request), "evaluations.see")
    found = Evaluation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    state = state_of(found, last_job())
    context = {
        "evaluation": found, "state": state, "counts": counts(found) if found == latest() else [],
        "kept": is_kept(found), "manifest": found.manifest,
    }  # fmt: skip
    return render(request, "policies/evaluation.html", context)
