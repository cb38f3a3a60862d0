"""The units of a round: their list, one unit with its workbook, reminders and extensions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.collection import exports
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions import extensions as extending
from peiyu.web.collection.forms import DayForm
from peiyu.web.collection.listing import unit_list
from peiyu.web.collection.models import RoundUnit
from peiyu.web.collection.noted import notes_of
from peiyu.web.collection.queries import chasing, units
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.rounds import keeps, round_of
from peiyu.web.collection.states import OPEN, UNIT, verbs_of
from peiyu.web.files.given import given, made
from peiyu.web.look.lists import show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.notes.queries import notes_on


@signed_in
def listed(request: HttpRequest, number: str) -> HttpResponseBase:
    """The units of a round that the actor may see."""
    actor = actor_of(request)
    held = round_of(actor, number)
    context = {"round": held, "keeps": keeps(actor, held), "open": held.state in OPEN, "span": span_of(held).said}
    return show(
        request, unit_list(held), units.scoped_units(actor).filter(round=held), "collection/units.html", context,
        download=lambda seen: made(*exports.take_units(actor, held, seen)),
    )  # fmt: skip


@signed_in
def unit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One unit."""
    return shown(request, units.unit_seen(actor_of(request), number, pk))


def shown(
    request: HttpRequest, one: RoundUnit, problems: tuple[Problem, ...] = (), form: DayForm | None = None
) -> HttpResponse:
    """A unit's page, with what was refused."""
    actor, held = actor_of(request), one.round
    verbs = verbs_of("unit", one.state) if held.state in OPEN else frozenset()
    asks = decide(RULES, actor, "extensions.ask", units.subject_of(one)).allowed and "extend" in verbs
    extended = list(chasing.extensions([one]))
    context = {
        "unit": one, "round": held, "state": UNIT[one.state], "standing": units.standing(one),
        "keeps": keeps(actor, held), "span": span_of(held).said, "lacks": units.missing([one])[one.pk], "asks": asks,
        "may_ask": asks and clock.today() <= one.due and not any(each.state == "asked" for each in extended),
        "over": clock.today() > one.due, "form": form or DayForm(),
        "extensions": extended, "reminders": chasing.reminders([one]), "problems": problems,
        "answers": decide(RULES, actor, "answers.give", units.subject_of(one)).allowed,
        "notes": notes_on(decided) if (decided := notes_of(actor, held.number)) else None,
        "chased": held.state in OPEN and "remind" in verbs,
    }  # fmt: skip
    return render(request, "collection/unit.html", context, status=422 if problems else 200)


@signed_in
def workbook(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """A unit's workbook."""
    one = units.unit_seen(actor_of(request), number, pk)
    return given(one.file, exports.workbook_name(one))


@require_POST
@signed_in
@once
def ask_extension(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A unit asks for a later day."""
    actor = actor_of(request)
    one, form = units.unit_seen(actor, number, pk), DayForm(request.POST)
    if not form.is_valid():
        return shown(request, one, form.problems, form)
    try:
        extending.ask_extension(actor, unit=one, until=form.cleaned_data["until"], why=form.cleaned_data["why"])
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return shown(request, one, refusal.problems, form)
    tell(request, Text("已提交延期申请，等办公室答复", "Asked; the office will answer"))
    return redirect(f"/collection/{number}/units/{pk}/")
