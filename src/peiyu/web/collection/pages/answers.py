"""A unit's own side: the grid in which it answers, its workbook back, checking and handing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.facts.round import AskedSheet
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.actions import arrivals, submissions
from peiyu.web.collection.incoming.commenting import commented
from peiyu.web.collection.incoming.kept import RowKey
from peiyu.web.collection.models import Finding, RoundUnit
from peiyu.web.collection.queries import answers as queries
from peiyu.web.collection.queries.answers import Line, Paper
from peiyu.web.collection.queries.arrivals import arrivals_seen, is_late, job_of
from peiyu.web.collection.queries.submissions import submissions_of
from peiyu.web.collection.queries.units import standing, unit_seen
from peiyu.web.collection.states import ARRIVAL, SUBMISSION, UNANSWERED, UNIT
from peiyu.web.enterprises.queries.values import plain, shown, unit_of
from peiyu.web.enterprises.words import words
from peiyu.web.files.given import made
from peiyu.web.jobs.shown import Seen, problem_of
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import key_of as key_from
from peiyu.web.look.schemas import written_key
from peiyu.web.look.told import tell

PAGE = 50
"""Rows of a sheet on one page: as many as a browser of a few years ago types into without delay."""
MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row: what is held, or what was written; what the checks say of it."""

    field: Field
    unit: Text
    held: str
    text: str
    why: str
    problems: tuple[Problem, ...]
    level: str

    @property
    def explains(self) -> bool:
        """Whether a sentence is wanted, or was given."""
        return self.level == "warning" or bool(self.why)


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that still stands in the way: whose row it is on, and what is said."""

    level: str
    entity: str
    firm: int
    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid: its place on the page, its key in the names of inputs, its cells."""

    number: int
    key: str
    line: Line
    cells: tuple[Cell, ...]
    removable: bool

    @property
    def told(self) -> tuple[Cell, ...]:
        """The cells of which something is to be said."""
        return tuple(one for one in self.cells if one.problems or one.explains)


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
    given = _typed(request.POST)
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
    row = _row_of(paper, one.key, place)
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
    refused = answering.save_rows(actor_of(request), unit, [one for _, one in _typed(request.POST)])
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
    answering.add_row(actor_of(request), unit, entity=entity, enterprise=_key(written))
    return redirect(_address(unit, request))


@require_POST
@signed_in
@once
def remove_row(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """An added row goes."""
    unit = _own(request, number, pk)
    answering.remove_row(actor_of(request), unit, key=_row_key(request.POST.get("row", "")))
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
        "entity": entity, "rows": _rows(chosen, fields, sheet, first=(page - 1) * PAGE), "page": page,
        "pages": range(1, -(-len(lines) // PAGE) + 1) if len(lines) > PAGE else (), "gives": gives,
        "open": gives and unit.state in UNANSWERED, "found": len(still), "findings": _open(paper, still),
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


def _open(paper: Paper, still: tuple[Finding, ...]) -> list[Open]:
    names = {one.key: one.name for one in paper.firms}
    return [
        Open(one.level, one.entity, one.enterprise, names.get(one.enterprise, ""), problem_of(one.said))
        for one in sorted(still, key=lambda one: one.level)[:MOST_OPEN]
    ]


def _page(sent: Mapping[str, Any], lines: tuple[Line, ...]) -> int:
    """The page that is asked for, or on which an enterprise stands."""
    wanted, firm = str(sent.get("page", "")), str(sent.get("firm", ""))
    if firm:
        place = next((place for place, line in enumerate(lines) if written_key(line.firm.key) == firm), 0)
        return place // PAGE + 1
    last = max(-(-len(lines) // PAGE), 1)
    return min(max(int(wanted), 1), last) if wanted.isdigit() and len(wanted) < 6 else 1


def _rows(lines: Iterable[Line], fields: tuple[Field, ...], sheet: AskedSheet, *, first: int) -> list[Row]:
    return [_row(line, fields, sheet, number) for number, line in enumerate(lines, start=first)]


def _row(line: Line, fields: tuple[Field, ...], sheet: AskedSheet, number: int) -> Row:
    entity, enterprise, record = line.key
    key = f"{entity}:{written_key(enterprise)}:{'' if record is None else record}"
    removable = sheet.new_rows and record is not None and not line.held
    return Row(number, key, line, tuple(_cell(line, one) for one in fields), removable)


def _row_of(paper: Paper, key: RowKey, number: int) -> Row:
    sheet = _sheet(paper, key[0])
    fields = queries.fields_of(words().entities[sheet.entity], sheet.fields)
    line = next((one for one in paper.lines(sheet) if one.key == key), None)
    if line is None:
        raise Http404("no such row")
    return _row(line, fields, sheet, number)


def _cell(line: Line, field: Field) -> Cell:
    if field.code in line.held:
        return Cell(field, unit_of(field), shown(field, line.held[field.code]), "", "", (), "")
    told = tuple(one for one in line.findings if one.field == field.code)
    row = line.row
    text = _text(field, row.values.get(field.code), row.raw.get(field.code, "")) if row is not None else ""
    why = row.explained.get(field.code, "") if row is not None else ""
    return Cell(field, unit_of(field), "", text, why, tuple(problem_of(one.said) for one in told), _level(told))


def _text(field: Field, value: Any, raw: str) -> str:
    """As it was written; where it came from a workbook in another unit, in the unit of the grid."""
    return plain(field, value) if value is not None and not isinstance(value, str) else (raw or str(value or ""))


def _level(told: tuple[Finding, ...]) -> str:
    levels = {one.level for one in told}
    return "error" if "error" in levels else "warning" if "warning" in levels else ""


def _typed(sent: Mapping[str, Any]) -> list[tuple[int, answering.Typed]]:
    """The rows of a form: `r3` names the row, `r3:v` its version, `r3:f:revenue` a text, `r3:w:revenue` a sentence."""
    made_ = []
    for name in sent:
        if name.startswith("r") and name[1:].isdigit():
            texts = {one.rpartition(":")[2]: str(sent[one]) for one in sent if one.startswith(f"{name}:f:")}
            whys = {one.rpartition(":")[2]: str(sent[one]) for one in sent if one.startswith(f"{name}:w:")}
            version = str(sent.get(f"{name}:over") or sent.get(f"{name}:v", ""))
            if not version.isdigit():
                raise Http404("no version")
            key = _row_key(str(sent[name]))
            made_.append((int(name[1:]), answering.Typed(key=key, version=int(version), texts=texts, explained=whys)))
    return made_


def _row_key(written: str) -> RowKey:
    entity, _, rest = written.partition(":")
    firm, _, record = rest.partition(":")
    if record and not record.lstrip("-").isdigit():
        raise Http404("no such row")
    return entity, _key(firm), int(record) if record else None


def _key(written: str) -> int:
    try:
        return key_from(written)
    except ValueError:
        raise Http404("no such enterprise") from None


def _address(unit: RoundUnit, request: HttpRequest) -> str:
    wanted = request.POST.get("query", "")
    plain_ = wanted if all(c.isalnum() or c in "=&_%." for c in wanted) else ""
    return f"/collection/{unit.round.number}/units/{unit.pk}/answers/" + (f"?{plain_}" if plain_ else "")
