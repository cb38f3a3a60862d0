"""The API of briefs: the issues that you may read, their figures and documents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from peiyu.paper.brief.snapshot import Locked, read_snapshot
from peiyu.web.acting.asked import actor_of
from peiyu.web.briefs.models import Issue
from peiyu.web.briefs.queries import issues as queries
from peiyu.web.briefs.schemas import FigureOut, FileOut, IssueOut, SentOut, WholeIssueOut
from peiyu.web.files.given import FILE, given
from peiyu.web.files.store import path_of
from peiyu.web.look.schemas import Number, Word, answers, said
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets.queries.readings import text_of

router = Router(tags=["briefs"])
MOST = 200
"""So many issues are given, the latest first."""


@router.get("/", response=answers(list[IssueOut]), operation_id="briefs")
def briefs(request: HttpRequest, kind: Word = "") -> list[IssueOut]:
    """The issues that you may read, of one kind or of all, the latest first."""
    found = queries.visible(actor_of(request)).filter(closing__pack=territory_id()).order_by("-pk")
    return [IssueOut(**_issue(one)) for one in (found.filter(kind=kind) if kind else found)[:MOST]]


@router.get("/{issue}", response=answers(WholeIssueOut), operation_id="brief")
def brief(request: HttpRequest, issue: Number) -> WholeIssueOut:
    """One issue, with its documents and to whom it went."""
    actor, held = actor_of(request), _found(request, issue)
    files = [
        FileOut(number=one.number, kind=one.kind, name=one.name, by=one.by_name, at=one.at,
                said=said(text_of(one.verification.get("said"))))
        for one in queries.files_of(actor, held)
    ]  # fmt: skip
    sent = [SentOut(to=one.to, on=one.on, adopted_by=one.adopted_by, adopted_on=one.adopted_on)
            for one in held.sent.all()]  # fmt: skip
    return WholeIssueOut(**_issue(held), files=files, sent=sent)


@router.get("/{issue}/files/{number}", response=answers(None), operation_id="brief_file", openapi_extra=FILE)
def file(request: HttpRequest, issue: Number, number: Number) -> HttpResponseBase:
    """A version of the document as a file."""
    one = queries.file_of(actor_of(request), _found(request, issue), number)
    return given(one.hash, one.name)


@router.get("/{issue}/figures", response=answers(list[FigureOut]), operation_id="brief_figures")
def figures(request: HttpRequest, issue: Number) -> list[FigureOut]:
    """Every figure of the latest document that you may read, with its exact value and definition."""
    last = queries.files_of(actor_of(request), _found(request, issue)).last()
    if last is None:
        raise Http404
    return [_figure(one) for one in read_snapshot(path_of(last.numbers)).figures.values()]


def _figure(locked: Locked) -> FigureOut:
    one = locked.number
    return FigureOut(
        figure=one.family, text=one.text, value=None if one.value is None else str(one.value), unit=one.unit,
        definition=one.definition, as_of=one.as_of,
        sentence=locked.occurrences[0].sentence if locked.occurrences else "",
    )  # fmt: skip


def _found(request: HttpRequest, pk: int) -> Issue:
    found = queries.issue_of(actor_of(request), territory_id(), pk)
    if found is None:
        raise Http404
    return found


def _issue(one: Issue) -> dict[str, Any]:
    row = queries.Row(one)
    same = ("number", "kind", "title", "state", "year", "place", "total", "issued_at")
    return {
        **{name: getattr(one, name) for name in same}, "id": one.pk, "kind_said": said(row.sort.name),
        "state_said": said(row.state[0]), "month": one.closing.month, "as_of": one.closing.reading.day,
        "closing_issue": one.closing.issue, "made_up": one.closing.reading.made_up,
    }  # fmt: skip
