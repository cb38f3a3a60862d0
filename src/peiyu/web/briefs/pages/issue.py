"""One issue: how far it is, its files with what the number check found, where it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.paper.brief.verification import GROUPS
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions import checking, issuing
from peiyu.web.briefs.forms import day, start_of
from peiyu.web.briefs.models import Issue, IssueFile, Sent
from peiyu.web.briefs.queries import issues as queries
from peiyu.web.briefs.queries.checks import corrections_of, found_in, latest_closing
from peiyu.web.briefs.states import OUT, TRANSITIONS, VERBS
from peiyu.web.files.brought import taken
from peiyu.web.files.given import given
from peiyu.web.jobs.queries import scoped
from peiyu.web.jobs.shown import Seen, problem_of
from peiyu.web.look.cells import Mark
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id
from peiyu.web.trail.queries import about
from peiyu.web.trail.words import VERBS as DONE

SUFFIX = ".numbers.json"
COLOURS = {"changed": "red", "stale": "yellow", "contradicts": "red", "unplaced": "yellow", "missing": "grey",
           "agree": "green"}  # fmt: skip


@signed_in
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue."""
    return shown(request, found(request, pk))


def found(request: HttpRequest, pk: int) -> Issue:
    """The issue, if the actor may see it; else 404."""
    held = queries.issue_of(actor_of(request), territory_id(), pk)
    if held is None:
        raise Http404
    return held


