"""The self-check, for anybody: nothing that is typed is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peiyu.web.desk.queries.dossier import OUTCOMES
from peiyu.web.desk.queries.self_check import check, offered
from peiyu.web.desk.queries.told import lines_of


@require_http_methods(["GET"])
def tiers(request: HttpRequest) -> HttpResponse:
    """Which tiers there are to check."""
    return render(request, "desk/self_check.html", {"offered": offered()})


@never_cache
@require_http_methods(["GET", "POST"])
def self_check(request: HttpRequest, tier: str) -> HttpResponse:
    """One tier: the form with what still matters, and the verdict on what was typed."""
    chosen = next((one for one in offered() if one.key == tier), None)
    if chosen is None:
        raise Http404("no such tier")
    found = check(tier, {name: str(value) for name, value in request.POST.items()})
    explanation = found.explanation
    context = {
        "chosen": chosen, "found": found, "explanation": explanation,
        "lines": lines_of(explanation) if explanation is not None else (),
        "mark": OUTCOMES[explanation.outcome] if explanation is not None else None,
    }  # fmt: skip
    return render(request, "desk/self_check_tier.html", context, status=422 if found.problems else 200)
