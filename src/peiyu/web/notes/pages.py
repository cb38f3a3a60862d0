"""Pages of notes: what was told to one, attachments, comments; and the bell of every page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.files.given import given
from peiyu.web.look.addresses import within
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.notes import actions, queries
from peiyu.web.notes.models import Notice
from peiyu.web.notes.subjects import Decided, decided


def _link(held: Notice) -> Link:
    return Link(Text(held.said["zh"], held.said["en"]), f"/notes/{held.pk}/open/")


NOTICES = List(
    name="notices",
    said=Text("通知", "Notices"),
    order="-at",
    columns=(
        Column(key="said", name=Text("内容", "Notice"), value=_link, fixed=True),
        Column(key="at", name=Text("时间", "Time"), order="pk"),
        Column(
            key="state",
            name=Text("状态", "State"),
            value=lambda one: Mark(Text("已读", "read")) if one.read_at else Mark(Text("未读", "unread"), "blue"),
        ),
    ),
    filters=(
        Filter(
            key="new",
            name=Text("只看未读", "Unread only"),
            kind="yes_no",
            narrow=lambda rows, value: rows if value is None else rows.filter(read_at__isnull=value),
        ),
    ),
    counted=Text("条", "notices"),
    nothing=Text("没有通知", "No notices"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """How many notices are unread; asked for only where a page shows it."""
    actor = getattr(request, "actor", None)
    return {"unread": SimpleLazyObject(lambda: queries.unread(actor) if actor else 0)}


@signed_in
def notices(request: HttpRequest) -> HttpResponseBase:
    """What was told to one."""
    return show(request, NOTICES, queries.notices_of(actor_of(request)), "notes/notices.html")


@signed_in
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a notice as read and leads to what it is about."""
    actor = actor_of(request)
    held = queries.notices_of(actor).filter(pk=pk).first()
    if held is None:
        raise Http404
    actions.read(actor, pk)
    return redirect(within(held.address) or "/notes/")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks everything as read."""
    actions.read(actor_of(request))
    return redirect("/notes/")


@signed_in
@once
def attach(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Attaches a file; where it is refused, says why and asks again."""
    on = _decided(request, kind, subject)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Refusal(Problem("file-missing", Text("请选择文件", "choose a file")))
            said = request.POST.get("said", "")
            actions.attach(actor_of(request), on, name=str(file.name), blocks=file.chunks(), said=said)
            tell(request, Text("附件已保存", "The file is attached"))
            return redirect(f"{on.address}#attachments")
        except Refusal as refusal:
            problems = refusal.problems
    context = {"on": on, "problems": problems, "said": request.POST.get("said", "")}
    return render(request, "notes/attach.html", context, status=422 if problems else 200)


@signed_in
@once
def comment(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Says something about a record; where it is refused, says why and keeps what was typed."""
    on = _decided(request, kind, subject)
    problems: tuple[Problem, ...] = ()
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            actions.comment(actor_of(request), on, text=text)
            return redirect(f"{on.address}#comments")
        except Refusal as refusal:
            problems = refusal.problems
    context = {"on": on, "problems": problems, "text": text}
    return render(request, "notes/comment.html", context, status=422 if problems else 200)


@signed_in
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An attachment as a file."""
    found = queries.attachment_for(actor_of(request), pk)
    if found is None:
        raise Http404
    return given(found[0].hash, found[0].name)


@signed_in
@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, and takes an attachment off its record."""
    found = queries.attachment_for(actor_of(request), pk)
    if found is None:
        raise Http404
    held, on = found
    problems: tuple[Problem, ...] = ()
    why = request.POST.get("why", "")
    if request.method == "POST":
        try:
            actions.remove(actor_of(request), on, pk, why=why)
            tell(request, Text("附件已移除", "The attachment is removed"))
            return redirect(f"{on.address}#attachments")
        except Refusal as refusal:
            problems = refusal.problems
    context = {"on": on, "attachment": held, "problems": problems, "why": why}
    return render(request, "notes/remove.html", context, status=422 if problems else 200)


def _decided(request: HttpRequest, kind: str, subject: str) -> Decided:
    on = decided(actor_of(request), kind, subject)
    if on is None:
        raise Http404
    return on
