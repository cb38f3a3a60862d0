"""A round's page: a draft with its burden and what stands in its way, or one that is out with its units."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection.actions import repeating, starting
from peiyu.web.collection.actions import rounds as going
from peiyu.web.collection.forms import DayForm, WhyForm
from peiyu.web.collection.models import Round
from peiyu.web.collection.noted import notes_of
from peiyu.web.collection.queries import chasing, fields, units
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.known import known_of
from peiyu.web.collection.queries.notice import hours
from peiyu.web.collection.queries.rounds import keeps, round_of, verbs
from peiyu.web.collection.states import OPEN, ROUND
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.shown import Seen, problem_of
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.notes.queries import notes_on


@signed_in
def round_page(request: HttpRequest, number: str) -> HttpResponse:
    """One round; a unit that is the only one of the actor's comes to its own page."""
    actor = actor_of(request)
    held = round_of(actor, number)
    if not keeps(actor, held) and held.state != "draft":
        mine = list(units.scoped_units(actor).filter(round=held)[:2])
        if len(mine) == 1 and mine[0].organisation_id in {actor.organisation, None}:
            return redirect(f"/collection/{number}/units/{mine[0].pk}/")
    return whole(request, held)


def whole(
    request: HttpRequest, held: Round, problems: tuple[Problem, ...] = (), *, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a round, with what was refused."""
    actor = actor_of(request)
    if held.state in ("draft", "dropped"):
        context, template = draft_context(actor, held), "collection/draft.html"
    else:
        context, template = out_context(actor, held), "collection/round.html"
    context |= {"round": held, "state": ROUND[held.state], "span": span_of(held).said, "sheets": fields.sheets(held),
                "verbs": verbs(actor, held), "problems": problems, **(forms or {})}  # fmt: skip
    return render(request, template, context, status=422 if problems or forms else 200)


def draft_context(actor: Actor, held: Round) -> dict[str, Any]:
    """What it would cost, what is known already, what stands in its way."""
    known = known_of(held.burden)
    minutes = int(held.burden.get("minutes", 0))
    return {
        "burden": held.burden, "hours": hours(minutes),
        "wrong": [problem_of(one) for one in held.burden.get("wrong", ())],
        "refused": [one for one in known if one.refused], "partly": [one for one in known if not one.refused],
        "any_held": any(one.kind == "held" for one in known), "due_over": held.due < clock.today(),
        "spared": sum(one["cells"] for one in held.spared),
    }  # fmt: skip


def out_context(actor: Actor, held: Round) -> dict[str, Any]:
    """How far its units are; the job that starts it; extensions that wait."""
    job = Job.objects.filter(pk=held.job or 0).first() if held.state == "starting" else None
    mine = units.scoped_units(actor).filter(round=held)
    return {
        "burden": held.burden, "job": Seen(job) if job else None, "counts": units.counts(mine),
        "parks": units.by_park(mine) if held.to == "enterprises" else [],
        "keeps": keeps(actor, held), "open": held.state in OPEN,
        "extensions": list(chasing.to_answer(actor).filter(unit__round=held)),
        "notes": notes_on(decided) if (decided := notes_of(actor, held.number)) else None,
        "recall": WhyForm(), "postpone": DayForm(initial={"until": held.due}),
    }  # fmt: skip


@require_POST
@signed_in
@once
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """Takes it back to draft."""
    actor = actor_of(request)
    held = round_of(actor, number)
    try:
        going.recall(actor, held=held, version=_version(request), why=request.POST.get("why", ""))
    except Refusal as refusal:
        return whole(request, round_of(actor, number), refusal.problems)
    tell(request, Text("已收回，可修改后重新下发", "Taken back: change it, then start it again"))
    return redirect(f"/collection/{number}/")


@require_POST
@signed_in
@once
def repeat(request: HttpRequest, number: str) -> HttpResponse:
    """A draft of the same for the next period."""
    actor = actor_of(request)
    held = round_of(actor, number)
    try:
        made = repeating.repeat(actor, held=held)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return whole(request, held, refusal.problems)
    tell(request, Text("已照原样起草下一期，请核对", "Drafted for the next period as before; please look it through"))
    return redirect(f"/collection/{made.number}/")


@require_POST
@signed_in
@once
def give_up(request: HttpRequest, number: str) -> HttpResponse:
    """Takes a round that did not start back to draft."""
    actor = actor_of(request)
    starting.give_up(actor, held=round_of(actor, number))
    return redirect(f"/collection/{number}/")


@require_POST
@signed_in
@once
def postpone(request: HttpRequest, number: str) -> HttpResponse:
    """Gives every unit a later due day."""
    actor = actor_of(request)
    held, form = round_of(actor, number), DayForm(request.POST)
    if not form.is_valid():
        return whole(request, held, form.problems, forms={"postpone": form})
    typed = form.cleaned_data
    try:
        moved = going.postpone(actor, held=held, version=_version(request), due=typed["until"], why=typed["why"])
    except Refusal as refusal:
        return whole(request, round_of(actor, number), refusal.problems, forms={"postpone": form})
    tell(request, Text(f"已顺延 {moved} 个单位的截止日", f"Postponed for {moved} units"))
    return redirect(f"/collection/{number}/")


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() else -1
