"""The table of targets as a workbook: from 指标 and 年度目标 by what was reached and is due to 口径 and 备注."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from peiyu.paper.wording import MADE_UP
from peiyu.paper.workbook.table import Column, Formats, Table, write_table
from peiyu.problems import Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """A target as it is printed; every cell is already worded."""

    name: Text
    clause: str
    unit: str
    goal: Text
    month: Text
    total: Text
    rate: str
    plan: Text
    before: Text
    growth: str
    pace: Text
    definition: Text
    note: Text
    outlook: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record behind a figure."""

    what: Text
    name: str
    code: str
    title: str
    on: dt.date | None
    amount: str
    counted: Text
    why: Text


TARGETS: tuple[Column[TargetLine], ...] = (
    Column(Text("指标", "Indicator"), 26, "text", lambda r: r.name),
    Column(Text("单位", "Unit"), 8, "centre", lambda r: r.unit),
    Column(Text("年度目标", "Goal"), 15, "centre", lambda r: r.goal),
    Column(Text("本月新增", "Month"), 12, "centre", lambda r: r.month),
    Column(Text("累计完成", "Total"), 15, "centre", lambda r: r.total),
    Column(Text("完成率", "Share"), 9, "centre", lambda r: r.rate),
    Column(Text("序时", "Due"), 12, "centre", lambda r: r.plan),
    Column(Text("去年同期", "Year before"), 12, "centre", lambda r: r.before),
    Column(Text("同比", "Growth"), 9, "centre", lambda r: r.growth),
    Column(Text("预计", "Outlook"), 12, "centre", lambda r: r.outlook),
    Column(Text("进度", "Pace"), 10, "centre", lambda r: r.pace),
    Column(Text("条款", "Clause"), 10, "centre", lambda r: r.clause),
    Column(Text("口径", "How counted"), 34, "text", lambda r: r.definition),
    Column(Text("备注", "Remarks"), 34, "text", lambda r: r.note),
)
RECORDS: tuple[Column[RecordLine], ...] = (
    Column(Text("企业或项目", "Enterprise or project"), 30, "text", lambda r: r.name),
    Column(Text("统一社会信用代码", "Credit code"), 21, "code", lambda r: r.code),
    Column(Text("记录", "Record"), 14, "centre", lambda r: r.what),
    Column(Text("名称", "Title"), 26, "text", lambda r: r.title),
    Column(Text("日期", "Day"), 12, "date", lambda r: r.on),
    Column(Text("数额", "Amount"), 14, "centre", lambda r: r.amount),
    Column(Text("是否计入", "Counted"), 10, "centre", lambda r: r.counted),
    Column(Text("待核实原因", "What is not known"), 40, "text", lambda r: r.why),
)


def write_targets(
    lines: Sequence[TargetLine], path: Path, *, title: Text, as_of: dt.date, made_up: bool, lang: str = "zh"
) -> None:
    """Writes the target table to `path` (.xlsx) in one language; the file depends on nothing but what is given."""
    _write(Text("目标", "Targets"), TARGETS, lines, path, (title, as_of, made_up, lang))


def write_records(
    lines: Sequence[RecordLine], path: Path, *, title: Text, as_of: dt.date, made_up: bool, lang: str = "zh"
) -> None:
    """Writes the records behind a figure to `path` (.xlsx)."""
    _write(Text("明细", "Records"), RECORDS, lines, path, (title, as_of, made_up, lang))


def _write(
    sheet: Text, columns: tuple[Column[Any], ...], lines: Sequence[object], path: Path,
    head: tuple[Text, dt.date, bool, str],
) -> None:  # fmt: skip
    title, as_of, made_up, lang = head
    words = [Text(f"数据截止日：{as_of}", f"As of {as_of}").in_(lang), *([MADE_UP.in_(lang)] if made_up else [])]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title.in_(lang), "created": dt.datetime(as_of.year, as_of.month, as_of.day)})
    pages = "第&P页　共&N页" if lang != "en" else "Page &P of &N"
    footer = f'&L&"宋体"&9{words[-1] if made_up else ""}&R&"宋体"&9{pages}'
    empty = Text("没有记录", "There is none").in_(lang)
    table = Table(
        name=sheet.in_(lang), title=title.in_(lang), lead="　　".join(words), columns=columns, rows=lines, empty=empty
    )
    write_table(book, Formats(book), table, lang=lang, footer=footer)
    book.close()
    path.write_bytes(made.getvalue())
