"""Closing a round, and what was corrected afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection.actions import closing as actions
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries import closing as queries
from peiyu.web.collection.queries.rounds import round_of
from peiyu.web.collection.states import ROUND
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.cells import Mark
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


@signed_in
def closing(request: HttpRequest, number: str) -> HttpResponse:
    """How far a round is for its closing; afterwards what went in, who is missing, what was corrected."""
    return _shown(request, _found(request, number), ())


@require_POST
@signed_in
@once
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """提请关账."""
    said = Text("已提请关账，待另一人关账", "Proposed; a second person closes it")
    return _done(request, number, lambda held: actions.propose(actor_of(request), held), said)


@require_POST
@signed_in
@once
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The proposal is taken back."""
    why = request.POST.get("why", "")
    said = Text("已撤回关账", "The proposal is withdrawn")
    return _done(request, number, lambda held: actions.withdraw(actor_of(request), held, why=why), said)


@require_POST
@signed_in
@once
def close(request: HttpRequest, number: str) -> HttpResponse:
    """关账."""
    said = Text("已关账，采信的数正在入库", "Closed: what was accepted is being stored")
    return _done(request, number, lambda held: actions.close(actor_of(request), held), said)


@require_POST
@signed_in
@once
def go_on(request: HttpRequest, number: str) -> HttpResponse:
    """Has the storing gone on with."""
    said = Text("已继续入库", "It goes on")
    return _done(request, number, lambda held: actions.go_on(actor_of(request), held), said)


@signed_in
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction: what it changed, and which published figures it touches."""
    found = queries.one_correction(actor_of(request), pk)
    job = queries.job_of_correction(found)
    context = {
        "one": found, "unit": found.submission.unit, "round": found.submission.unit.round,
        "changes": queries.changes_in(found), "touched": queries.touched(found), "job": Seen(job) if job else None,
    }  # fmt: skip
    return render(request, "collection/correction.html", context)


def _found(request: HttpRequest, number: str) -> Round:
    held = round_of(actor_of(request), number)
    if held.state not in ("open", "closing", "closed"):
        raise Http404("not out")
    return held


def _done(request: HttpRequest, number: str, act: Callable[[Round], object], said: Text) -> HttpResponse:
    held = _found(request, number)
    try:
        act(held)
    except Refusal as refusal:
        return _shown(request, _found(request, number), refusal.problems, status=refusal.status)
    tell(request, said)
    return redirect(f"/collection/{number}/closing/")


def _shown(request: HttpRequest, held: Round, problems: tuple[Problem, ...], *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    keeps = queries.may_propose(actor, held) or queries.may_close(actor, held)
    job = queries.job_of_closing(held)
    may_close = queries.may_close(actor, held) and held.state == "closing"
    context = {
        "round": held, "state": Mark(*ROUND[held.state]), "keeps": keeps, "problems": problems,
        "standing": queries.standing_of(held) if keeps else None,
        "may_propose": queries.may_propose(actor, held) and held.state == "open",
        "may_close": may_close and actor.person != held.by_id, "may_withdraw": may_close,
        "job": Seen(job) if job else None, "stuck": keeps and queries.is_stuck(held) and job is None,
        "missing": queries.unanswered(held) if keeps and held.state == "closed" else (),
        "corrections": queries.corrections_of(held) if keeps else queries.corrections_seen(actor, held),
        "why": request.POST.get("why", ""),
    }  # fmt: skip
    return render(request, "collection/closing.html", context, status=status)
