"""Every part of the look on one page: for those who build pages, and for the tests that look for barriers. Only where
the installation is for demonstrations or for building."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.problems import Level, Problem, Text
from peiyu.web.look.cells import Link, Mark, Money, Share
from peiyu.web.look.charts import chart
from peiyu.web.look.forms import Form, Word
from peiyu.web.look.grid import Grid, Side
from peiyu.web.look.once import once

MARKS = (
    Mark(Text("正常", "on track"), "green"), Mark(Text("待核实", "to be verified"), "blue"),
    Mark(Text("滞后", "behind"), "yellow"), Mark(Text("严重滞后", "far behind"), "red"),
    Mark(Text("无数据", "no data"), "grey"), Mark(Text("符合", "met"), "met"),
    Mark(Text("不符合", "not met"), "not-met"), Mark(Text("待补", "unknown"), "unknown"),
)  # fmt: skip
PROBLEMS = (
    Problem("field-unfit", Text("文件读不了", "the file cannot be read"), found="台账.xls",
            accepted=Text("xlsx、xls 或 csv", "xlsx, xls or csv"),
            next_step=Text("另存为 xlsx 再传", "save it as xlsx")),
    Problem("field-unfit", Text("有两行是同一家企业", "two rows are one enterprise"), level=Level.WARNING),
    Problem("field-unfit", Text("已按上次的对应表读取", "read by the mapping of last time"), level=Level.NOTE),
)  # fmt: skip
BARS = (
    ("green", 0.82, 0.75, None, Text("82%，序时 75%", "82 %, 75 % due")),
    ("yellow", 0.55, 0.75, 0.7, Text("55%，序时 75%，可能 70%", "55 %, 75 % due, 70 % possible")),
    ("red", 0.2, 0.75, None, Text("20%，序时 75%", "20 %, 75 % due")),
)
ROWS = (
    (Link(Text("虚构企业甲", "Made-up firm A"), "/look/"), Money(1_234_567_800), Share(0.0345), dt.date(2026, 3, 31)),
    (Link(Text("虚构企业乙", "Made-up firm B"), "/look/"), Money(None), Share(None), None),
)
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "description": "三个月：3、5、8", "width": 320,
    "height": 120, "data": {"values": [{"m": "1月", "n": 3}, {"m": "2月", "n": 5}, {"m": "3月", "n": 8}]},
    "mark": "bar",
    "encoding": {"x": {"field": "m", "type": "ordinal", "title": None},
                 "y": {"field": "n", "type": "quantitative", "title": None}},
}  # fmt: skip
GRID = Grid(
    name="sample", said=Text("年度数据", "Annual figures"), corner=Text("数据项", "Fact"),
    rows=(Side("revenue", Text("营业收入", "Revenue"), Text("万元", "10 000 yuan")),
          Side("staff", Text("职工", "Staff"))),
    columns=(Side("2025", Text("2025年", "2025")), Side("2026", Text("2026年", "2026"))),
    values={("revenue", "2025"): "1200"}, problems={("staff", "2026"): PROBLEMS[:1]},
    held=frozenset({("staff", "2025")}),
)  # fmt: skip


class Sample(Form):
    """One field of each kind."""

    words: ClassVar[dict[str, Word]] = {
        "name": Word(Text("名称", "Name"), Text("营业执照上的全称", "as on the licence")),
        "day": Word(Text("日期", "Day")),
        "kind": Word(Text("类别", "Kind")),
        "note": Word(Text("说明", "Note")),
        "sure": Word(Text("已核对", "checked")),
    }
    name = forms.CharField(max_length=40)
    day = forms.DateField()
    kind = forms.ChoiceField(choices=(("a", "甲"), ("b", "乙")), widget=forms.RadioSelect, required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sure = forms.BooleanField(required=False)


@once
def parts(request: HttpRequest) -> HttpResponse:
    """The page; Http404 in an installation that is neither made up nor being built."""
    if not (settings.PEIYU.made_up or settings.PEIYU.debug):
        raise Http404("only for demonstrations")
    context: dict[str, Any] = {
        "marks": MARKS, "problems": PROBLEMS, "bars": BARS, "rows": ROWS, "grid": GRID,
        "form": Sample({"name": "", "day": "13月", "note": "所填保留"}), "chart": chart(
            SPEC, title=Text("按月", "By month"), heads=(Text("月", "Month"), Text("家数", "Firms")),
            rows=(("1月", 3), ("2月", 5), ("3月", 8))),
        "working": Text("正在读取台账", "reading the ledger"),
    }  # fmt: skip
    return render(request, "look/parts.html", context)
