"""The enterprise's own side: its dossier with plain reasons, and its annual return."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.checkups.queries.own import own_check_up
from peiyu.web.collection.queries.work import own_open
from peiyu.web.desk.access import RULES
from peiyu.web.desk.pages.dossier import context_of
from peiyu.web.desk.queries import own
from peiyu.web.desk.queries.dossier import dossier_of
from peiyu.web.enterprises.actions.entry import enter_figures, may_enter, refuse_unseen
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


@signed_in
def own_side(request: HttpRequest) -> HttpResponse:
    """The own dossier; who stands for several first says for which; of whom nothing is known yet hears what to do."""
    actor = actor_of(request)
    require(RULES, actor, "own.see")
    key = own.own_key(actor)
    if key is None:
        return render(request, "desk/own_which.html")
    try:
        found = dossier_of(actor, key)
    except Http404:
        return render(request, "desk/own_none.html")
    context = {
        **context_of(actor, found), "check_up": own_check_up(actor, found.enterprise.key),
        "rounds": list(own_open(actor).filter(enterprise=found.enterprise.key)),
    }  # fmt: skip
    return render(request, "desk/own.html", context)


@signed_in
@once
def annual_return(request: HttpRequest) -> HttpResponse:
    """The annual return, filled with what is held; only what was changed is taken, all of it or nothing."""
    actor = actor_of(request)
    require(RULES, actor, "own.see")
    key = own.own_key(actor)
    if key is None:
        return render(request, "desk/own_which.html")
    found = dossier_of(actor, key)
    may_enter(actor, found.enterprise)
    held, seen = own.held_values(found), own.seen_by(found, request.POST.get("seen", ""))
    problems: tuple[Problem, ...] = ()
    grid = own.grid_of(held)
    if request.method == "POST":
        given = grid.given({name: str(value) for name, value in request.POST.items()})
        try:
            with transaction.atomic():
                refuse_unseen(found.enterprise, seen, entity=own.RETURN)
                taken = own.changed(given, held)
                if not taken:
                    raise Refusal(nothing_changed(), status=422)
                for year, figures in taken.items():
                    enter_figures(actor, found.enterprise, entity=own.RETURN, period={"year": year}, figures=figures)
        except (Refusal, PeiyuError) as refusal:
            problems, grid = refusal.problems, own.grid_of(given)
        else:
            tell(request, Text("填报已保存", "the return is kept"))
            return redirect("/own/")
    context = {"found": found, "grid": grid, "seen": seen, "problems": problems}
    return render(request, "desk/own_return.html", context, status=422 if problems else 200)


def nothing_changed() -> Problem:
    """Nothing was typed that is not held."""
    return Problem(
        "nothing-new",
        Text("没有改动任何数据", "nothing was changed"),
        next_step=Text(
            "改动后再保存；没有变化就不必填报", "change something first; what stands need not be typed again"
        ),
    )
