"""A filled form: every cell with its figure and definition or the reason for none, what came back, the steps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.files.brought import taken
from peiyu.web.files.given import given
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.actions import fillings
from peiyu.web.reporting.actions.forms import SUFFIXES
from peiyu.web.reporting.forms import day_of
from peiyu.web.reporting.models import Filling
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.filled import lists_filled, refuse_confidential
from peiyu.web.reporting.states import FILLING, verbs_of


@signed_in
def filling(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of a filled form."""
    return _shown(request, pk, ())


def _shown(request: HttpRequest, pk: int, problems: tuple[Problem, ...]) -> HttpResponse:
    actor = actor_of(request)
    held = _seen(actor, pk)
    cells = [one for one in held.account["cells"] if "list" not in one]
    context = {
        "filling": held, "form": held.form, "state": FILLING[held.state], "problems": problems,
        "with_figure": [one for one in cells if one["value"] is not None],
        "without": [one for one in cells if one["value"] is None and one["meaning"]],
        "words": [one for one in cells if one["value"] is None and not one["meaning"] and one["text"]],
        "lists": lists_filled(held), "blank": sum(not one["entered"] for one in cells), "today": clock.today(),
        "needs_why": bool(held.problems or held.comparison.get("changed") or held.comparison.get("missing")),
        "verbs": verbs_of("filling", held.state)
        if decide(RULES, actor, "forms.fill").allowed else frozenset[str](),
    }  # fmt: skip
    return render(request, "reporting/filling.html", context, status=422 if problems else 200)


@require_POST
@signed_in
@once
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A step of a filled form; what is refused is told on its page."""
    actor = actor_of(request)
    _seen(actor, pk)
    try:
        told = _done(request, actor, pk, verb)
    except Refusal as refusal:
        return _shown(request, pk, refusal.problems)
    tell(request, told)
    return redirect(f"/reporting/fillings/{pk}/")


def _done(request: HttpRequest, actor: Actor, pk: int, verb: str) -> Text:
    sent = request.POST
    if verb == "compare":
        fillings.compare_returned(actor, filling=pk, kept=taken(request, SUFFIXES))
        return Text("已逐格核对", "Compared cell by cell")
    if verb == "check":
        fillings.check(actor, filling=pk, why=sent.get("why", ""))
        return Text("核对通过", "The check is passed")
    if verb == "report":
        fillings.report(actor, filling=pk, to=sent.get("to", ""), on=day_of(sent.get("on", "")))
        return Text("已登记上报", "Noted as reported")
    if verb == "drop":
        fillings.drop(actor, filling=pk, why=sent.get("why", ""))
        return Text("已作废", "Dropped")
    raise Http404


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The filled form. Refusal `filling-stale` where an enterprise in it has become confidential since."""
    held = _seen(actor_of(request), pk)
    refuse_confidential(held)
    return given(held.file, held.file_name)


@signed_in
def returned(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form that came back."""
    held = _seen(actor_of(request), pk)
    if not held.returned:
        raise Http404
    refuse_confidential(held)
    return given(held.returned, held.returned_name)


def _seen(actor: Actor, pk: int) -> Filling:
    found = queries.fillings(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
