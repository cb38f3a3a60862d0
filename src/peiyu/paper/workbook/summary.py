"""The first and the last sheet: the counts a leader reads, and how to read the rest."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from peiyu.paper.values import CheckupReport
from peiyu.paper.wording import DISCLAIMER, MADE_UP, NOT_IN_FORCE, day, yes_no
from peiyu.paper.workbook.height import height_of
from peiyu.paper.workbook.kinds import kind_of
from peiyu.paper.workbook.sheets import LEVELS, NAMES, lead
from peiyu.paper.workbook.table import Formats, Kind, set_up_print, write_block
from peiyu.problems import Level, Text

COLUMNS = 8
WIDTHS = (38, 30, 14, 13, 13, 13, 13, 13)
WHOLE = float(sum(WIDTHS))


def figures(report: CheckupReport) -> tuple[tuple[Text, int], ...]:
    """The eight numbers at the top of the summary."""
    warnings = sum(p.level is not Level.NOTE for p in report.problems)
    return (
        (Text("企业（家）", "Enterprises"), len(report.firms)),
        (Text("差一项（条）", "One short"), len(report.one_short)),
        (Text("差一项涉及企业（家）", "Enterprises one short"), len({r.firm.code for r in report.one_short})),
        (Text("3个月内到期", "Out in 3 months"), report.expiring_within(92)),
        (Text("6个月内到期", "Out in 6 months"), report.expiring_within(184)),
        (Text("12个月内到期", "Out in 12 months"), report.expiring_within(366)),
        (Text("有掉档风险（条）", "At risk"), len(report.at_risk)),
        (Text("台账问题（处）", "Ledger problems"), warnings),
    )


def write_summary(book: Any, formats: Formats, report: CheckupReport, *, lang: str, footer: str) -> None:
    """汇总: figures, tiers, standards, dates, definitions, stand-ins."""
    sheet = book.add_worksheet(NAMES["summary"].in_(lang))
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, COLUMNS - 1, report.title.in_(lang), formats.title)
    sheet.merge_range(1, 0, 1, COLUMNS - 1, lead(report, lang), formats.lead)
    sheet.set_row(3, 32)
    sheet.set_row(4, 30)
    for index, (label, number) in enumerate(figures(report)):
        sheet.write_number(3, index, number, formats.figure)
        sheet.write_string(4, index, label.in_(lang), formats.label)
    at = _tiers(sheet, formats, report, 6, lang)
    at = _standards(sheet, formats, report, at + 1, lang)
    at = _lines(
        sheet, formats, _basis(report, lang), at + 1, ("口径与日期" if lang != "en" else "Dates and definitions")
    )
    at = _stand_ins(sheet, formats, report, at + 1, lang) if report.stand_ins else at
    at = _problem_counts(sheet, formats, report, at + 1, lang)
    set_up_print(sheet, at, COLUMNS - 1, footer=footer)


def _section(sheet: Any, formats: Formats, at: int, words: str) -> int:
    sheet.set_row(at, 22)
    sheet.merge_range(at, 0, at, COLUMNS - 1, words, formats.section)
    return at + 1


def _tiers(sheet: Any, formats: Formats, report: CheckupReport, at: int, lang: str) -> int:
    words = ("各层级预判", ("层级", "适用文本", "符合", "不符合", "待补", "合计", "差一项", "文本有效"))
    if lang == "en":
        words = ("Tier by tier", ("Tier", "Text", "Met", "Not met", "Unknown", "Total", "One short", "In force"))
    at = _section(sheet, formats, at, words[0])
    rows: list[list[tuple[Kind, Any]]] = [
        [
            ("text", t.name), ("text", t.standard), ("count", t.met), ("count", t.not_met), ("count", t.unknown),
            ("count", t.total), ("count", t.one_short), ("centre", yes_no(t.in_force, lang)),
        ]
        for t in report.tiers
    ]  # fmt: skip
    return write_block(sheet, formats, at, headings=words[1], rows=rows, widths=WIDTHS, lang=lang)


def _standards(sheet: Any, formats: Formats, report: CheckupReport, at: int, lang: str) -> int:
    at = _section(sheet, formats, at, "所用政策文本" if lang != "en" else "Texts applied")
    for standard in report.standards:
        force = "" if standard.in_force else f"（{NOT_IN_FORCE.in_(lang)}）"
        words = f"{standard.pack.in_(lang)}　{standard.document}　{standard.text}{force}"
        sheet.merge_range(at, 0, at, COLUMNS - 1, words, formats.plain)
        at += 1
    return at


def _basis(report: CheckupReport, lang: str) -> list[str]:
    zh = lang != "en"
    dates = (
        f"数据截止日 {day(report.as_of, lang)}；所知截至 {day(report.known_at, lang)}；"
        f"规则日 {day(report.rules_at, lang)}；情形：{report.event.zh}；基准年度 {report.as_of.year - 1} 年"
        if zh
        else f"as of {report.as_of}; known at {report.known_at}; rules at {report.rules_at}; "
        f"event: {report.event.en}; base year {report.as_of.year - 1}"
    )
    withheld = (
        f"涉密或不公开企业 {report.withheld} 家，未列入任何清单"
        if zh
        else f"{report.withheld} classified or non-public enterprises stand in no list"
    )
    none, apart = ("无", "；") if zh else ("none", "; ")
    return [
        dates,
        ("口径：" if zh else "Definitions: ") + (apart.join(t.in_(lang) for t in report.definitions) or none),
        *([] if report.stand_ins else [("代用口径：" if zh else "Stand-ins: ") + none]),
        ("数据来源：" if zh else "Sources: ") + apart.join(report.sources),
        *([withheld] if report.withheld else []),
    ]


def _lines(sheet: Any, formats: Formats, lines: list[str], at: int, words: str) -> int:
    at = _section(sheet, formats, at, words)
    for line in lines:
        sheet.set_row(at, height_of([(line, WHOLE)]))
        sheet.merge_range(at, 0, at, COLUMNS - 1, line, formats.plain)
        at += 1
    return at


def _stand_ins(sheet: Any, formats: Formats, report: CheckupReport, at: int, lang: str) -> int:
    words = (
        ("代用口径（正式申报前须换成规定口径）", ("规定口径", "代用", "原因"))
        if lang != "en"
        else ("Stand-ins (replace them before any application)", ("The rule names", "Used instead", "Why"))
    )
    at = _section(sheet, formats, at, words[0])
    rows: list[list[tuple[Kind, Any]]] = [[("text", one.missing), ("text", one.taken)] for one in report.stand_ins]
    end = write_block(sheet, formats, at, headings=words[1][:2], rows=rows, widths=WIDTHS, lang=lang)
    sheet.merge_range(at, 2, at, COLUMNS - 1, words[1][2], formats.head)
    for place, one in enumerate(report.stand_ins, start=at + 1):
        sheet.merge_range(place, 2, place, COLUMNS - 1, one.why.in_(lang), formats.by_kind["text"])
    return end


def _problem_counts(sheet: Any, formats: Formats, report: CheckupReport, at: int, lang: str) -> int:
    counts = Counter((p.level, p.code) for p in report.problems)
    words = (
        ("台账问题分类", ("问题", "问题代码", "程度", "处数"))
        if lang != "en"
        else ("Problems in the ledger", ("Problem", "Code", "Level", "Count"))
    )
    at = _section(sheet, formats, at, words[0])
    spoken = {p.code: p.message for p in reversed(report.problems)}
    rows: list[list[tuple[Kind, Any]]] = [
        [("text", kind_of(code) or spoken[code]), ("text", code), ("centre", LEVELS[level]), ("count", number)]
        for (level, code), number in counts.most_common()
    ]
    return write_block(sheet, formats, at, headings=words[1], rows=rows, widths=WIDTHS, lang=lang)


@cache
def reading() -> tuple[Text, ...]:
    """The paragraphs of 说明."""
    raw = files("peiyu.paper").joinpath("templates", "reading.yaml").read_text(encoding="utf-8")
    return tuple(Text(one["zh"], one["en"]) for one in yaml.safe_load(raw))


def write_reading(book: Any, formats: Formats, report: CheckupReport, *, lang: str, footer: str) -> None:
    """说明: how to read the workbook."""
    sheet = book.add_worksheet(NAMES["reading"].in_(lang))
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 110)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, 1, "怎样看这份体检" if lang != "en" else "How to read this check-up", formats.title)
    first = [DISCLAIMER, *([MADE_UP] if report.made_up else [])]
    at = 2
    for text in (*first, *reading()):
        words = text.in_(lang)
        sheet.set_row(at, height_of([(words, 104)]) + 4)
        sheet.write_number(at, 0, at - 1, formats.by_kind["number"])
        sheet.write_string(at, 1, words, formats.plain)
        at += 1
    set_up_print(sheet, at, 1, footer=footer)
