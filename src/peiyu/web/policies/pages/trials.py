"""What-if before a policy is issued: parameters moved, who gains and loses, what pays."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import PeiyuError
from peiyu.web import bridge
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.access import RULES
from peiyu.web.policies.actions import trials
from peiyu.web.policies.models import Trial
from peiyu.web.policies.pages.overview import may
from peiyu.web.policies.queries import packs, standards


@signed_in
def listed(request: HttpRequest) -> HttpResponseBase:
    """Trials that were made, and for which packs one can be."""
    require(RULES, actor_of(request), "trials.see")
    with_parameters = [one for one in packs.packs() if not one.problems and packs.parameters(bridge.pack_of(one.id))]
    context = {"trials": Trial.objects.defer("result")[:100], "packs": with_parameters, "may": may(request)}
    return render(request, "policies/trials.html", context)


@signed_in
@once
def new(request: HttpRequest, pack: str) -> HttpResponseBase:
    """The form of parameters; those that are left as they are do not count."""
    actor = actor_of(request)
    require(RULES, actor, "trials.make")
    if pack not in bridge.packs().ids():
        raise Http404
    lines = packs.parameters(bridge.pack_of(pack))
    given = {one.key: request.POST.get(one.key, one.now).strip() for one in lines}
    problems: tuple[object, ...] = ()
    if request.method == "POST":
        moved = {one.key: given[one.key] for one in lines if given[one.key] not in ("", one.now)}
        try:
            made = trials.try_parameters(actor, name=request.POST.get("name", ""), pack=pack, parameters=moved)
            return redirect(f"/policies/trials/{made.pk}/")
        except (Refusal, PeiyuError) as refused:
            problems = refused.problems
    context = {
        "pack": bridge.pack_of(pack), "rows": [(one, given[one.key]) for one in lines], "refused": problems,
        "name": request.POST.get("name", ""), "used": pack in standards(), "evidence": packs.EVIDENCE,
    }  # fmt: skip
    return render(request, "policies/trial_new.html", context, status=422 if problems else 200)


@signed_in
def trial(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a trial found."""
    require(RULES, actor_of(request), "trials.see")
    found = Trial.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    job = Job.objects.filter(pk=found.job).first() if found.job else None
    context = {"trial": found, "result": found.result, "job": Seen(job) if job else None, "may": may(request)}
    return render(request, "policies/trial.html", context)
