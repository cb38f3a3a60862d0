"""Pages of a draft: what it is about, what is asked, of whom; what is held already; start or drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.facts.round import AskedSheet
from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import reach_of, require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions import drafting, starting
from peiyu.web.collection.forms import TermsForm
from peiyu.web.collection.models import Round
from peiyu.web.collection.pages.rounds import whole
from peiyu.web.collection.queries import choices, fields
from peiyu.web.collection.queries.rounds import round_of
from peiyu.web.collection.queries.units import maker_of
from peiyu.web.collection.states import next_state
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell

SAVED = Text("已保存，填报负担已重新测算", "Saved; the burden was worked out anew")
DONE = {"spare": SAVED, "drop": Text("已作废", "Dropped"), "start": Text("正在下发", "It is being sent out")}


def _draft(request: HttpRequest, number: str) -> Round:
    """A draft that the actor may change. Refusals `not-allowed`, `collection-state`."""
    actor = actor_of(request)
    held = round_of(actor, number)
    require(RULES, actor, "rounds.make", maker_of(held))
    next_state("round", held.state, "settle")
    return held


def version_of(request: HttpRequest) -> int:
    """The version of the record as it was shown."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() else -1


@signed_in
@once
def terms(request: HttpRequest, number: str) -> HttpResponse:
    """What a draft is about."""
    actor, held = actor_of(request), _draft(request, number)
    statistical = reach_of(RULES, actor, "rounds.make") == "own"
    form = TermsForm(request.POST or None, held=held, statistical=statistical)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.set_terms(actor, held=held, version=version_of(request), terms=form.terms)
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, SAVED)
            return redirect(f"/collection/{number}/")
    context = {"form": form, "round": held}
    return render(request, "collection/terms.html", context, status=422 if form.has_problems else 200)


@signed_in
@once
def asking(request: HttpRequest, number: str) -> HttpResponse:
    """What is asked: the sheets as they stand, and fields to add, by entity or by words in their names."""
    actor, held = actor_of(request), _draft(request, number)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        ticked = [tuple(one.split(".", 1)) for one in request.POST.getlist("field") if "." in one]
        problems = _done(request, lambda: drafting.add_fields(
            actor, held=held, version=version_of(request), fields=[(one[0], one[1]) for one in ticked]))  # fmt: skip
        if not problems:
            return redirect(request.get_full_path())
    wanted = {"entity": request.GET.get("entity", ""), "words": request.GET.get("q", "")}
    context = {
        "round": held, "sheets": fields.sheets(held), "kinds": fields.kinds(held), "problems": problems,
        "offers": fields.offers(held, **wanted), **wanted,
    }  # fmt: skip
    return render(request, "collection/asking.html", context, status=422 if problems else 200)


@require_POST
@signed_in
@once
def sheet(request: HttpRequest, number: str, entity: str) -> HttpResponse:
    """Which fields of a sheet stay, which are required, whether rows may be added."""
    actor, held = actor_of(request), _draft(request, number)
    sent = request.POST
    shape = AskedSheet(
        entity, tuple(sent.getlist("keep")), tuple(sent.getlist("required")), new_rows=sent.get("new_rows") == "on"
    )
    drafting.shape_sheet(actor, held=held, version=version_of(request), shape=shape)
    tell(request, SAVED)
    return redirect(f"/collection/{number}/asking/")


@signed_in
@once
def whom(request: HttpRequest, number: str) -> HttpResponse:
    """Whom a draft asks."""
    actor, held = actor_of(request), _draft(request, number)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _done(request, lambda: drafting.set_whom(
            actor, held=held, version=version_of(request), whom=_whom(request)))  # fmt: skip
        if not problems:
            tell(request, SAVED)
            return redirect(f"/collection/{number}/")
    context = {
        "round": held, "offered": choices.offered(), "problems": problems, "typed": request.POST.get("pasted", ""),
        "listed": choices.named(held.whom.get("keys", ())), "chosen": _chosen(request, held),
    }  # fmt: skip
    return render(request, "collection/whom.html", context, status=422 if problems else 200)


def _whom(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    found: dict[str, Any] = {one: sent.getlist(one) for one in ("parks", "districts", "titles")}
    found["organisations"] = [int(one) for one in sent.getlist("organisations") if one.isdecimal()]
    found |= {"stage": sent.get("stage", ""), "leave_unplaced": sent.get("leave_unplaced") == "on"}
    if sent.get("pasted", "").strip():
        found["keys"] = choices.pasted(actor_of(request), sent["pasted"])
    return found


def _chosen(request: HttpRequest, held: Round) -> dict[str, Any]:
    if request.method != "POST":
        return {**held.whom, "organisations": [str(one) for one in held.whom.get("organisations", ())]}
    sent = request.POST
    lists = {one: sent.getlist(one) for one in ("parks", "districts", "titles", "organisations")}
    return {**lists, "stage": sent.get("stage", ""), "leave_unplaced": sent.get("leave_unplaced") == "on"}


@require_POST
@signed_in
@once
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Does a thing with a draft: spare, drop, start; what is refused is said on its page."""
    actor = actor_of(request)
    held, version = round_of(actor, number), version_of(request)
    cells = request.POST.get("cells", "")
    doing: dict[str, Callable[[], object]] = {
        "spare": lambda: drafting.spare(actor, held=held, version=version),
        "drop": lambda: drafting.drop(actor, held=held, version=version, why=request.POST.get("why", "")),
        "start": lambda: starting.start(
            actor, held=held, version=version, cells=int(cells) if cells.isdecimal() else -1
        ),
    }  # fmt: skip
    problems = _done(request, doing[verb])
    if problems:
        return whole(request, round_of(actor, number), problems)
    tell(request, DONE[verb])
    return redirect("/collection/" if verb == "drop" else f"/collection/{number}/")


def _done(request: HttpRequest, do: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        do()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return refusal.problems
    return ()
