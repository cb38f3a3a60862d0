"""Pages of the trail: the list, one row, the chain."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.files.sheets import write
from peiyu.web.look import cells
from peiyu.web.look.cells import Link, words
from peiyu.web.look.lists import Column, Filter, List, Shown, show
from peiyu.web.look.once import once
from peiyu.web.look.told import tell
from peiyu.web.trail import actions, queries
from peiyu.web.trail.access import RULES
from peiyu.web.trail.models import Entry
from peiyu.web.trail.shown import Row, row
from peiyu.web.trail.words import KINDS, VERBS

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
NEWEST = 20_000
"""Rows that a click checks; the whole chain is gone through every day by a job."""


def _by(rows: QuerySet[Entry], given: str) -> QuerySet[Entry]:
    if not given:
        return rows
    people = get_user_model().objects.filter(Q(name__icontains=given) | Q(sign_in=given))
    ids = list(people.values_list("pk", flat=True)[:200])
    return rows.filter(Q(person_id__in=ids) | Q(person=None, name=given))


def _of(rows: QuerySet[Entry], given: str) -> QuerySet[Entry]:
    return rows.filter(subject=given) if given else rows


TRAIL = List(
    name="trail",
    said=Text("留痕", "Trail"),
    order="-at",
    columns=(
        Column(
            key="at",
            name=Text("时间", "Time"),
            value=lambda one: Link(cells.said_plainly(one.entry.at), f"/trail/{one.entry.pk}/"),
            order="pk",
            fixed=True,
        ),
        Column(key="name", name=Text("何人", "Who"), value=lambda one: one.entry.name),
        Column(key="role", name=Text("身份", "As"), value=lambda one: one.role),
        Column(key="verb", name=Text("做了什么", "What"), value=lambda one: one.verb),
        Column(key="record", name=Text("对哪条记录", "To what"), value=lambda one: one.record),
        Column(key="said", name=Text("名称", "Called"), value=lambda one: one.said),
        Column(key="why", name=Text("原因", "Why"), value=lambda one: one.why),
        Column(key="for_whom", name=Text("代谁办理", "For whom"), value=lambda one: one.for_whom, shown=False),
        Column(key="address", name=Text("来自", "From"), value=lambda one: one.entry.address, shown=False),
    ),
    filters=(
        Filter(key="who", name=Text("何人", "Who"), kind="text", narrow=_by, hint=Text("姓名或用户名", "Name")),
        Filter(key="at", name=Text("日期", "Days"), kind="days"),
        Filter(key="kind", name=Text("记录", "Record"), options=tuple(KINDS.items())),
        Filter(key="subject", name=Text("记录编号", "Its number"), kind="text", narrow=_of),
        Filter(key="verb", name=Text("做了什么", "What"), options=tuple(VERBS.items()), more=True),
    ),
    counted=Text("条", "rows"),
    download=True,
)  # fmt: skip


@signed_in
def trail(request: HttpRequest) -> HttpResponseBase:
    """Who did what, newest first."""
    actor = actor_of(request)
    require(RULES, actor, "trail.see")
    rows = queries.scoped(actor)

    def load(found: list[Any]) -> list[Row]:
        return [row(actor, one) for one in found]

    return show(request, TRAIL, rows, "trail/trail.html", load=load, download=partial(_taken, actor))


@signed_in
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: what was before, what is after."""
    actor = actor_of(request)
    require(RULES, actor, "trail.see")
    held = queries.scoped(actor).filter(pk=pk).first()
    if held is None:
        raise Http404
    return render(request, "trail/entry.html", {"row": row(actor, held)})


@signed_in
def chain(request: HttpRequest) -> HttpResponse:
    """Whether the chain holds, and where not."""
    require(RULES, actor_of(request), "trail.see")
    context = {"check": queries.last_check(), "head": queries.head(), "unsealed": queries.unsealed()}
    return render(request, "trail/chain.html", context)


@require_POST
@signed_in
@once
def check(request: HttpRequest) -> HttpResponse:
    """Checks the newest rows at once."""
    found = actions.check_newest(actor_of(request), NEWEST)
    if not found:
        said = Text(f"最近 {NEWEST:,} 条核对无误", f"the newest {NEWEST:,} rows are as they were sealed")
        tell(request, said)
    return redirect("/trail/chain/")


def _taken(actor: Actor, shown: Shown) -> HttpResponse:
    day = clock.today()
    said = words(Text(f"留痕；导出人 {actor.name}；{day}", f"trail; taken by {actor.name}; {day}"))
    actions.record_export(actor, rows=shown.count, filters=shown.said_filters())
    heads, lines = shown.table()
    file = BytesIO()
    write(file, [said], heads, islice(lines, MOST_ROWS))
    name = content_disposition_header(True, f"{words(TRAIL.said)}{day:%Y%m%d}.xlsx")
    return HttpResponse(file.getvalue(), content_type=KIND, headers={"Content-Disposition": name or "attachment"})
