"""Pages of allocations: the list, a new one, one with its tree and its log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.insight.targets.amounts import amount
from peiyu.insight.targets.pace import goal_said
from peiyu.problems import Problem, Text
from peiyu.web import bridge, clock
from peiyu.web.accounts.queries import people_in
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.files.given import made
from peiyu.web.look import language
from peiyu.web.look.grid import Grid
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets import exports, forms
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions import allocations as making
from peiyu.web.targets.actions import negotiation
from peiyu.web.targets.models import Allocation
from peiyu.web.targets.queries import allocations as queries

NUMBER = Text("任务数", "the number")
DONE = Text("已办理", "Done")
Sent = Mapping[str, str]
OF_WHOLE: Mapping[str, Callable[[Actor, int, Sent], object]] = {
    "send": lambda actor, pk, sent: negotiation.send(actor, allocation=pk),
    "agree": lambda actor, pk, sent: negotiation.agree(actor, allocation=pk),
    "issue": lambda actor, pk, sent: negotiation.issue(actor, allocation=pk),
    "recall": lambda actor, pk, sent: negotiation.recall(actor, allocation=pk, why=sent.get("why", "")),
}
OF_SHARE: Mapping[str, Callable[[Actor, int, Sent], object]] = {
    "accept": lambda actor, pk, sent: negotiation.accept(actor, share=pk),
    "ask": lambda actor, pk, sent: negotiation.ask_other(
        actor, share=pk, number=forms.whole(sent.get("number", ""), NUMBER), why=sent.get("why", "")
    ),
    "decline": lambda actor, pk, sent: negotiation.decline(actor, share=pk, why=sent.get("why", "")),
    "grant": lambda actor, pk, sent: negotiation.grant(
        actor, share=pk, number=forms.whole(sent.get("number", ""), NUMBER), why=sent.get("why", ""),
        with_=int(sent["with"]) if sent.get("with", "").isdecimal() else None,
    ),
}  # fmt: skip


@signed_in
def allocations(request: HttpRequest) -> HttpResponse:
    """Every allocation that the actor may see."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "allocations.see").allowed:
        raise Http404
    context = {
        "allocations": [
            (one, queries.state_of(one), amount(Fraction(one.total), one.unit)) for one in queries.visible(actor, pack)
        ],
        "may_make": bool(pack) and decide(RULES, actor, "allocations.make").allowed,
    }
    return render(request, "targets/allocations.html", context)


@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """Chooses a target, then the organisations, and begins."""
    actor, pack = actor_of(request), territory_id()
    if not pack or not decide(RULES, actor, "allocations.make").allowed:
        raise Http404
    inside = bridge.pack_of(pack).programme
    targets = {
        code: one for code, one in (inside.targets if inside else {}).items() if one.goal.unit in making.WHOLE_UNITS
    }
    sent = request.POST or request.GET
    code = sent.get("code", "")
    target = targets.get(code)
    units = queries.units(pack, code) if target else ()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and target:
        try:
            chosen = {int(one) for one in request.POST.getlist("unit") if one.isdecimal()}
            asked = {
                one.organisation.pk: making.Ask(capacity=one.capacity, history=one.history)
                for one in units if one.organisation.pk in chosen
            }  # fmt: skip
            year = forms.whole(sent.get("year", ""), Text("年度", "the year"), least=1990)
            total = forms.whole(sent.get("total", ""), Text("总数", "the number"))
            held = making.draft(actor, pack=pack, code=code, year=year, total=total, asked=asked)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            return redirect(f"/targets/allocations/{held.pk}/")
    context = {
        "targets": [(key, one.name, goal_said(one.goal)) for key, one in targets.items()], "target": target,
        "goal": goal_said(target.goal) if target else None, "code": code, "units": units, "problems": problems,
        "year": sent.get("year") or clock.today().year, "chosen": request.POST.getlist("unit"),
        "total": sent.get("total") or (int(target.goal.low) if target else ""),
    }  # fmt: skip
    return render(request, "targets/new_allocation.html", context, status=422 if problems else 200)


@signed_in
def allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """One allocation: the tree, what may be done, what was said."""
    return _shown(request, _found(request, pk), ())


