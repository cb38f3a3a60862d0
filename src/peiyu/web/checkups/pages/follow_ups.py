"""Follow-ups: the list, a new one, one with its course, how matters stand since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import reach_of, require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions import follow_ups as doing
from peiyu.web.checkups.forms import Doing, Ending
from peiyu.web.checkups.kept import text
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.pages.columns import condition, has_and_asks
from peiyu.web.checkups.pages.overview import may
from peiyu.web.checkups.queries import follow_ups as queries
from peiyu.web.checkups.states import KINDS, OUTCOMES, STATES
from peiyu.web.enterprises.listing import address
from peiyu.web.look.cells import Link, Mark, Tick
from peiyu.web.look.converters import KeyConverter
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.notes.queries import notes_on
from peiyu.web.notes.subjects import decided
from peiyu.web.policies.pages.download import downloaded

IN_GENERAL = dt.timedelta(days=30)
"""How long a follow-up takes unless something threatens earlier."""
WHOSE = {
    "mine": Text("我的", "Mine"), "ours": Text("本单位", "My organisation's"), "all": Text("全部", "All")
}  # fmt: skip


def topic(one: FollowUp) -> Text:
    """What a follow-up is about, in a few words."""
    if one.kind == "expiring":
        return text(one.topic, "what")
    name = Text(one.tier.name["zh"], one.tier.name["en"]) if one.tier else text(one.topic, "tier")
    what = text(one.topic, "condition" if one.kind == "short" else "cause")
    return Text(f"{name.zh}：{what.zh}" if what.zh else name.zh, f"{name.en}: {what.en}" if what.en else name.en)


def outcome(one: FollowUp) -> Mark | str:
    """How it stands by a later evaluation."""
    return OUTCOMES.get(one.outcome, "")


def by_state(rows: object, given: str) -> object:
    """`overdue`: the open ones past their day."""
    if given == "overdue":
        return rows.filter(state="open", due__lt=clock.today())  # type: ignore[attr-defined]
    return rows.filter(state=given) if given else rows  # type: ignore[attr-defined]


FOLLOW_UPS = List(
    name="follow-ups", said=Text("跟进", "Follow-ups"), order="due", download=True, counted=Text("项", "follow-ups"),
    columns=(
        Column(key="firm", name=Text("企业名称", "Enterprise"), order="firm", fixed=True,
               value=lambda one: Link(one.firm, f"/checkups/follow-ups/{one.pk}/")),
        Column(key="kind", name=Text("清单", "List"), value=lambda one: KINDS[one.kind]),
        Column(key="topic", name=Text("事由", "About"), value=topic),
        Column(key="what", name=Text("做什么", "What is done")),
        Column(key="who", name=Text("谁来办", "Who"), value=queries.who),
        Column(key="due", name=Text("期限", "By"), order="due"),
        Column(key="state", name=Text("状态", "State"), value=queries.state_of),
        Column(key="result", name=Text("办理结果", "Result"), shown=False),
        Column(key="outcome", name=Text("后来", "Since then"), value=outcome),
        Column(key="at", name=Text("登记时间", "Taken up"), order="at", shown=False),
    ),
    filters=(
        Filter(key="state", name=Text("状态", "State"), narrow=by_state,
               options=(*((key, one.said) for key, one in STATES.items()), ("overdue", Text("已逾期", "overdue")))),
        Filter(key="kind", name=Text("清单", "List"), options=tuple(KINDS.items())),
        Filter(key="outcome", name=Text("后来", "Since then"),
               options=tuple((key, one.said) for key, one in OUTCOMES.items())),
    ),
    nothing=Text("没有跟进事项。在清单的某一行点“跟进”登记", "None. Choose “Follow up” on a row of a list"),
)  # fmt: skip


def pick(actor: Actor) -> Column:
    """Boxes by which open follow-ups that the actor may end are ended together."""

    def box(one: FollowUp) -> Tick | str:
        if one.state != "open" or not queries.may_end(actor, one):
            return ""
        return Tick("item", f"{one.pk}.{one.version}", Text(f"选择 {one.firm}", f"choose {one.firm}"), "together")

    return Column(key="pick", name=Text("选", "Pick"), value=box, fixed=True, on_screen=True)


@signed_in
def listed(request: HttpRequest) -> HttpResponseBase:
    """Open ones first: the person's, the organisation's, or all that one may see."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    whose = request.GET.get("whose", "mine" if may(actor)["follow"] else "all")
    rows, ends = queries.follow_ups(actor), reach_of(RULES, actor, "follow_ups.end") is not None
    if whose in ("mine", "ours"):
        rows = rows.filter(queries.mine(actor) if whose == "mine" else queries.ours(actor))
    context = {"whose": whose, "whoses": WHOSE.items(), "ends": ends}
    declared = replace(FOLLOW_UPS, columns=(*FOLLOW_UPS.columns, pick(actor))) if ends else FOLLOW_UPS
    return show(
        request, declared, rows, "checkups/follow_ups.html", context,
        download=lambda seen: downloaded(actor, "checkups.follow_ups", seen),
    )  # fmt: skip


