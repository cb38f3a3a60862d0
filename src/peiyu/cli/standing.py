"""What was measured, for people (rows of a table, lines of a workbook) and for programs (JSON)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from peiyu.cli.say import Painted
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.insight.figures import Breakdown, Colour, Figure, Measured, Outlook, Record, TargetStatus, TrendStatus
from peiyu.insight.targets.amounts import amount, decimal, percent, said
from peiyu.insight.targets.pace import goal_said
from peiyu.insight.telling import NOTHING, joined, notes, outlook_cell, told, total_cell
from peiyu.insight.values import Value
from peiyu.paper.workbook.targets import RecordLine, TargetLine
from peiyu.problems import Text

STYLES: dict[Colour, str] = {
    "green": "green", "blue": "blue", "yellow": "yellow", "red": "bold red", "grey": "bright_black",
    "orange": "magenta",
}  # fmt: skip
HEADINGS = (
    Text("目标", "target"), Text("条款", "clause"), Text("目标值", "goal"), Text("累计完成", "total"),
    Text("当月", "month"), Text("序时", "due"), Text("完成率", "share"), Text("同比", "growth"), Text("进度", "pace"),
)  # fmt: skip


# --- for people -----------------------------------------------------------------------------------------------


def headings(measured: Measured) -> tuple[Text, ...]:
    """The columns of the table of targets; 预计 where there are outlooks."""
    told = any(one.outlook is not None for one in measured.targets.values())
    return (*HEADINGS, Text("预计", "outlook")) if told else HEADINGS


def table_row(one: TargetStatus) -> tuple[Any, ...]:
    unit = one.goal.unit
    row = (
        one.target.name, one.target.cite, goal_said(one.goal), total_cell(one), told(one.month, unit),
        NOTHING if one.plan is None else amount(one.plan, unit), percent(one.rate), percent(one.yoy),
        Painted(one.pace.name, STYLES[one.pace.colour]),
    )  # fmt: skip
    return row if one.outlook is None else (*row, outlook_cell(one.outlook, unit))


def outlook_lines(found: Outlook) -> Iterable[Text]:
    """The sentence for leaders, the chance and the basis for analysts, the firms that it depends on."""
    yield found.said
    if found.kind != "cannot_tell":
        likely = Text("", "")
        if found.probability is not None and found.kind == "pipeline":
            likely = Text(f"完成可能 {found.probability:.0%}；", f"{found.probability:.0%} likely to be reached; ")
        yield Text(f"{likely.zh}{found.basis.zh}", f"{likely.en}{found.basis.en}")
    for firm in found.key_firms:
        yield Text(f"  {firm.name or firm.code}：{firm.why.zh}", f"  {firm.name or firm.code}: {firm.why.en}")


def lines_under(one: TargetStatus) -> Iterable[Text]:
    """What stands under a target: how it is counted, by which rule it has its pace, what else must be known."""
    name, definition = one.target.name, one.figure.definition
    yield Text(f"· {name.zh}", f"· {name.in_('en')}")
    if definition.zh:
        yield Text(f"    口径：{definition.zh}", f"    counted: {definition.en}")
    if one.target.decided_by:
        deciding = one.target.deciding
        yield Text(f"    以 {deciding.zh} 为准", f"    decided by {deciding.in_('en')}")
    yield Text(f"    进度：{one.pace.name.zh}，{one.pace.rule.zh}", f"    pace: {one.pace.name.en}, {one.pace.rule.en}")
    for note in notes(one):
        yield Text(f"    {note.zh}", f"    {note.en}")
    for line in () if one.outlook is None else outlook_lines(one.outlook):
        yield Text(f"    {line.zh}", f"    {line.en}")


def workbook_line(one: TargetStatus) -> TargetLine:
    unit = one.goal.unit
    return TargetLine(
        name=one.target.name, clause=one.target.cite, unit=unit, goal=goal_said(one.goal), month=told(one.month, unit),
        total=said(one.actual, unit), rate=percent(one.rate),
        plan=NOTHING if one.plan is None else amount(one.plan, unit), before=told(one.before, unit),
        growth=percent(one.yoy), pace=one.pace.name, definition=one.figure.definition,
        outlook=NOTHING if one.outlook is None else outlook_cell(one.outlook, unit),
        note=joined((one.pace.rule, *notes(one), *(() if one.outlook is None else (one.outlook.said,)))),
    )  # fmt: skip


def record_line(one: Record) -> RecordLine:
    counted = Text("计入", "counted") if one.certain else Text("待核实", "not decided")
    return RecordLine(
        what=vocabulary().entities[one.entity].name, name=one.name or one.title or one.code, code=one.code,
        title=one.title if one.name else "", on=one.on, counted=counted, why=one.why,
        amount="" if one.amount is None else decimal(one.amount),
    )  # fmt: skip


# --- for programs ---------------------------------------------------------------------------------------------


def number(value: Fraction | None) -> int | float | None:
    """A whole number as such, another as the nearest double."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def value_json(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else {"definite": number(value.low), "possible": number(value.high)}


