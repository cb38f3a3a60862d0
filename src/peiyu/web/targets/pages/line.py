"""A line's page: the figure opened to its records, its parts, groups and outlook; and 缺口到户."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from peiyu.insight.charts import Point, cumulative
from peiyu.insight.targets.amounts import amount
from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.enterprises.actions.exports import take_list
from peiyu.web.enterprises.listing import address
from peiyu.web.files.given import made
from peiyu.web.look import language
from peiyu.web.look.cells import Link, Mark, Share
from peiyu.web.look.charts import Chart, chart
from peiyu.web.look.lists import Column, Filter, List, Shown, show
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets import queries
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Line, Reading
from peiyu.web.targets.pages.table import found, frame
from peiyu.web.targets.queries import readings
from peiyu.web.targets.queries.records import Listed, key_firms, named, records_of

OF_TERRITORY = Text("全区", "the whole territory")


def firm_cell(row: Listed) -> Any:
    """Whose a record is: the enterprise with its page, or what stands in the territory's own record."""
    if row.firm is None:
        return row.row.name or OF_TERRITORY
    return Link(row.firm.name, address(row.firm.key), row.firm.code)


def counted_cell(row: Listed) -> Mark:
    """Whether a record counts for certain."""
    if row.certain:
        return Mark(Text("计入", "counted"), "green")
    return Mark(Text("待核实", "not decided"), "blue")


def amount_cell(row: Listed) -> Text | None:
    """What a record adds."""
    number = readings.number(row.amount)
    return None if number is None else amount(number, row.line.unit)


RECORDS = List(
    name="records",
    said=Text("数的明细", "Records behind the figure"),
    columns=(
        Column(key="firm", name=Text("企业或项目", "Enterprise or project"), value=firm_cell, fixed=True),
        Column(key="park", name=Text("园区", "Park"), value=lambda row: row.firm.park if row.firm else "", shown=False),
        Column(key="what", name=Text("记录", "Record")),
        Column(key="title", name=Text("名称", "Title")),
        Column(key="on", name=Text("日期", "Day"), order="on"),
        Column(key="amount", name=Text("数额", "Amount"), value=amount_cell, number=True, shown=False),
        Column(key="certain", name=Text("是否计入", "Counted"), value=counted_cell),
        Column(key="why", name=Text("尚不清楚的", "What is not known")),
        Column(key="doubles", name=Text("重复登记", "Doubles"), number=True, shown=False),
        Column(key="pk", name=Text("序号", "No."), order="pk", shown=False),
    ),
    filters=(
        Filter(key="certain", name=Text("已计入", "Counted"), kind="yes_no"),
        Filter(key="on", name=Text("日期", "Day"), kind="days"),
    ),
    order="pk",
    download=True,
    counted=Text("条记录", "records"),
    nothing=Text("没有可列出的记录", "There is no record to list"),
)


def gaps_list(targets: tuple[tuple[str, Text], ...]) -> List:
    """缺口到户; `targets`: by which it can be narrowed."""
    return List(
        name="gaps",
        said=Text("缺口到户", "The enterprises that close the gaps"),
        columns=(
            Column(key="firm", name=Text("企业", "Enterprise"), value=firm_cell, fixed=True),
            Column(key="park", name=Text("园区", "Park"), value=lambda row: row.firm.park if row.firm else ""),
            Column(
                key="target", name=Text("目标", "Target"),
                value=lambda row: Link(readings.text_of(row.line.name), f"/targets/{row.line.code}/"),
            ),
            Column(
                key="chance", name=Text("到期前计入的可能", "Chance to count in time"), order="chance", number=True,
                value=lambda row: Share(row.chance),
            ),
            Column(key="why", name=Text("理由", "Why")),
        ),
        filters=(Filter(key="target", name=Text("目标", "Target"), field="line__code", options=targets),),
        order="-chance",
        download=True,
        counted=Text("户次", "entries"),
        nothing=Text("没有目标的缺口取决于个别企业", "No gap depends on single enterprises"),
    )  # fmt: skip


