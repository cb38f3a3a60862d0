"""Imports: brought, looked at, stored, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.facts.templates import write as write_template
from peiyu.problems import PeiyuError, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.enterprises.access import RULES, subject_of_intake
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.forms import Reading, Reason, Upload
from peiyu.web.enterprises.intake.marking import mark_up, marked_file
from peiyu.web.enterprises.intake.states import COLOURS, NAMES, fits, job_key
from peiyu.web.enterprises.models import Finding, HeldCell, Intake
from peiyu.web.enterprises.queries import intakes as queries
from peiyu.web.enterprises.queries.values import field_of
from peiyu.web.enterprises.sources import said as source_said
from peiyu.web.enterprises.words import words
from peiyu.web.files.given import given
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.forms import Form
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell

SMALL = 512 * 1024
"""Up to this size the marked-up workbook is made while one waits."""

KIND_NAMES = {
    "ledger": Text("台账", "ledger"),
    "list": Text("平台名单", "platform list"),
    "form": Text("手工填报", "by hand"),
    "attest": Text("部门确认", "attestation"),
    "made_up": Text("虚构数据", "made up"),
    "identity": Text("主体变更", "identity"),
}
LEVELS = (
    ("error", Text("错误", "errors"), "red"),
    ("warning", Text("提醒", "warnings"), "yellow"),
    ("note", Text("说明", "notes"), "grey"),
)

INTAKES = List(
    name="intakes",
    said=Text("导入记录", "Imports"),
    order="-at",
    columns=(
        Column(key="name", name=Text("文件", "File"), fixed=True,
               value=lambda one: Link(one.name, f"/enterprises/intakes/{one.pk}/")),
        Column(key="kind", name=Text("类别", "Kind"), value=lambda one: KIND_NAMES.get(one.kind, one.kind)),
        Column(key="state", name=Text("状态", "State"), value=lambda one: Mark(NAMES[one.state], COLOURS[one.state])),
        Column(key="source", name=Text("来源", "Source"), value=lambda one: source_said(one.source)),
        Column(key="total", name=Text("行数", "Rows"), number=True, value=lambda one: sum(one.counts.values())),
        Column(key="by_name", name=Text("导入人", "By")),
        Column(key="at", name=Text("时间", "At"), order="at"),
    ),
    filters=(
        Filter(key="name", name=Text("文件名", "File name"), kind="text"),
        Filter(key="kind", name=Text("类别", "Kind"), options=tuple(KIND_NAMES.items())),
        Filter(key="state", name=Text("状态", "State"), options=tuple(NAMES.items())),
    ),
    nothing=Text("还没有导入过。点“导入台账”开始", "Nothing was imported yet. Begin with “Import a ledger”"),
)  # fmt: skip

FINDINGS = List(
    name="findings",
    said=Text("台账问题", "Findings"),
    order="number",
    columns=(
        Column(key="number", name=Text("序号", "No."), order="number", number=True, value=lambda one: one.number + 1,
               fixed=True),
        Column(key="level", name=Text("级别", "Level"),
               value=lambda one: next(Mark(said, colour) for key, said, colour in LEVELS if key == one.level)),
        Column(key="sheet", name=Text("工作表", "Sheet"), order="sheet"),
        Column(key="cell", name=Text("单元格", "Cell")),
        Column(key="message", name=Text("问题", "Finding"), value=lambda one: Text(*one.said["message"])),
        Column(key="found", name=Text("所见", "Found")),
        Column(key="next_step", name=Text("可接受；下一步", "Accepted; next"),
               value=lambda one: tuple(Text(*one.said[n]) for n in ("accepted", "next_step") if n in one.said)),
    ),
    filters=(
        Filter(key="level", name=Text("级别", "Level"), options=tuple((key, said) for key, said, _ in LEVELS)),
        Filter(key="sheet", name=Text("工作表", "Sheet"), kind="text"),
        Filter(key="found", name=Text("所见", "Found"), kind="text"),
    ),
    counted=Text("处", "findings"),
    nothing=Text("没有发现问题", "Nothing was found"),
)  # fmt: skip


@signed_in
def intakes(request: HttpRequest) -> HttpResponseBase:
    """What was imported."""
    actor = actor_of(request)
    may = decide(RULES, actor, "intake.read").allowed
    return show(request, INTAKES, queries.scoped_intakes(actor), "enterprises/intakes.html", {"may": may})


@signed_in
@once
def new(request: HttpRequest) -> HttpResponseBase:
    """A file is brought."""
    actor = actor_of(request)
    require(RULES, actor, "intake.read")
    form = Upload(request.POST or None, request.FILES or None, initial={"mapping": "auto"})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = uploads.upload(actor, name=file.name, path=Path(file.temporary_file_path()), wish=form.wish())
            except Refusal as refusal:
                form.refuse(*refusal.problems)
            else:
                return redirect(_address(made))
    return render(request, "enterprises/intake_new.html", {"form": form}, status=status)


@signed_in
def intake(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One import: where it stands, what was found, what it would change, what can be done."""
    held = queries.one_intake(actor_of(request), pk)
    job = queries.job_of(held)
    dry = held.account.get("dry", {})
    context = {
        **_frame(request, held),
        "job": Seen(job) if job is not None and queries.at_work(held) else None,
        "failed": Seen(job) if job is not None and job.state == "failed" else None,
        "stuck": queries.at_work(held) and (job is None or not Seen(job).open),
        "levels": [(said, colour, queries.levels(held).get(key, 0), key) for key, said, colour in LEVELS],
        "dry": dry,
        "rows": [(words().entities[one].name, number) for one, number in held.counts.items()],
        "sheets": held.account.get("sheets", []),
        "held_cells": held.held.filter(accepted_at=None).count(),
        "accepted_cells": held.held.exclude(accepted_at=None).count(),
        "unmatched": held.unmatched.count(),
        "unsettled": held.unmatched.filter(settled="").count(),
        "columns_unknown": sum(one["role"] == "unknown" for one in held.account.get("columns", [])),
        "first": list(Finding.objects.filter(intake=held, level="error").order_by("number")[:5]),
    }
    return render(request, "enterprises/intake.html", context)