@require_POST
@signed_in
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Works a draft out anew."""
    actor, held = actor_of(request), _found(request, pk)
    asked, grid = forms.asked_of(forms.grid_of(making.tops(held)), request.POST)
    if any(grid.problems.values()):
        return _shown(request, held, (), grid=grid)
    try:
        version = forms.whole(request.POST.get("version", ""), Text("版本", "the version"))
        total = forms.whole(request.POST.get("total", ""), Text("总数", "the number"), least=1)
        making.settle(
            actor, allocation=pk, version=version, total=total, counts=forms.counts_of(request.POST), asked=asked
        )
    except Refusal as refusal:
        return _shown(request, held, refusal.problems, grid=grid)
    tell(request, Text("已重新测算，合计与总数相等", "Worked out anew; it adds up"))
    return redirect(f"/targets/allocations/{pk}/")


@require_POST
@signed_in
@once
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does a verb to the whole of an allocation."""
    held = _found(request, pk)
    if verb not in OF_WHOLE:
        raise Http404
    return _done(request, held, lambda: OF_WHOLE[verb](actor_of(request), pk, request.POST))


@require_POST
@signed_in
@once
def act_on_share(request: HttpRequest, pk: int, share: int, verb: str) -> HttpResponse:
    """Does a verb to a share that the actor sees."""
    held, actor = _found(request, pk), actor_of(request)
    if verb not in OF_SHARE or all(node.share.pk != share for node in queries.tree(actor, held)):
        raise Http404
    return _done(request, held, lambda: OF_SHARE[verb](actor, share, request.POST))


@signed_in
@once
def people(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """Divides an organisation's number over its people."""
    held, actor = _found(request, pk), actor_of(request)
    node = next((one for one in queries.tree(actor, held) if one.share.pk == share and one.may_divide), None)
    if node is None:
        raise Http404
    there = people_in([node.share.organisation_id])
    had = {one.person_id: one.number for one in node.people}
    typed = {one.pk: request.POST.get(f"person:{one.pk}", str(had.get(one.pk, ""))) for one in there}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            numbers = {key: forms.whole(word, NUMBER) for key, word in typed.items() if word.strip()}
            negotiation.divide(actor, share=share, numbers=numbers)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text("已分解到人", "Divided over the people"))
            return redirect(f"/targets/allocations/{pk}/")
    context = {
        "allocation": held, "unit": unit_of(held), "node": node, "problems": problems,
        "people": [(one, typed[one.pk]) for one in there],
    }  # fmt: skip
    return render(request, "targets/people.html", context, status=422 if problems else 200)


@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """分解指标表 as a Word document."""
    held, actor = _found(request, pk), actor_of(request)
    if not decide(RULES, actor, "allocations.make").allowed:
        raise Http404
    return made(*exports.take_allocation(actor, held, queries.tree(actor, held), lang=language.current()))


def unit_of(held: Allocation) -> Text:
    """The unit as it stands behind a number in either language."""
    nought = amount(Fraction(0), held.unit)
    return Text(nought.zh.removeprefix("0"), nought.en.removeprefix("0"))


def _found(request: HttpRequest, pk: int) -> Allocation:
    held = queries.allocation_of(actor_of(request), territory_id(), pk)
    if held is None:
        raise Http404
    return held


def _done(request: HttpRequest, held: Allocation, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except Refusal as refusal:
        return _shown(request, held, refusal.problems)
    tell(request, DONE)
    return redirect(f"/targets/allocations/{held.pk}/")


def _shown(
    request: HttpRequest, held: Allocation, problems: tuple[Problem, ...], *, grid: Grid | None = None
) -> HttpResponse:
    actor = actor_of(request)
    held.refresh_from_db()
    nodes, verbs = queries.tree(actor, held), queries.verbs(actor, held)
    if grid is None and "settle" in verbs:
        grid = forms.grid_of([node.share for node in nodes])
    wrong = bool(problems) or (grid is not None and any(grid.problems.values()))
    context: dict[str, Any] = {
        "allocation": held, "unit": unit_of(held), "state": queries.state_of(held), "nodes": nodes, "verbs": verbs,
        "sum": sum(node.share.number for node in nodes), "moves": queries.moves(actor, held), "problems": problems,
        "grid": grid if "settle" in verbs else None, "counts": forms.counts_shown(held), "typed": request.POST,
        "whole": decide(RULES, actor, "allocations.make").allowed,
    }  # fmt: skip
    return render(request, "targets/allocation.html", context, status=422 if wrong else 200)