@signed_in
@once
def new(request: HttpRequest) -> HttpResponseBase:
    """A row is taken up."""
    actor = actor_of(request)
    require(RULES, actor, "follow_ups.open")
    asked = {word: request.GET.get(word, "") for word in ("kind", "firm", "matter")}
    row = doing.row_of(actor, kind=asked["kind"], enterprise=key_of(asked["firm"]), matter=asked["matter"])
    doers = queries.doers(actor)
    form = Doing(request.POST or None, doers=doers, initial={"doer": f"p:{actor.person}", "due": due_of(row.row.on)})
    if form.is_bound and form.is_valid():
        try:
            made = doing.take_up(
                actor, row, what=form.cleaned_data["what"], doer=form.cleaned_data["doer"],
                due=form.cleaned_data["due"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text("已登记跟进", "The follow-up is entered"))
            return redirect(f"/checkups/follow-ups/{made.pk}/")
    context = {
        "row": row, "form": form, "kind": KINDS[row.row.kind], "condition": condition(row),
        "figures": has_and_asks(row), "firm": address(row.enterprise.key),
    }  # fmt: skip
    return render(request, "checkups/new_follow_up.html", context, status=422 if form.has_problems else 200)


def key_of(written: str) -> int:
    """An enterprise's key as addresses have it. Http404 for anything else."""
    if len(written) != 16 or set(written) - set("0123456789abcdef"):
        raise Http404
    return KeyConverter().to_python(written)


def due_of(threat: dt.date | None) -> dt.date:
    """A month from now, sooner where something threatens sooner."""
    usual, today = clock.today() + IN_GENERAL, clock.today()
    return min(usual, threat) if threat is not None and threat > today else usual


@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One follow-up."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    return shown(request, actor, queries.follow_up_of(actor, pk))


def shown(
    request: HttpRequest, actor: Actor, held: FollowUp, *, doing_: Doing | None = None, ending: Ending | None = None
) -> HttpResponseBase:
    """The page, with what was typed where it was refused."""
    open_ = held.state == "open" and queries.may_end(actor, held)
    doer = f"p:{held.person_id}" if held.person_id == actor.person else f"o:{held.organisation_id}"
    values = {"what": held.what, "doer": doer, "due": held.due, "version": held.version}
    notes = decided(actor, "follow_up", str(held.pk))
    context = {
        "held": held, "kind": KINDS[held.kind], "topic": topic(held), "state": queries.state_of(held),
        "who": queries.who(held), "firm": address(held.enterprise), "outcome": outcome(held),
        "doing": (doing_ or Doing(initial=values, doers=queries.doers(actor))) if open_ else None,
        "ending": (ending or Ending(initial={"version": held.version})) if open_ else None,
        "revising": doing_ is not None, "notes": notes_on(notes) if notes is not None else None,
    }  # fmt: skip
    return render(request, "checkups/follow_up.html", context, status=422 if doing_ or ending else 200)


@require_POST
@signed_in
@once
def revise(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What is done, by whom, by when is said anew."""
    actor = actor_of(request)
    held = queries.follow_up_of(actor, pk)
    form = Doing(request.POST, doers=queries.doers(actor))
    if form.is_valid():
        given = form.cleaned_data
        try:
            doing.revise(
                actor, pk, version=given["version"] or 0, what=given["what"], doer=given["doer"], due=given["due"]
            )
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text("已调整", "It is changed"))
            return redirect(f"/checkups/follow-ups/{pk}/")
    return shown(request, actor, held, doing_=form)


@require_POST
@signed_in
@once
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A follow-up ends, done or dropped."""
    actor = actor_of(request)
    held = queries.follow_up_of(actor, pk)
    form = Ending(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if given["verb"] == "finish":
                doing.finish(actor, pk, version=given["version"], result=given["result"])
            else:
                doing.drop(actor, pk, version=given["version"], why=given["result"])
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            tell(request, Text("已办理", "It has ended"))
            return redirect(f"/checkups/follow-ups/{pk}/")
    return shown(request, actor, held, ending=form)
