"""A unit's own side: the grid in which it answers, its workbook back, checking and handing in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.facts.round import AskedSheet
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.actions import arrivals, submissions
from peiyu.web.collection.incoming.commenting import commented
from peiyu.web.collection.incoming.grid import firm_key, open_of, row_key_of, row_of, rows_of, typed_in
from peiyu.web.collection.models import RoundUnit
from peiyu.web.collection.queries import answers as queries
from peiyu.web.collection.queries.answers import Line, Paper
from peiyu.web.collection.queries.arrivals import arrivals_seen, is_late, job_of
from peiyu.web.collection.queries.submissions import submissions_of
from peiyu.web.collection.queries.units import standing, unit_seen
from peiyu.web.collection.states import ARRIVAL, SUBMISSION, UNANSWERED, UNIT
from peiyu.web.enterprises.queries.values import unit_of
from peiyu.web.enterprises.words import words
from peiyu.web.files.given import made
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import written_key
from peiyu.web.look.told import tell

PAGE = 50
"""Rows of a sheet on one page: as many as a browser of a few years ago types into without delay."""


@signed_in
def answers(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The grid of one sheet of a unit."""
    return _shown(request, unit_seen(actor_of(request), number, pk))


@require_POST
@signed_in
def save_row(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One row as it is typed; answers with what the checks say of it, or that somebody else changed it."""
    actor = actor_of(request)
    unit = _own(request, number, pk)
    given = typed_in(request.POST)
    if len(given) != 1:
        raise Http404("one row at a time")
    place, one = given[0]
    problems: tuple[Problem, ...] = ()
    try:
        answering.save_row(actor, unit, one)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        problems = refusal.problems
    paper = queries.paper_of(unit, firm=one.key[1])
    row = row_of(paper, one.key, place)
    unit.refresh_from_db(fields=["done", "state"])
    context = {"unit": unit, "state": UNIT[unit.state], "row": row, "problems": problems, "saved": not problems,
               "open": True, "swap": True}  # fmt: skip
    return render(request, "collection/answer_row.html", context, status=409 if problems else 200)


@require_POST
@signed_in
@once
def save_all(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Every row of the page: for browsers without scripts, and to be sure."""
    unit = _own(request, number, pk)
    refused = answering.save_rows(actor_of(request), unit, [one for _, one in typed_in(request.POST)])
    if refused:
        problems = tuple(problem for each in refused.values() for problem in each)
        return _shown(request, unit, problems[:20], status=409)
    tell(request, Text("已保存", "Saved"))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def add_row(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """An empty row in a list."""
    unit = _own(request, number, pk)
    entity, written = request.POST.get("entity", ""), request.POST.get("firm", "")
    answering.add_row(actor_of(request), unit, entity=entity, enterprise=firm_key(written))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def remove_row(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """An added row goes."""
    unit = _own(request, number, pk)
    answering.remove_row(actor_of(request), unit, key=row_key_of(request.POST.get("row", "")))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The whole form checked, as it would be when it is handed in."""
    unit = _own(request, number, pk)
    blocking = submissions.check(actor_of(request), unit)
    if blocking:
        tell(request, Text(f"核对完毕：{blocking} 处需要处理", f"Checked: {blocking} findings to deal with"))
    else:
        tell(request, Text("核对完毕，可以报送", "Checked: it can be handed in"))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def hand_in(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Freezes the answers, or says what still stands in the way."""
    unit = _own(request, number, pk)
    try:
        done = submissions.hand_in(actor_of(request), unit, why=request.POST.get("why", ""))
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        unit.refresh_from_db()
        return _shown(request, unit, refusal.problems, status=422)
    tell(request, Text("已报送，请打印盖章后上传扫描件", "Handed in: print it, have it sealed, and send the scan"))
    return redirect(f"/collection/submissions/{done.pk}/")


@require_POST
@signed_in
@once
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Opens an accepted unit again after the closing."""
    unit = unit_seen(actor_of(request), number, pk)
    try:
        submissions.correct(actor_of(request), unit, why=request.POST.get("why", ""))
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return _shown(request, unit, refusal.problems, status=422)
    tell(request, Text("可以更正了：改好后重新报送", "It can be corrected: change it, then hand it in again"))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def upload(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The unit's workbook, filled in."""
    actor = actor_of(request)
    unit = unit_seen(actor, number, pk)
    file = request.FILES.get("file")
    try:
        if not isinstance(file, TemporaryUploadedFile):
            raise Refusal(Problem("files-missing", Text("没有选择文件", "no file was chosen")), status=422)
        arrivals.bring_own(actor, unit, name=file.name or "", path=Path(file.temporary_file_path()))
    except (Refusal, PeiyuError) as refusal:
        if getattr(refusal, "status", 422) == 403:
            raise
        return _shown(request, unit, refusal.problems, status=422)
    tell(request, Text("文件已收到，正在读取", "The file came; it is being read"))
    return redirect(_address(unit, request) + "#files")


@signed_in
def comments(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The unit's own workbook with the findings at their cells."""
    unit = unit_seen(actor_of(request), number, pk)
    return made(*commented(unit))


def _own(request: HttpRequest, number: str, pk: int) -> RoundUnit:
    """The unit, if the actor answers for it; 404 for one that it does not see, refused for one that it only sees."""
    return unit_seen(actor_of(request), number, pk)


def _shown(
    request: HttpRequest, unit: RoundUnit, problems: tuple[Problem, ...] = (), *, status: int = 200
) -> HttpResponse:
    actor, paper = actor_of(request), queries.paper_of(unit)
    sheet = _sheet(paper, request.GET.get("sheet", ""))
    lines = paper.lines(sheet)
    page = _page(request.GET, lines)
    chosen = lines[(page - 1) * PAGE : page * PAGE]
    entity = words().entities[sheet.entity]
    fields = queries.fields_of(entity, sheet.fields)
    still = queries.open_findings(one for told in paper.findings.values() for one in told)
    gives = queries.gives(actor, unit)
    files = list(arrivals_seen(actor).filter(unit=unit)[:20])
    job = next((job for job in (job_of(one.batch) for one in files[:1]) if job is not None), None)
    context = {
        "unit": unit, "round": unit.round, "state": UNIT[unit.state], "standing": standing(unit), "sheet": sheet,
        "span": paper.asked.span.said, "sheets": _tabs(paper), "fields": [(one, unit_of(one)) for one in fields],
        "entity": entity, "rows": rows_of(chosen, fields, sheet, first=(page - 1) * PAGE), "page": page,
        "pages": range(1, -(-len(lines) // PAGE) + 1) if len(lines) > PAGE else (), "gives": gives,
        "hands_in": queries.hands_in(actor, unit) and unit.state == "begun",
        "open": gives and unit.state in UNANSWERED, "found": len(still), "findings": open_of(paper, still),
        "submissions": [(one, SUBMISSION[one.state]) for one in submissions_of(unit)],
        "late": unit.round.state == "closed", "problems": problems, "of_firms": entity.of == "enterprise",
        "files": [(one, ARRIVAL[one.state], is_late(one)) for one in files], "job": Seen(job) if job else None,
        "firms": paper.firms, "why": request.POST.get("why", ""), "grows": sheet.new_rows,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "collection/answers.html", context, status=status)


def _tabs(paper: Paper) -> list[tuple[AskedSheet, Text, int]]:
    """Each sheet with its name and how many findings are open on it."""
    counted: dict[str, int] = {}
    for key, told in paper.findings.items():
        counted[key[0]] = counted.get(key[0], 0) + len(queries.open_findings(told))
    return [(one, words().entities[one.entity].name, counted.get(one.entity, 0)) for one in paper.asked.sheets]


def _sheet(paper: Paper, wanted: str) -> AskedSheet:
    sheets = paper.asked.sheets
    return next((one for one in sheets if one.entity == wanted), sheets[0])


def _page(sent: Mapping[str, Any], lines: tuple[Line, ...]) -> int:
    """The page that is asked for, or on which an enterprise stands."""
    wanted, firm = str(sent.get("page", "")), str(sent.get("firm", ""))
    if firm:
        place = next((place for place, line in enumerate(lines) if written_key(line.firm.key) == firm), 0)
        return place // PAGE + 1
    last = max(-(-len(lines) // PAGE), 1)
    return min(max(int(wanted), 1), last) if wanted.isdigit() and len(wanted) < 6 else 1


def _address(unit: RoundUnit, request: HttpRequest) -> str:
    wanted = request.POST.get("query", "")
    plain_ = wanted if all(c.isalnum() or c in "=&_%." for c in wanted) else ""
    return f"/collection/{unit.round.number}/units/{unit.pk}/answers/" + (f"?{plain_}" if plain_ else "")