@signed_in
def line(request: HttpRequest, code: str, part: int = 0) -> HttpResponse:
    """One figure with everything behind it; before anything was measured, the page on which it can be."""
    actor = actor_of(request)
    if not decide(RULES, actor, "targets.see").allowed:
        raise Http404
    if (reading := found(request, territory_id())) is None:
        return redirect("/targets/")
    held = _line(reading, f"{code}.{part}" if part else code)
    reach = reach_of(RULES, actor, "records.see")
    firms = named(actor, list(key_firms(actor, reading).filter(line=held)[:50]))
    context = {
        **frame(request, reading), "row": readings.Row(held, readings.own_part(held, actor.areas)),
        "parts": readings.parts_of(held) if held.kind != "part" else (), "groups": groups_of(held),
        "firms": firms, "charts": charts_of(held), "narrowed": reach == "own", "whole": held.whole,
        "more": held.records - held.withheld > held.listed,
    }  # fmt: skip
    return show(
        request, RECORDS, records_of(actor, held).select_related("line"), "targets/line.html", context,
        load=lambda rows: named(actor, rows), download=lambda seen: _taken(request, seen, "targets.records"),
    )  # fmt: skip


@signed_in
def gaps(request: HttpRequest) -> HttpResponse:
    """Every enterprise on which a target's outlook depends, with its chance and why."""
    actor = actor_of(request)
    if not decide(RULES, actor, "gaps.see").allowed:
        raise Http404
    reading = found(request, territory_id())
    if reading is None:
        raise Http404
    of = Line.objects.filter(reading=reading, key_firms__isnull=False).distinct()
    targets = tuple((one.code, readings.text_of(one.name)) for one in of)
    context = {**frame(request, reading), "gaps": tuple(readings.Row(one) for one in of)}
    return show(
        request, gaps_list(targets), key_firms(actor, reading), "targets/gaps.html", context,
        load=lambda rows: named(actor, rows), download=lambda seen: _taken(request, seen, "targets.gaps"),
    )  # fmt: skip


def _line(reading: Reading, code: str) -> Line:
    held = queries.line_of(reading, code)
    if held is None:
        raise Http404
    return held


def _taken(request: HttpRequest, seen: Shown, what: str) -> HttpResponse:
    taken = take_list(actor_of(request), seen, what=what)
    return made(taken.path, taken.name)


def groups_of(held: Line) -> tuple[tuple[Text, tuple[tuple[Text, Text], ...]], ...]:
    """The breakdowns: name, and of each group its name and number."""
    return tuple(
        (readings.text_of(one["name"]),
         tuple((readings.text_of(group["name"]), readings.text_of(group["said"])) for group in one["groups"]))
        for one in held.breakdowns.values()
    )  # fmt: skip


def charts_of(held: Line) -> tuple[Chart, ...]:
    """How the number went on from reading to reading, where there are several, and what is to be expected."""
    lang = "en" if language.current() == "en" else "zh"
    drawn = []
    points = course(held)
    name = readings.text_of(held.name)
    if len(points) > 1:
        drawn.append(chart(cumulative(name, points, unit=held.unit, lang=lang)))
    if lang in held.chart:
        drawn.append(chart(held.chart[lang]))
    return tuple(drawn)


def course(held: Line) -> tuple[Point, ...]:
    """The line in every reading of its pack up to its own day, of each day the last."""
    same = Line.objects.filter(
        code=held.code, reading__pack=held.reading.pack, reading__day__lte=held.reading.day,
        reading__standing=held.reading.standing, reading__define=held.reading.define,
        reading__state__in=readings.SEEN, confirmed__isnull=False,
    ).order_by("reading__day", "reading_id")  # fmt: skip
    rows = same.values_list("reading__day", "confirmed", "nowcast", "plan")
    points = {}
    for day, confirmed, nowcast, plan in rows:
        definite = readings.number(confirmed)
        assert definite is not None
        points[day] = Point(day, definite, readings.number(nowcast), readings.number(plan))
    return tuple(points.values())
