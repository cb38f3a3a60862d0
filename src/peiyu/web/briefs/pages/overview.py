"""The overview: what every closed month has and lacks, all issues by kind and year; and composing a new one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions import composing
from peiyu.web.briefs.forms import wish_of
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.listing import ISSUES
from peiyu.web.briefs.queries import issues as queries
from peiyu.web.look.lists import show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets.models import Closing


@signed_in
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every closed month with its issues, and the list of all issues."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "briefs.see").allowed:
        raise Http404
    context = {
        "months": queries.months(actor, pack), "sorts": queries.sorts(actor),
        "may_compose": decide(RULES, actor, "briefs.compose").allowed,
        "may_templates": decide(RULES, actor, "templates.see").allowed,
    }  # fmt: skip
    rows = queries.visible(actor).filter(closing__pack=pack)
    return show(request, ISSUES, rows, "briefs/overview.html", context)


@signed_in
@once
def compose(request: HttpRequest, closing: int, kind: str) -> HttpResponse:
    """Asks for an issue of a kind of a closed month."""
    actor, pack = actor_of(request), territory_id()
    held = Closing.objects.filter(pk=closing, pack=pack, state="closed").select_related("reading").first()
    if held is None or kind not in SORTS or not decide(RULES, actor, "briefs.compose").allowed:
        raise Http404
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            wish = wish_of({name: str(value) for name, value in request.POST.items()})
            made = composing.ask_issue(actor, kind=kind, closing=held.pk, wish=wish)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text("正在成稿", "The issue is being composed"))
            return redirect(f"/briefs/{made.pk}/")
    context: dict[str, Any] = {
        "closing": held, "kind": kind, "sort": SORTS[kind], "problems": problems, "today": clock.today(),
        "templates": queries.templates(actor).filter(kind=kind, state="ready"),
        "typed": request.POST if request.method == "POST" else {"forecast": "1", "form": "short", "lang": "zh"},
    }  # fmt: skip
    return render(request, "briefs/compose.html", context, status=422 if problems else 200)