@signed_in
def findings(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was found, by sheet and cell."""
    held = queries.one_intake(actor_of(request), pk)
    return show(request, FINDINGS, held.findings.all(), "enterprises/intake_list.html",
                {**_frame(request, held), "head": FINDINGS.said})  # fmt: skip


@signed_in
def changes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What would change, one by one."""
    held = queries.one_intake(actor_of(request), pk)
    return render(request, "enterprises/intake_changes.html",
                  {**_frame(request, held), "changes": queries.changes_of(held)})  # fmt: skip


@signed_in
@once
def held(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Cells in quarantine, and their acceptance."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cells = [int(one) for one in request.POST.getlist("cell") if one.isdigit()]
        if _done(form, lambda: uploads.accept_cells(actor, found, cells=cells, why=form.cleaned_data["why"])):
            tell(request, Text("已采信，正在重新读取", "accepted; it is being read again"))
            return redirect(_address(found))
    shown = HeldCell.objects.filter(intake=found).order_by("number")[:500]
    rows = [(one, getattr(field_of(one.entity, one.field), "name", one.field)) for one in shown]
    context = {**_frame(request, found), "form": form, "rows": rows, "total": found.held.count(),
               "chosen": request.POST.getlist("cell")}  # fmt: skip
    return render(request, "enterprises/intake_held.html", context, status=422 if form.has_problems else 200)


@signed_in
@once
def names(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Names that the registry does not know."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    form = Form()
    if request.method == "POST":
        ids = found.unmatched.values_list("pk", flat=True)
        settled = {one: request.POST[f"name-{one}"] for one in ids if f"name-{one}" in request.POST}
        if _done(form, lambda: uploads.settle_names(actor, found, settled=settled)):
            tell(request, Text("已记下，正在重新比对", "kept; it is being compared again"))
            return redirect(_address(found))
    shown = found.unmatched.order_by("name")[:500]
    context = {**_frame(request, found), "form": form, "rows": shown, "total": found.unmatched.count()}
    return render(request, "enterprises/intake_names.html", context, status=422 if form.has_problems else 200)


@signed_in
@once
def columns(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What every column became, and what the unknown ones mean."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    form = Form()
    told = found.account.get("columns", [])
    if request.method == "POST":
        headers = dict(enumerate(one["header"] for one in told))
        said = {header: request.POST.get(f"field-{place}", "").strip() for place, header in headers.items()}
        units = {header: request.POST.get(f"unit-{place}", "").strip() for place, header in headers.items()}
        left = [header for place, header in headers.items() if f"ignore-{place}" in request.POST]
        meant = {header: field for header, field in said.items() if field and header not in left}
        name = request.POST.get("name", "")

        def save() -> None:
            uploads.save_mapping(actor, found, name=name, columns=meant, units=units, ignore=left)

        if _done(form, save):
            tell(request, Text("对应表已保存，正在按它重新读取", "the mapping is saved; the file is being read by it"))
            return redirect(_address(found))
    rows = [
        (one, getattr(field_of(one["entity"], one["field"]), "name", None), request.POST.get(f"field-{place}", ""))
        for place, one in enumerate(told)
    ]
    context = {**_frame(request, found), "form": form, "rows": rows, "options": _options()}
    return render(request, "enterprises/intake_columns.html", context, status=422 if form.has_problems else 200)


@signed_in
@once
def again(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same file, read otherwise."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    initial = {"kind": found.kind, "mapping": found.mapping_name, "source": found.source, "purpose": found.purpose,
               "day": found.day, "year": found.year, "lenient": found.lenient, "why": found.why}  # fmt: skip
    form = Reading(request.POST or None, initial=initial, mapping_name=found.mapping_name)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: uploads.read_again(actor, found, wish=form.wish()))
    ):
        return redirect(_address(found))
    context = {**_frame(request, found), "form": form}
    return render(request, "enterprises/intake_again.html", context, status=422 if form.has_problems else 200)


@signed_in
def marked(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ledger with what was found on its cells; a large one is made in the background first."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    if not marked_file(found).exists():
        if found.bytes > SMALL:
            job = ask(actor, "enterprises.mark_up", key=job_key("mark_up", found.pk), intake=found.pk)
            return redirect(f"/jobs/{job.pk}/?then=/enterprises/intakes/{found.pk}/")
        mark_up(found)
    name = Text(f"{Path(found.name).stem}-批注.xlsx", f"{Path(found.name).stem}-marked.xlsx")
    return _file(marked_file(found), name.in_(actor.lang))


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came."""
    found = queries.one_intake(actor_of(request), pk)
    return given(found.file, found.name)


@signed_in
def templates(request: HttpRequest) -> HttpResponseBase:
    """A workbook to fill in, with a sheet for each entity that was asked for."""
    known = words()
    chosen = [one for one in request.GET.getlist("entity") if one in known.entities]
    if not chosen:
        return render(request, "enterprises/templates.html", {"entities": list(known.entities.values())})
    import tempfile

    with tempfile.TemporaryDirectory(prefix="peiyu-") as place:
        path = write_template(chosen, Path(place) / "template.xlsx", vocabulary=known)
        return _file(path, "填报模板.xlsx")


@require_POST
@signed_in
@once
def store(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Has it stored."""
    found = queries.one_intake(actor_of(request), pk)
    uploads.store(actor_of(request), found)
    return redirect(_address(found))


@signed_in
@once
def undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks why, and has it undone."""
    actor = actor_of(request)
    found = queries.one_intake(actor, pk)
    require(RULES, actor, "intake.undo", subject_of_intake(found))
    form = Reason(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: uploads.undo(actor, found, why=form.cleaned_data["why"]))
    ):
        return redirect(_address(found))
    rows = sum(found.counts.values())
    context = {
        "question": Text(f"撤销“{found.name}”的导入？", f"Undo the import of {found.name}?"),
        "consequences": (
            Text(f"这次导入的 {rows:,} 行数据全部移除", f"all {rows:,} rows of it are removed"),
            Text("文件和留痕保留；需要时可重新导入", "the file and the trail stay; it can be imported again"),
        ),
        "verb": Text("撤销导入", "Undo it"), "back": _address(found), "danger": True, "form": form,
    }  # fmt: skip
    return render(request, "look/confirm.html", context, status=422 if form.has_problems else 200)


@require_POST
@signed_in
@once
def drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Gives it up."""
    found = queries.one_intake(actor_of(request), pk)
    uploads.drop(actor_of(request), found)
    tell(request, Text("已放弃，没有写入任何数据", "dropped; nothing was stored"))
    return redirect("/enterprises/intakes/")


@require_POST
@signed_in
@once
def go_on(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Has the work that was broken off gone on with."""
    found = queries.one_intake(actor_of(request), pk)
    uploads.go_on(actor_of(request), found)
    return redirect(_address(found))


def _address(found: Intake) -> str:
    return f"/enterprises/intakes/{found.pk}/"


def _frame(request: HttpRequest, found: Intake) -> dict[str, Any]:
    """What every page of an import shows: its name and state, and what the actor may do with it."""
    actor, subject = actor_of(request), subject_of_intake(found)
    may = {
        verb: decide(RULES, actor, f"intake.{rule}", subject).allowed and fits(found, verb)
        for verb, rule in (("store", "store"), ("undo", "undo"), ("read", "read"), ("drop", "read"))
    }
    return {
        "intake": found,
        "state": Mark(NAMES[found.state], COLOURS[found.state]),
        "kind": KIND_NAMES.get(found.kind, found.kind),
        "may": may,
        "upload": found.kind in queries.UPLOADS,
    }


def _done(form: Form, act: Any) -> bool:
    """Whether it was done; what was refused stands in the form."""
    try:
        act()
    except (Refusal, PeiyuError) as refusal:
        form.refuse(*refusal.problems)
        return False
    return True


def _options() -> list[tuple[str, str]]:
    """Every field that a column may mean: what is written, and whose it is."""
    return [
        (f"{entity.code}.{one.code}" if entity.period == "none" else one.name.zh, f"{entity.name.zh} · {one.name.zh}")
        for entity in words().entities.values()
        if entity.code not in ("quarterly_return", "monthly_return")
        for one in entity.fields
    ]


def _file(path: Path, name: str) -> HttpResponseBase:
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
