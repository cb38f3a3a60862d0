"""The issues that are tables: 工作进展一览 with its duties, and the monthly table with what every place has."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.insight.figures import TargetStatus
from peiyu.insight.targets.amounts import ENGLISH_UNITS
from peiyu.paper.brief.values import Block, Column, Line, Paragraph, Row, Table
from peiyu.paper.wording import day as dated
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import named, worded
from peiyu.writing.brief.sections import EVERY, definitions, due_duties
from peiyu.writing.brief.sentences import goal_line, marked, vague
from peiyu.writing.brief.short import gist
from peiyu.writing.brief.tables import (
    DASH,
    cell,
    expected_cell,
    goal_heading,
    place_table,
    responsible,
    table_note,
    total_cell,
    trend_table,
)  # fmt: skip

Heads = tuple[tuple[Text, float], ...]
LEFT = ("指标", "责任单位", "重点工作任务", "主要责任单位", "协同配合单位", "依据")
"""Columns whose cells stand at the left edge."""


def progress_items(facts: Material) -> Iterator[Block]:
    """工作进展一览: how the targets stand in a sentence, every target with what is missing and who answers for it, the
    duties with their ends, the definitions."""
    yield Paragraph(gist(facts))
    yield standing(facts)
    yield from duties(facts)
    yield from definitions(facts)


def monthly_items(facts: Material) -> Iterator[Block]:
    """月度表: every target in bare numbers, the goals without a number, what every place has, the definitions."""
    yield monthly(facts)
    if facts.measured.trends:
        yield trend_table(facts, Text("表2 未定数量的目标走向", "Table 2: goals without a number").in_(facts.lang))
    by_place = place_table(facts)
    if by_place is not None:
        by, number = by_place.columns[0].header, 3 if facts.measured.trends else 2
        title = Text(f"表{number} 分{by}完成情况", f"Table {number}: by {by}").in_(facts.lang)
        yield Table(title=title, columns=by_place.columns, rows=by_place.rows, note=by_place.note, small=True)
    yield from definitions(facts)


def columns(heads: Heads, facts: Material) -> tuple[Column, ...]:
    """Columns from names with widths."""
    return tuple(Column(name.in_(facts.lang), width, "left" if name.zh in LEFT else "center") for name, width in heads)


def standing(facts: Material) -> Table:
    """序号 · 指标 · 条款 · 目标 · 累计完成 · 完成率 · 序时 · 进度 · 还差 · 到期预计 · 责任单位."""
    goal = goal_heading(facts)
    heads = (
        (Text("序号", "no."), 9), (Text("指标", "target"), 36), (Text("条款", "clause"), 16),
        (Text(goal, goal), 22), (Text("累计完成", "total"), 20), (Text("完成率", "share"), 15),
        (Text("序时", "due"), 15), (Text("进度", "pace"), 22), (Text("还差", "missing"), 16),
        (Text("到期预计", "expected"), 21), (Text("责任单位", "responsible"), 46),
    )  # fmt: skip
    rows = tuple(Row(_standing(one, place, facts)) for place, one in enumerate(facts.targets, 1))
    title = Text("表1 目标进展", "Table 1: targets").in_(facts.lang)
    return Table(title=title, columns=columns(heads, facts), rows=rows, note=table_words(facts), small=True)


def _standing(one: TargetStatus, place: int, facts: Material) -> tuple[Line, ...]:
    pen, compound = facts.pen, "/" in one.goal.unit
    return (
        (str(place),), (one.target.name.in_(facts.lang),), (one.target.cite,), goal_line(one, facts),
        total_cell(one, facts, bare=compound), cell(None if vague(one) else pen.rate(one)), cell(pen.due(one)),
        (marked(one, facts.lang),), cell(None if vague(one) else pen.gap(one)), expected_cell(one, facts),
        (responsible(one, facts),),
    )  # fmt: skip


def table_words(facts: Material) -> Line:
    """What the columns mean."""
    wording = Text(
        "注：完成率为累计完成与目标之比，序时为计划应达到的比例，还差为目标减累计完成；“—”表示不适用。",
        "Share: total against goal; due: the share that the plan wants by the day; missing: goal less total; “—”: does "
        "not apply.",
    )
    return (wording.in_(facts.lang),)


def duties(facts: Material) -> Iterator[Table]:
    """序号 · 重点工作任务 · 主要责任单位 · 协同配合单位 · 完成期限 · 依据: those that recur or are not past."""
    held = due_duties(facts)
    if not held:
        return
    heads = (
        (Text("序号", "no."), 9), (Text("重点工作任务", "duty"), 96), (Text("主要责任单位", "leads"), 36),
        (Text("协同配合单位", "with"), 46), (Text("完成期限", "by"), 28), (Text("依据", "clause"), 20),
    )  # fmt: skip
    rows = []
    for place, one in enumerate(held, 1):
        when = EVERY[one.every].in_(facts.lang) if one.every is not None else DASH
        if one.by is not None:
            when = dated(one.by, facts.lang)
        stop = Text("：", ": ").in_(facts.lang)
        duty = f"{one.name.in_(facts.lang)}{stop}{one.duty.in_(facts.lang)}"
        others = named([facts.actor(id_) for id_ in one.with_], facts.lang) or DASH
        rows.append(
            Row(((str(place),), (duty,), (facts.actor(one.lead) or DASH,), (others,), (when,), (one.cite,)))
        )  # fmt: skip
    title = Text("表2 重点任务", "Table 2: duties").in_(facts.lang)
    yield Table(title=title, columns=columns(heads, facts), rows=tuple(rows), small=True)


def monthly(facts: Material) -> Table:
    """序号 · 指标 · 单位 · 目标 · 本月新增 · 累计完成 · 完成率 · 序时 · 去年同期 · 同比 · 进度 · 责任单位."""
    goal = goal_heading(facts)
    heads = (
        (Text("序号", "no."), 9), (Text("指标", "target"), 38), (Text("单位", "unit"), 16), (Text(goal, goal), 19),
        (Text("本月新增", "month"), 16), (Text("累计完成", "total"), 20), (Text("完成率", "share"), 15),
        (Text("序时", "due"), 15), (Text("去年同期", "year before"), 18), (Text("同比", "growth"), 16),
        (Text("进度", "pace"), 22), (Text("责任单位", "responsible"), 44),
    )  # fmt: skip
    rows = tuple(Row(_monthly(one, place, facts)) for place, one in enumerate(facts.targets, 1))
    title = Text("表1 目标完成情况", "Table 1: targets").in_(facts.lang)
    note = table_note(facts) if facts.lang == "en" else table_words_of_month(facts)
    return Table(title=title, columns=columns(heads, facts), rows=rows, note=note, small=True)


def unit_said(unit: str, lang: str) -> str:
    """A unit as a cell; a dash where English has no word for it."""
    return unit if lang != "en" else ENGLISH_UNITS.get(unit, unit).strip() or DASH


def bare_goal(one: TargetStatus, facts: Material) -> Line:
    """The goal without its unit: one number, or both ends of a range."""
    low = facts.pen.goal(one, bare=True)
    if one.goal.comparator != "range" or one.goal.high is None:
        return (low,)
    return worded(Text("{low}—{high}", "{low} to {high}"), facts.lang, low=low,
                  high=facts.pen.goal(one, "high", bare=True))  # fmt: skip


def table_words_of_month(facts: Material) -> Line:
    """What the columns of the monthly table mean."""
    wording = Text(
        "注：完成率为累计完成与目标之比，序时为计划应达到的比例；“—”表示不适用或无此数据；口径按序号见文末。",
        "Share: total against goal; due: the share that the plan wants by the day; “—”: does not apply, or no data.",
    )
    return (wording.in_(facts.lang),)


def _monthly(one: TargetStatus, place: int, facts: Material) -> tuple[Line, ...]:
    pen, lang = facts.pen, facts.lang
    return (
        (str(place),), (one.target.name.in_(lang),), (unit_said(one.goal.unit, lang),), bare_goal(one, facts),
        cell(pen.month(one, bare=True)), total_cell(one, facts, bare=True),
        cell(None if vague(one) else pen.rate(one)), cell(pen.due(one)), cell(pen.before(one, bare=True)),
        cell(pen.yoy(one)), (marked(one, lang),), (responsible(one, facts),),
    )  # fmt: skip