def shown(request: HttpRequest, held: Issue, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """The page of an issue, with what was refused and typed."""
    actor = actor_of(request)
    if problems:
        held.refresh_from_db()
    inside = decide(RULES, actor, "pending.see").allowed
    files = list(held.files.all())
    history = [(DONE.get(one.verb, Text(one.verb, one.verb)), one) for one in about("issue", held.pk)] if inside else []
    context = {
        **frame(actor, held, files), **check(files), "row": queries.Row(held), "issue": held, "inside": inside,
        "files": files, "sent": list(held.sent.all()), "errata": queries.errata(actor, held), "problems": problems,
        "typed": request.POST, "history": history, "today": clock.today(),
    }  # fmt: skip
    return render(request, "briefs/issue.html", context, status=422 if problems else 200)


def frame(actor: Actor, held: Issue, files: list[IssueFile]) -> dict[str, Any]:
    """What the actor may do with an issue as it stands."""
    verbs = {one.verb for one in TRANSITIONS if one.state == held.state and decide(RULES, actor, one.action).allowed}
    job = scoped(actor).filter(pk=held.job or 0).first() if held.state in ("composing", "failed") else None
    own = actor.person is not None and actor.person in (held.composer_id, files[-1].by_id if files else None)
    out = held.state in OUT
    latest = latest_closing(held) if out else held.closing
    return {
        "verbs": verbs, "own": own, "job": Seen(job) if job is not None else None, "out": out, "latest": latest,
        "failures": [problem_of(one) for one in held.account.get("problems", ())],
        "may_issue": decide(RULES, actor, "briefs.issue").allowed,
        "may_compose": decide(RULES, actor, "briefs.compose").allowed,
        "corrections": len(corrections_of(held)) if out and latest.pk != held.closing_id else 0,
        "corrected": out and held.errata.filter(closing=latest).exclude(state="dropped").exists(),
        "first": "issue" in verbs and not Issue.objects.filter(kind=held.kind, total__isnull=False).exists(),
        "next": issuing.next_count(held.kind, clock.today().year) if "issue" in verbs else None,
    }  # fmt: skip


def check(files: list[IssueFile]) -> dict[str, Any]:
    """What the check of the last file found."""
    file = files[-1] if files else None
    findings = found_in(file) if file is not None else ()
    counts = Counter("agree" if one.group == "reworded" else one.group for one in findings)
    return {
        "file": file, "blocking": sum(one.blocking for one in findings),
        "findings": [one for one in findings if one.group != "agree"],
        "agreeing": [one for one in findings if one.group == "agree"],
        "counts": [(Mark(GROUPS[group], COLOURS[group]), counts[group]) for group in GROUPS if counts[group]],
    }  # fmt: skip


# --- files ------------------------------------------------------------------------------------------------------


@signed_in
def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A version of the document."""
    one = file_of(request, pk, number)
    return given(one.hash, one.name)


@signed_in
def numbers(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The snapshot of a version: every figure with its exact value and definition."""
    one = file_of(request, pk, number)
    return given(one.numbers, one.name.removesuffix(".docx") + SUFFIX)


@signed_in
def sheet(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The tables as a workbook."""
    one = file_of(request, pk, number)
    if not one.sheet:
        raise Http404
    return given(one.sheet, one.name.removesuffix(".docx") + ".xlsx")


def file_of(request: HttpRequest, pk: int, number: int) -> IssueFile:
    """A version that the actor may see. Http404 for any other."""
    return queries.file_of(actor_of(request), found(request, pk), number)


# --- what is done -----------------------------------------------------------------------------------------------


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "")


def _issue(actor: Actor, pk: int, request: HttpRequest) -> Issue:
    start = start_of({name: str(value) for name, value in request.POST.items()})
    return issuing.issue_it(actor, issue=pk, start=start)


Act = Callable[[Actor, int, HttpRequest], object]
ACTS: dict[str, tuple[Act, Text]] = {
    "check": (lambda actor, pk, request: checking.check(actor, issue=pk), Text("已校核，待签发", "Checked")),
    "return": (
        lambda actor, pk, request: issuing.send_back(actor, issue=pk, why=_why(request)),
        Text("已退回修改", "Sent back"),
    ),
    "sign": (lambda actor, pk, request: issuing.sign(actor, issue=pk), Text("已签发，待编号印发", "Signed")),
    "issue": (_issue, Text("已编号印发", "Issued")),
    "archive": (lambda actor, pk, request: issuing.archive(actor, issue=pk), Text("已归档", "Archived")),
    "withdraw": (
        lambda actor, pk, request: issuing.withdraw(actor, issue=pk, why=_why(request)), Text("已撤回", "Withdrawn"),
    ),
}  # fmt: skip
"""Verb → what does it, and what is said afterwards."""


@require_POST
@signed_in
@once
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Takes an issue one state on."""
    held = found(request, pk)
    if verb not in ACTS or verb not in VERBS:
        raise Http404
    do, said = ACTS[verb]
    return done(request, held, lambda: do(actor_of(request), held.pk, request), said)


def done(request: HttpRequest, held: Issue, do: Callable[[], object], said: Text) -> HttpResponse:
    """Does it and leads back to the issue; what is refused is told there."""
    try:
        do()
    except Refusal as refusal:
        return shown(request, held, refusal.problems)
    tell(request, said)
    seen = queries.issue_of(actor_of(request), territory_id(), held.pk) is not None
    return redirect(f"/briefs/{held.pk}/" if seen else "/briefs/")


@require_POST
@signed_in
@once
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an edited document and checks its numbers."""
    held = found(request, pk)

    def do() -> None:
        checking.upload(actor_of(request), issue=held.pk, kept=taken(request, frozenset({".docx"})))

    return done(request, held, do, Text("已上传并核对数字", "Uploaded; its numbers are checked"))


@require_POST
@signed_in
@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts the chosen findings with a reason."""
    held, keys = found(request, pk), request.POST.getlist("key")
    return done(
        request, held, lambda: checking.accept(actor_of(request), issue=held.pk, keys=keys, why=_why(request)),
        Text("已认可，原因已留痕", "Accepted; the reason stands in the trail"),
    )  # fmt: skip


@require_POST
@signed_in
@once
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Enters to whom an issue went."""
    held, typed = found(request, pk), request.POST

    def do() -> None:
        issuing.record_sent(
            actor_of(request), issue=held.pk, to=typed.get("to", ""), on=day(typed.get("on", "")),
            remark=typed.get("remark", ""),
        )  # fmt: skip

    return done(request, held, do, Text("已登记报送", "Entered"))


@require_POST
@signed_in
@once
def adopted(request: HttpRequest, pk: int) -> HttpResponse:
    """Enters who took an issue up."""
    entry = Sent.objects.filter(pk=pk).first()
    if entry is None:
        raise Http404
    held, typed = found(request, entry.issue_id), request.POST

    def do() -> None:
        issuing.record_adoption(
            actor_of(request), sent=pk, by=typed.get("adopted_by", ""), on=day(typed.get("adopted_on", ""))
        )

    return done(request, held, do, Text("已登记采用", "Entered"))
