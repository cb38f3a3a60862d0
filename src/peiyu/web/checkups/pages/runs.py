"""Runs: asked for, their progress, what they found, their files."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions.runs import WANTED, ask_check_up
from peiyu.web.checkups.actions.taking import take
from peiyu.web.checkups.models import CheckUp
from peiyu.web.checkups.pages.columns import columns
from peiyu.web.checkups.pages.overview import NOTHING, may
from peiyu.web.checkups.printed import POLICY
from peiyu.web.checkups.queries.effect import NO_PROOF, compared
from peiyu.web.checkups.queries.rows import counted, dressed, of_run
from peiyu.web.checkups.queries.runs import is_whole, parts_of, run_of, runs
from peiyu.web.checkups.scope import scope_of
from peiyu.web.checkups.states import KINDS, OUTCOMES, RUNS
from peiyu.web.files.kinds import KINDS as FILE_KINDS
from peiyu.web.jobs.queries import job_of
from peiyu.web.jobs.shown import Seen
from peiyu.web.look import language
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.policies.pages.download import downloaded

ZIP = "application/zip"


def said_of(run: CheckUp) -> Text:
    """Whom a run is about."""
    return Text(run.said["zh"], run.said["en"])


def state_of(run: CheckUp) -> Mark:
    """How far a run is."""
    return RUNS[run.state]


RUN_LIST = List(
    name="checkup-runs", said=Text("体检记录", "Check-ups that were run"), order="-at",
    columns=(
        Column(key="said", name=Text("体检范围", "Whom it was about"), fixed=True,
               value=lambda one: Link(said_of(one), f"/checkups/{one.pk}/")),
        Column(key="day", name=Text("数据截止日", "As of"), order="day"),
        Column(key="state", name=Text("状态", "State"), value=state_of),
        Column(key="firms", name=Text("企业", "Enterprises"), number=True, value=lambda one: one.counts.get("firms")),
        Column(key="short", name=Text("差一项", "One short"), number=True, value=lambda one: one.counts.get("short")),
        Column(key="expiring", name=Text("到期", "Running out"), number=True,
               value=lambda one: one.counts.get("expiring")),
        Column(key="risk", name=Text("风险", "At risk"), number=True, value=lambda one: one.counts.get("risk")),
        Column(key="by_name", name=Text("发起人", "Asked by")),
        Column(key="at", name=Text("发起时间", "Asked at"), order="at"),
    ),
    filters=(
        Filter(key="state", name=Text("状态", "State"), options=tuple((key, one.said) for key, one in RUNS.items())),
    ),
    nothing=Text("还没有体检过。在“清单”页选好范围，点“开始体检”", "None yet. Choose enterprises, then begin"),
)  # fmt: skip


@signed_in
def listed(request: HttpRequest) -> HttpResponseBase:
    """The runs that one may see."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    return show(request, RUN_LIST, runs(actor), "checkups/runs.html")


@require_POST
@signed_in
@once
def ask(request: HttpRequest) -> HttpResponseBase:
    """Begins a run over whoever was chosen."""
    actor = actor_of(request)
    scope = scope_of(actor, request.POST)
    wanted = request.POST.get("wanted", "listed")
    made = ask_check_up(
        actor, scope=scope, wanted=wanted, full=request.POST.get("detail") == "full", lang=language.current()
    )
    return redirect(f"/checkups/{made.pk}/")


@signed_in
def run(request: HttpRequest, pk: int, kind: str = "short") -> HttpResponseBase:
    """One run: its progress, or its lists and files."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    found = run_of(actor, pk)
    job = job_of(actor, found.job) if found.job and found.state != "done" else None
    counts = counted(lambda each: of_run(actor, found, each))
    effect = compared(actor, found) if found.state == "done" else []
    measured = any(one.followed.all or one.others.all for one in effect)
    context = {
        "run": found, "said": said_of(found), "state": state_of(found), "job": Seen(job) if job else None, "kind": kind,
        "kinds": [(key, said, counts[key]) for key, said in KINDS.items()], "wanted": WANTED[found.wanted],
        "whole": found.files if is_whole(actor, found) else [],
        "parts": [one for one in parts_of(actor, found) if one.files],
        "effect": effect if measured else [], "no_proof": NO_PROOF,
    }  # fmt: skip
    context["follows"] = follows = may(actor)["follow"]
    declared = List(
        name=f"checkup-run-{kind}", said=KINDS[kind],
        columns=columns(kind, follows=follows, run=True, measured=measured),
        order="earliest" if kind == "short" else "on", download=True, nothing=NOTHING[kind],
        filters=(OUTCOME,) if measured else (),
    )  # fmt: skip
    return show(
        request, declared, of_run(actor, found, kind), "checkups/run.html", context, load=dressed,
        download=lambda seen: downloaded(actor, f"checkups.run.{kind}", seen),
    )  # fmt: skip


OUTCOME = Filter(
    key="outcome", name=Text("后来", "Since then"), options=tuple((key, one.said) for key, one in OUTCOMES.items())
)


@signed_in
def file(request: HttpRequest, pk: int, file: str) -> HttpResponseBase:
    """A file of a run: pages are shown, to be printed; the others are downloads."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    place, name = take(actor, run_of(actor, pk), file)
    if place.suffix == ".html":
        response: HttpResponseBase = HttpResponse(place.read_bytes(), content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    else:
        media = ZIP if place.suffix == ".zip" else FILE_KINDS[place.suffix].media
        response = FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type=media)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
