"""What each table of the check-up workbook shows: columns and the words of its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peiyu.paper.values import AtRisk, CheckupReport, Expiring, FirmRow, OneShort
from peiyu.paper.wording import DISCLAIMER, MADE_UP, day, days_left, yes_no
from peiyu.paper.workbook.table import Column, Table
from peiyu.problems import Level, Problem, Text

NAMES: dict[str, Text] = {
    "summary": Text("汇总", "Summary"),
    "one_short": Text("差一项", "One short"),
    "expiring": Text("到期", "Expiring"),
    "at_risk": Text("风险", "At risk"),
    "firms": Text("一企一行", "One line a firm"),
    "problems": Text("问题清单", "Problems"),
    "reading": Text("说明", "How to read"),
}
"""The sheets, in order, by their key."""

LEVELS: dict[Level, Text] = {
    Level.ERROR: Text("错误", "error"),
    Level.WARNING: Text("警告", "warning"),
    Level.NOTE: Text("提示", "note"),
}


def lead(report: CheckupReport, lang: str, *more: str) -> str:
    """The line under every title: as-of, the disclaimer, made-up data."""
    as_of = f"数据截止日：{day(report.as_of, lang)}" if lang != "en" else f"As of {report.as_of.isoformat()}"
    words = [as_of, DISCLAIMER.in_(lang), *([MADE_UP.in_(lang)] if report.made_up else []), *more]
    return "　　".join(words) if lang != "en" else "  ·  ".join(words)


def _firm(lang_width: float = 28) -> tuple[Column[Any], Column[Any]]:
    return (
        Column(Text("企业名称", "Enterprise"), lang_width, "text", lambda r: r.firm.name),
        Column(Text("统一社会信用代码", "Credit code"), 21, "code", lambda r: r.firm.code),
    )


def _page() -> Column[Any]:
    return Column(Text("企业页", "Page"), 7, "link", lambda r: r.firm.page)


def one_short_table(report: CheckupReport, lang: str) -> Table[OneShort]:
    columns: tuple[Column[OneShort], ...] = (
        *_firm(24),
        Column(Text("层级", "Tier"), 15, "text", lambda r: r.tier),
        Column(Text("所差条件", "The condition short"), 24, "text", lambda r: r.condition),
        Column(Text("现状", "State"), 9, "outcome", lambda r: r.outcome),
        Column(Text("现值", "Present value"), 13, "centre", lambda r: r.present),
        Column(Text("要求", "Required"), 16, "text", lambda r: r.threshold),
        Column(Text("差距", "Gap"), 13, "centre", lambda r: r.gap),
        Column(Text("要问的问题", "The question to ask"), 30, "text", lambda r: r.ask),
        Column(Text("问谁", "Whom"), 10, "centre", lambda r: r.whom),
        Column(Text("最早可达日期", "Earliest date"), 12, "date", lambda r: r.earliest or r.earliest_note.in_(lang)),
        Column(Text("依据条款", "Clause"), 13, "text", lambda r: r.cite),
        _page(),
    )
    title = Text("差一项企业清单", "One condition short")
    return _table("one_short", title, report, columns, report.one_short, lang)


def expiring_table(report: CheckupReport, lang: str) -> Table[Expiring]:
    columns: tuple[Column[Expiring], ...] = (
        *_firm(),
        Column(Text("到期事项", "What runs out"), 22, "text", lambda r: r.what),
        Column(Text("证书编号", "Number"), 20, "code", lambda r: r.number),
        Column(Text("到期日", "Runs out on"), 12, "date", lambda r: r.runs_out),
        Column(Text("剩余", "Left"), 13, "centre", lambda r: days_left(r.days_left, lang)),
        Column(Text("要做的事", "What to do"), 46, "text", lambda r: r.todo),
        _page(),
    )
    return _table("expiring", Text("到期事项清单", "What runs out"), report, columns, report.expiring, lang)


def at_risk_table(report: CheckupReport, lang: str) -> Table[AtRisk]:
    columns: tuple[Column[AtRisk], ...] = (
        *_firm(),
        Column(Text("现符合的层级", "Tier met now"), 18, "text", lambda r: r.tier),
        Column(Text("风险所在", "Through what"), 32, "text", lambda r: r.cause),
        Column(Text("现值", "Present value"), 14, "centre", lambda r: r.present),
        Column(Text("要求", "Required"), 18, "text", lambda r: r.threshold),
        Column(Text("余量", "Margin"), 13, "centre", lambda r: r.margin),
        Column(Text("最早失去日期", "Lost at the earliest"), 13, "date", lambda r: r.when),
        Column(Text("要做的事", "What to do"), 36, "text", lambda r: r.todo),
        _page(),
    )
    return _table("at_risk", Text("即将掉档风险清单", "About to fall out"), report, columns, report.at_risk, lang)


def firms_table(report: CheckupReport, lang: str) -> Table[FirmRow]:
    def outcome_at(index: int) -> Any:
        return lambda row: row.outcomes[index]

    def class_at(index: int) -> Any:
        return lambda row: row.classes[index]

    tiers: tuple[Column[FirmRow], ...] = tuple(
        Column(
            Text(f"{tier.name.zh}\n（{tier.standard.zh}）", f"{tier.name.en}\n({tier.standard.en})"),
            13, "outcome", outcome_at(index),
        )
        for index, tier in enumerate(report.tiers)
    )  # fmt: skip
    classes: tuple[Column[FirmRow], ...] = tuple(
        Column(name, 13, "centre", class_at(index)) for index, name in enumerate(report.classifications)
    )
    columns: tuple[Column[FirmRow], ...] = (
        *_firm(30),
        Column(Text("区县", "District"), 10, "centre", lambda r: r.firm.district),
        *classes,
        *tiers,
        Column(Text("所在清单", "On the lists"), 15, "centre", lambda r: "、".join(t.in_(lang) for t in r.lists)),
        Column(Text("用了代用口径", "Stand-in used"), 8, "centre", lambda r: yes_no(r.stand_ins, lang)),
        _page(),
    )
    return _table("firms", Text("全部企业预判结果", "All enterprises"), report, columns, report.firms, lang)


def problems_table(report: CheckupReport, lang: str) -> Table[Problem]:
    columns: tuple[Column[Problem], ...] = (
        Column(Text("程度", "Level"), 8, "centre", lambda p: LEVELS[p.level]),
        Column(Text("文件", "File"), 20, "text", lambda p: p.where.file),
        Column(Text("工作表", "Sheet"), 12, "text", lambda p: p.where.sheet or ""),
        Column(Text("单元格", "Cell"), 8, "centre", lambda p: p.where.cell or p.where.line or ""),
        Column(Text("问题", "Problem"), 44, "text", lambda p: p.message),
        Column(Text("所见", "Found"), 20, "text", lambda p: p.found),
        Column(Text("可接受", "Accepted"), 26, "text", lambda p: p.accepted or ""),
        Column(Text("请", "Next step"), 32, "text", lambda p: p.next_step or ""),
    )
    return _table("problems", Text("台账问题清单", "Problems in the ledger"), report, columns, report.problems, lang)


def _table(
    key: str, title: Text, report: CheckupReport, columns: tuple[Column[Any], ...], rows: Sequence[Any], lang: str
) -> Table[Any]:
    count = f"共 {len(rows)} 条" if lang != "en" else f"{len(rows)} lines"
    return Table(
        name=NAMES[key].in_(lang), title=title.in_(lang), lead=lead(report, lang, count), columns=columns, rows=rows,
        empty="无" if lang != "en" else "none",
    )  # fmt: skip
