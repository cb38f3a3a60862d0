"""Chasing: reminders ready to paste, extensions to answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions import extensions as extending
from peiyu.web.collection.actions import reminders as reminding
from peiyu.web.collection.pages.overview import tabs
from peiyu.web.collection.queries import chasing, units
from peiyu.web.collection.queries.rounds import round_of
from peiyu.web.collection.queries.units import maker_of
from peiyu.web.collection.states import OPEN, UNANSWERED
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell

MOST_SHOWN = 200
"""So many texts stand on one page; with more units, they are chased from the list."""


@signed_in
@once
def chase(request: HttpRequest, number: str) -> HttpResponse:
    """Who has not submitted, with a text for each to paste; one button tells them all and keeps what was sent."""
    actor = actor_of(request)
    held = round_of(actor, number)
    require(RULES, actor, "units.remind", maker_of(held))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        ticked = [int(one) for one in request.POST.getlist("unit") if one.isdecimal()]
        try:
            told = reminding.remind(actor, held=held, units=ticked)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text(f"已催报 {told} 个单位，并留有记录", f"{told} units were reminded; it is on record"))
            return redirect(f"/collection/{number}/chase/")
    waiting = units.scoped_units(actor).filter(round=held, state__in=UNANSWERED).select_related("round")
    only = request.GET.get("unit", "")
    waiting = waiting.filter(pk=int(only)) if only.isdecimal() else waiting
    rows = list(waiting.order_by("due", "name", "pk")[: MOST_SHOWN + 1])
    lacks = units.missing(rows[:MOST_SHOWN])
    sent = chasing.last_reminded(rows)
    context = {
        "round": held, "more": len(rows) > MOST_SHOWN, "problems": problems, "open": held.state in OPEN,
        "rows": [(one, chasing.reminder_text(actor, one, lacks[one.pk]), units.standing(one), sent.get(one.pk))
                 for one in rows[:MOST_SHOWN]],
        "together": chasing.together(actor, held, rows[:MOST_SHOWN], lacks),
    }  # fmt: skip
    return render(request, "collection/chase.html", context, status=422 if problems else 200)


@signed_in
def extensions(request: HttpRequest) -> HttpResponse:
    """The extensions that wait for the actor's answer."""
    actor = actor_of(request)
    require(RULES, actor, "extensions.answer")
    return render(request, "collection/extensions.html", {"extensions": chasing.to_answer(actor), **tabs(actor)})


@require_POST
@signed_in
@once
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Grants an extension or refuses it with a sentence."""
    actor = actor_of(request)
    found = chasing.to_answer(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        extending.answer_extension(actor, extension=found, grant=verb == "grant", answer=request.POST.get("answer", ""))
    except Refusal as refusal:
        context = {"extensions": chasing.to_answer(actor), "problems": refusal.problems, **tabs(actor)}
        return render(request, "collection/extensions.html", context, status=422)
    tell(request, Text("已答复，并通知该单位", "Answered; the unit was told"))
    return redirect("/collection/extensions/")
