"""Several rows of a list taken up at once; several follow-ups ended at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions import together
from peiyu.web.checkups.forms import Doing, EndingSeveral
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.pages.columns import condition
from peiyu.web.checkups.pages.follow_ups import due_of, topic
from peiyu.web.checkups.queries.chosen import Chosen, follow_ups_chosen, rows_chosen, ticked
from peiyu.web.checkups.queries.follow_ups import state_of, who
from peiyu.web.checkups.queries.rows import Row
from peiyu.web.checkups.states import KINDS
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


@signed_in
@once
def take_up(request: HttpRequest) -> HttpResponseBase:
    """The ticked rows are entrusted to somebody with one day."""
    actor = actor_of(request)
    require(RULES, actor, "follow_ups.open")
    ticks = request.POST.getlist("row") if request.method == "POST" else request.GET.getlist("row")
    chosen, doers = rows_chosen(actor, ticks), together.doers_of_several(actor)
    initial = {"doer": doers[-1].key if doers and doers[-1].key == together.AREA else "", "due": due_of(None)}
    form = Doing(request.POST or None, doers=doers, initial=initial)
    problems: tuple[Problem, ...] = _gone(chosen)
    rows: Sequence[Any] = chosen.rows
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            done = together.take_up_all(
                actor, chosen.rows, what=given["what"], doer=given["doer"], due=given["due"]
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text(f"已登记跟进 {done.done} 项", f"{done.done} follow-ups are entered"))
            if not done.problems:
                return redirect("/checkups/follow-ups/?whose=all")
            problems, rows = (*problems, *done.problems), done.left
    context = {"form": form, "problems": problems, "rows": [_told(one) for one in rows]}
    wrong = form.has_problems or bool(problems)
    return render(request, "checkups/take_up_several.html", context, status=422 if wrong else 200)


def _gone(chosen: Chosen) -> tuple[Problem, ...]:
    """That some ticked rows are no longer on a list."""
    if not chosen.gone:
        return ()
    return (
        Problem(
            "row-gone", Text("有所选的行已不在最近的清单上", "some ticked rows are not on the latest list any more"),
            found=str(chosen.gone),
            next_step=Text("清单已随新的预判更新，请回清单查看", "a later evaluation renewed the list: see it again"),
        ),
    )  # fmt: skip


def _told(row: Row) -> dict[str, Any]:
    """A row as the page shows it."""
    about = condition(row) if row.row.kind == "short" else row.said("what" if row.row.kind == "expiring" else "cause")
    return {
        "tick": ticked(row), "name": row.enterprise.name, "park": row.enterprise.park or row.enterprise.district,
        "kind": KINDS[row.row.kind], "tier": row.tier_name, "about": about, "held": row.follow_up,
    }  # fmt: skip


@signed_in
@once
def end(request: HttpRequest) -> HttpResponseBase:
    """The ticked follow-ups end with one sentence."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    ticks = request.POST.getlist("item") if request.method == "POST" else request.GET.getlist("item")
    chosen = follow_ups_chosen(actor, ticks)
    form, problems = EndingSeveral(request.POST or None), tuple[Problem, ...]()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            done = together.end_all(actor, chosen, verb=given["verb"], result=given["result"])
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text(f"已办理 {done.done} 项", f"{done.done} have ended"))
            if not done.problems:
                return redirect("/checkups/follow-ups/")
            problems, chosen = done.problems, follow_ups_chosen(actor, [_again(one) for one in done.left])
    rows = [_ending(one, version) for one, version in chosen]
    context = {"form": form, "problems": problems, "rows": rows}
    wrong = form.has_problems or bool(problems)
    return render(request, "checkups/end_several.html", context, status=422 if wrong else 200)


def _again(one: object) -> str:
    """A follow-up that could not be ended, as it stands now: who sends it again has seen why."""
    assert isinstance(one, FollowUp)
    return f"{one.pk}.{FollowUp.objects.values_list('version', flat=True).get(pk=one.pk)}"


def _ending(one: FollowUp, version: int) -> dict[str, Any]:
    return {"tick": f"{one.pk}.{version}", "one": one, "topic": topic(one), "who": who(one), "state": state_of(one)}
