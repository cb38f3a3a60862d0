"""Forms: the list, taking one in, the form with what its cells mean, one cell, the steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.paper.form.blocks import blocks
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.mapping import Mapped
from peiyu.paper.form.offer import MEASURE_NAMES, Offer
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.files.brought import taken
from peiyu.web.files.given import given
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.actions import fillings, forms
from peiyu.web.reporting.forms import decided
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.lists import offered
from peiyu.web.reporting.queries.shown import ListShown, list_shown, name_of, of_cell, tables
from peiyu.web.reporting.states import FILLING, FORM, verbs_of


@signed_in
@once
def overview(request: HttpRequest) -> HttpResponse:
    """The forms with what was filled last, and taking one in."""
    actor = actor_of(request)
    require(RULES, actor, "forms.see")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            made = _brought(request, actor)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text("空表已收录，请核对各格的对应", "The form is kept; look through what its cells mean"))
            return redirect(f"/reporting/{made.pk}/")
    held = list(queries.visible(actor))
    last = queries.latest_fillings(held)
    rows = [(one, FORM[one.state], last.get(one.pk), FILLING[last[one.pk].state] if one.pk in last else None)
            for one in held]  # fmt: skip
    context = {
        "rows": rows, "problems": problems, "may_keep": decide(RULES, actor, "forms.keep").allowed,
        "waiting": queries.waiting(actor), "earlier": [one for one in held if one.state != "retired"],
        "name": request.POST.get("name", ""), "issuer": request.POST.get("issuer", ""),
        "previous": request.POST.get("previous", ""),
    }  # fmt: skip
    return render(request, "reporting/overview.html", context, status=422 if problems else 200)


def _brought(request: HttpRequest, actor: Actor) -> Form:
    kept = taken(request, forms.SUFFIXES)
    previous = request.POST.get("previous", "")
    return forms.bring(
        actor, pack=territory_id(), name=request.POST.get("name", ""), issuer=request.POST.get("issuer", ""),
        kept=kept, previous=int(previous) if previous.isdecimal() else None,
    )  # fmt: skip


@signed_in
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """A form as it looks, with what each cell means, and what is to be done with it."""
    actor = actor_of(request)
    held = seen(actor, pk)
    mapping, offers = queries.mapping_of(held), _offers(held)
    open_ = [(one, *of_cell(one, offers)) for one in mapping.cells if one.open]
    verbs = verbs_of("form", held.state)
    context = {
        "form": held, "state": FORM[held.state], "tables": tables(queries.blank_of(held), mapping, offers),
        "open": open_, "cells": len(mapping.cells), "lists": _lists(actor, held),
        "blocks": [(one, [(each, MEASURE_NAMES[each]) for each in one.measures]) for one in blocks(mapping)],
        "other_lists": [one for one in held.lists if "columns" not in one],
        "filled": sum(one.meaning is not None or bool(one.text) for one in mapping.cells),
        "fillings": [(one, FILLING[one.state]) for one in queries.fillings(actor).filter(form=held)],
        "closings": list(queries.closings(held.pack)[:24]),
        "verbs": verbs if decide(RULES, actor, "forms.keep").allowed else frozenset[str](),
    }  # fmt: skip
    return render(request, "reporting/form.html", context)


@signed_in
@once
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """One cell (`?at=表1!C5`): its headers, what was proposed and why, and saying what it means."""
    actor = actor_of(request)
    held = seen(actor, pk)
    place = request.GET.get("at", "") or request.POST.get("at", "")
    one = _mapped(held, place)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            chosen = decided(request.POST.dict(), one.candidate or one.meaning)
            forms.decide(actor, form=pk, version=version_of(request), cells={place: chosen})
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text(f"{place} 已定", f"{place} is decided"))
            return redirect(f"/reporting/{pk}/#open" if request.POST.get("back") else f"/reporting/{pk}/")
    offers = _offers(held)
    said, mark = of_cell(one, offers)
    context = {
        "form": held, "one": one, "said": said, "mark": mark, "problems": problems, "place": place,
        "offers": [(each.code, name_of(each)) for each in offers.values()], "measures": MEASURE_NAMES.items(),
        "groups": _groups(offers),
        "may": "decide" in verbs_of("form", held.state) and decide(RULES, actor, "forms.keep").allowed,
        "months": range(1, 13), "now": one.meaning or one.candidate,
        "part": f"{now.group}={now.part}" if (now := one.meaning or one.candidate) and now.group else "",
    }  # fmt: skip
    return render(request, "reporting/cell.html", context, status=422 if problems else 200)


def _lists(actor: Actor, held: Form) -> list[ListShown]:
    lists = queries.lists_of(held)
    found = offered(actor, held.pack, queries.closings(held.pack).first()) if lists else ()
    return [list_shown(place, one, found) for place, one in enumerate(lists)]


def _groups(offers: Mapping[str, Offer]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every breakdown with its parts, by name."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for offer in offers.values():
        for group in offer.groups:
            _, parts = found.setdefault(group.id, (group.names[0], {}))
            parts.update((f"{group.id}={part.key}", part.names[0]) for part in group.parts)
    return [(name, list(parts.items())) for name, parts in found.values()]


@require_POST
@signed_in
@once
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """All open cells of a block decided in one go."""
    actor = actor_of(request)
    seen(actor, pk)
    sent = request.POST
    forms.decide_block(actor, form=pk, version=version_of(request), first=sent.get("first", ""),
                       measure=sent.get("measure", ""), blank=sent.get("how") == "blank")  # fmt: skip
    tell(request, Text("整块已定", "The block is decided"))
    return redirect(f"/reporting/{pk}/#open")


STEPS: Mapping[str, Callable[[Actor, int, int, str], object]] = {
    "confirm": lambda actor, pk, version, why: forms.confirm(actor, form=pk, version=version),
    "reopen": lambda actor, pk, version, why: forms.reopen(actor, form=pk, version=version),
    "retire": lambda actor, pk, version, why: forms.retire(actor, form=pk, version=version, why=why),
}
DONE: Mapping[str, Text] = {
    "confirm": Text("对应已确认，可以填报", "The mapping is confirmed; the form can be filled"),
    "reopen": Text("可以修改对应了", "The mapping can be changed"),
    "retire": Text("已停用", "Retired"),
}


@require_POST
@signed_in
@once
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A step of a form."""
    if verb not in STEPS:
        raise Http404
    actor = actor_of(request)
    seen(actor, pk)
    STEPS[verb](actor, pk, version_of(request), request.POST.get("why", ""))
    tell(request, DONE[verb])
    return redirect("/reporting/" if verb == "retire" else f"/reporting/{pk}/")


@require_POST
@signed_in
@once
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fills the form from a closing."""
    actor = actor_of(request)
    seen(actor, pk)
    chosen = request.POST.get("closing", "")
    made = fillings.fill(actor, form=pk, closing=int(chosen) if chosen.isdecimal() else 0)
    tell(request, Text("已填好，请核对", "Filled; look it through"))
    return redirect(f"/reporting/fillings/{made.pk}/")


@signed_in
def blank(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The blank as it came."""
    held = seen(actor_of(request), pk)
    return given(held.file, held.file_name)


def seen(actor: Actor, pk: int) -> Form:
    """The form. Http404 for one that is not the actor's to see."""
    found = queries.visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _mapped(held: Form, place: str) -> Mapped:
    try:
        found = queries.mapping_of(held).at(CellAddress.read(place))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _offers(held: Form) -> dict[str, Offer]:
    register = queries.register_to_offer(held.pack)
    return {} if register is None else {one.code: one for one in queries.offered(held.pack, register)}


def version_of(request: HttpRequest) -> int:
    """The version that the page was made from; -1 for none."""
    given_ = request.POST.get("version", "")
    return int(given_) if given_.isdecimal() else -1