def target_json(one: TargetStatus) -> dict[str, Any]:
    """`actual` is what is confirmed; `low` and `high` the value [definite, possible] (null: no end, or no figure);
    `as_held` what the definite parts give, of a ratio no bound of it."""
    goal, actual = one.goal, one.actual
    return {
        "code": one.code, "name": one.target.name, "clause": one.target.cite, "definition": one.figure.definition,
        "unit": goal.unit, "indicator": one.target.indicator, "actual": number(one.confirmed),
        "low": number(None if actual is None else actual.low), "high": number(None if actual is None else actual.high),
        "as_held": number(one.figure.as_held),
        "goal": {"comparator": goal.comparator, "low": number(goal.low), "high": number(goal.high),
                 "stretch": number(goal.stretch), "said": goal_said(goal)},
        "since": one.target.since, "by": one.target.by, "decided_by": one.target.decided_by,
        "decided_by_en": one.target.decided_by_en,
        "confirmed": number(one.confirmed), "nowcast": number(one.nowcast), "month": value_json(one.month),
        "year": value_json(one.year), "before": value_json(one.before), "plan": number(one.plan),
        "rate": number(one.rate), "yoy": number(one.yoy), "pace": one.pace.code, "pace_name": one.pace.name,
        "colour": one.pace.colour, "rule": one.pace.rule, "stretch_met": one.stretch_met, "parts_said": one.parts_said,
        "undecided": one.figure.undecided, "records": one.figure.records, "outlook": outlook_json(one),
    }  # fmt: skip


def outlook_json(one: TargetStatus) -> dict[str, Any] | None:
    found = one.outlook
    if found is None:
        return None
    shallow = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    ends = {key: number(shallow[key]) for key in ("low", "likely", "high")}
    gap = None if found.gap is None else [number(end) for end in found.gap]
    return {**shallow, **ends, "gap": gap}


def trend_json(one: TrendStatus) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.trend.name, "clause": one.trend.cite, "definition": one.figure.definition,
        "value": value_json(one.figure.value), "before": value_json(one.before), "unit": one.figure.unit,
        "direction": one.direction, "said": one.said,
    }  # fmt: skip


def figure_json(code: str, one: Figure) -> dict[str, Any]:
    return {
        "code": code, "name": one.name, "unit": one.unit, "value": value_json(one.value),
        "as_held": number(one.as_held), "since": one.since, "until": one.until, "definition": one.definition,
        "records": one.records,
        "undecided": one.undecided, "held": one.held, "doubles": one.doubles, "withheld": one.withheld,
        "parts": [figure_json(part.key, part) for part in one.parts],
        "absent": None if one.absent is None else one.absent.message,
    }  # fmt: skip


def breakdown_json(one: Breakdown) -> dict[str, Any]:
    groups = [{"group": g.group, "name": g.name, "value": value_json(g.figure.value)} for g in one.groups]
    return {"figure": one.key, "by": one.by, "name": one.name, "groups": groups}


def measured_json(measured: Measured) -> dict[str, Any]:
    """Everything measured, as `peiyu targets --json` gives it."""
    return {
        "pack": measured.pack, "name": measured.name, "as_of": measured.day, "known_at": measured.known_at,
        "made_up": measured.made_up, "chosen": dict(measured.chosen), "chosen_said": dict(measured.chosen_said),
        "targets": [target_json(one) for one in measured.targets.values()],
        "trends": [trend_json(one) for one in measured.trends.values()],
        "figures": [figure_json(code, one) for code, one in measured.figures.items()],
        "breakdowns": [breakdown_json(one) for one in measured.breakdowns.values()],
        "problems": list(measured.problems),
    }  # fmt: skip


def record_json(one: Record) -> dict[str, Any]:
    shallow = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    return {**shallow, "amount": number(one.amount)}
