"""How matters stand that were followed up, beside those that were not."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.pages.runs import said_of
from peiyu.web.checkups.queries.effect import NO_PROOF, compared, measured_runs, of_follow_ups

MOST_RUNS = 12


@signed_in
def effect(request: HttpRequest) -> HttpResponseBase:
    """Every follow-up that an evaluation came after, and a run's lists compared."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    held = list(measured_runs(actor)[:MOST_RUNS])
    asked = request.GET.get("run", "")
    run = next((one for one in held if str(one.pk) == asked), held[0] if held else None)
    context = {
        "follow_ups": of_follow_ups(actor), "runs": [(one, said_of(one)) for one in held], "run": run,
        "said": said_of(run) if run else None, "compared": compared(actor, run) if run else [], "no_proof": NO_PROOF,
    }  # fmt: skip
    return render(request, "checkups/effect.html", context)
