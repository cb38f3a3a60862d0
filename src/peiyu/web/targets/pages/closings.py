"""Pages of month closing: the months, a reading to be closed with its effect, a closing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets import queries
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions import closings as closing_actions
from peiyu.web.targets.models import Closing
from peiyu.web.targets.pages.table import frame
from peiyu.web.targets.queries import closings as closing_queries


@signed_in
def closings(request: HttpRequest) -> HttpResponse:
    """Every closing, what can be closed, and which month is due."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "targets.see").allowed:
        raise Http404
    may = decide(RULES, actor, "closings.propose").allowed
    due = closing_queries.month_to_close(pack, clock.today())
    context = {
        **frame(request, None), "closings": closing_queries.closings(actor, pack),
        "closable": closing_queries.closable(pack) if may else (), "may_propose": may,
        "due": due, "due_end": closing_queries.end_of(due) if due else None, "then": "/targets/closings/",
    }  # fmt: skip
    return render(request, "targets/closings.html", context)


@signed_in
@once
def propose(request: HttpRequest, reading: int) -> HttpResponse:
    """Shows what closing a reading would change, and proposes it."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "closings.propose").allowed:
        raise Http404
    held = queries.visible(actor, pack).filter(pk=reading).first()
    if held is None:
        raise Http404
    problems: tuple[Problem, ...] = ()
    why = request.POST.get("why", "")
    if request.method == "POST":
        try:
            made = closing_actions.propose(actor, reading=held.pk, why=why)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text("已提请月结，待另一人审结", "Proposed; a second person closes it"))
            return redirect(f"/targets/closings/{made.pk}/")
    last = closing_queries.before(pack, held.day.replace(day=1))
    context: dict[str, Any] = {
        **frame(request, held), "last": last, "effect": closing_queries.effect(last.reading, held) if last else (),
        "problems": problems, "why": why,
    }  # fmt: skip
    return render(request, "targets/propose.html", context, status=422 if problems else 200)


@signed_in
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """One closing: who, when, its effect on the issue before it."""
    return _shown(request, _found(request, pk), ())


@require_POST
@signed_in
@once
def end(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Closes a proposed closing, or drops it."""
    actor, held = actor_of(request), _found(request, pk)
    try:
        if verb == "close":
            closing_actions.close(actor, closing=pk)
            tell(request, Text("已月结，数字不再变动", "Closed: the figures do not change any more"))
            return redirect(f"/targets/closings/{pk}/")
        closing_actions.drop(actor, closing=pk, why=request.POST.get("why", ""))
    except Refusal as refusal:
        return _shown(request, held, refusal.problems)
    tell(request, Text("已撤回月结", "The proposal is dropped"))
    return redirect("/targets/closings/")


def _found(request: HttpRequest, pk: int) -> Closing:
    held = closing_queries.closing_of(actor_of(request), territory_id(), pk)
    if held is None:
        raise Http404
    return held


def _shown(request: HttpRequest, held: Closing, problems: tuple[Problem, ...]) -> HttpResponse:
    actor = actor_of(request)
    may = held.state == "proposed" and decide(RULES, actor, "closings.close").allowed
    context = {
        "closing": held, "may_close": may and held.by_id != actor.person, "may_drop": may, "problems": problems,
        "why": request.POST.get("why", ""),
    }  # fmt: skip
    return render(request, "targets/closing.html", context, status=422 if problems else 200)
