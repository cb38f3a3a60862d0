"""What was measured as rows to be stored: numbers as exact text, cells and sentences in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from peiyu.insight.charts import forecast_fan
from peiyu.insight.figures import Breakdown, Figure, Measured, Outlook, TargetStatus, TrendStatus
from peiyu.insight.targets.amounts import amount, percent, said
from peiyu.insight.targets.pace import goal_said
from peiyu.insight.targets.spans import Span
from peiyu.insight.telling import NOTHING, held_said, joined, notes, outlook_cell, told
from peiyu.insight.values import Value
from peiyu.problems import Text

LANGUAGES = ("zh", "en")
DIRECTIONS: Mapping[str, Text] = {
    "up": Text("上升", "rising"), "down": Text("下降", "falling"), "level": Text("持平", "level"),
    "unknown": Text("无法比较", "cannot be compared"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A line to be stored: its columns, the key and the span under which its records open ('' where only its parts do),
    and those parts."""

    columns: Mapping[str, Any]
    opens: str
    span: Span
    outlook: Outlook | None = None
    parts: tuple[Worded, ...] = field(default=())


def worded(measured: Measured, breakdowns: Mapping[str, Mapping[str, Breakdown]]) -> Iterator[Worded]:
    """Every target, then every trend, with their parts. breakdowns: grouping → indicator → its breakdown."""
    for place, one in enumerate(measured.targets.values()):
        yield target(measured, one, place, breakdowns)
    for place, trend_ in enumerate(measured.trends.values(), len(measured.targets)):
        yield trend(measured, trend_, place, breakdowns)


def target(
    measured: Measured, one: TargetStatus, place: int, breakdowns: Mapping[str, Mapping[str, Breakdown]]
) -> Worded:
    """A target."""
    unit, figure, outlook = one.goal.unit, one.figure, one.outlook
    held = held_said(one)
    columns = {
        **_of_figure(measured, figure, one.target.indicator, breakdowns),
        "code": one.code, "kind": "target", "clause": one.target.cite, "place": place, "name": both(one.target.name),
        "unit": unit, "goal": exact(one.goal.low), "confirmed": exact(one.confirmed), "nowcast": exact(one.nowcast),
        "month": exact(low(one.month)), "year": exact(low(one.year)), "before": exact(low(one.before)),
        "plan": exact(one.plan),
        "rate": None if one.rate is None else float(one.rate), "yoy": None if one.yoy is None else float(one.yoy),
        "pace": one.pace.code, "colour": one.pace.colour, "by": one.target.by, "outlook": of_outlook(outlook),
        "said": {
            "goal": both(goal_said(one.goal)), "month": both(told(one.month, unit)),
            "confirmed": both(NOTHING if one.confirmed is None else amount(one.confirmed, unit)),
            "total": both(said(one.actual, unit)), "reported": both(held or NOTHING),
            "plan": both(NOTHING if one.plan is None else amount(one.plan, unit)),
            "before": both(told(one.before, unit)), "rate": percent(one.rate), "yoy": percent(one.yoy),
            "pace": both(one.pace.name), "rule": both(one.pace.rule), "definition": both(figure.definition),
            "notes": both(joined(notes(one))), "decided_by": both(one.target.deciding),
            "outlook": both(NOTHING if outlook is None else outlook_cell(outlook, unit)),
            "outlook_said": both(NOTHING if outlook is None else outlook.said),
            "basis": both(NOTHING if outlook is None else outlook.basis),
        },
        "chart": {} if outlook is None or outlook.low is None else {
            lang: forecast_fan(one, measured.day, lang=lang) for lang in LANGUAGES
        },
    }  # fmt: skip
    return _whole(measured, columns, figure, one.target.indicator, outlook, breakdowns)


def trend(
    measured: Measured, one: TrendStatus, place: int, breakdowns: Mapping[str, Mapping[str, Breakdown]]
) -> Worded:
    """A goal without a number."""
    figure = one.figure
    columns = {
        **_of_figure(measured, figure, one.trend.indicator, breakdowns),
        "code": one.code, "kind": "trend", "clause": one.trend.cite, "place": place, "name": both(one.trend.name),
        "before": exact(low(one.before)), "pace": one.direction,
        "said": {
            "total": both(said(figure.value, figure.unit)), "before": both(told(one.before, figure.unit)),
            "confirmed": both(NOTHING if figure.value is None else amount(figure.value.low, figure.unit)),
            "pace": both(DIRECTIONS[one.direction]), "rule": both(one.said), "definition": both(figure.definition),
            "notes": both(_why_absent(figure)),
        },
    }  # fmt: skip
    return _whole(measured, columns, figure, one.trend.indicator, None, breakdowns)


def _whole(
    measured: Measured, columns: Mapping[str, Any], figure: Figure, indicator: str, outlook: Outlook | None,
    breakdowns: Mapping[str, Mapping[str, Breakdown]],
) -> Worded:  # fmt: skip
    parts = tuple(
        _part(measured, columns["code"], one, number, breakdowns) for number, one in enumerate(figure.parts, 1)
    )
    return Worded(
        columns=columns, opens="" if parts else indicator, span=Span(figure.since, figure.until), outlook=outlook,
        parts=parts,
    )  # fmt: skip


def _part(
    measured: Measured, whole: str, figure: Figure, number: int, breakdowns: Mapping[str, Mapping[str, Breakdown]]
) -> Worded:
    """A numerator, a denominator, the end or the beginning of a change."""
    indicator = figure.key.removeprefix(f"{measured.pack}.")
    columns = {
        **_of_figure(measured, figure, indicator, breakdowns),
        "code": f"{whole}.{number}", "kind": "part", "place": number, "name": both(figure.name),
        "said": {
            "total": both(said(figure.value, figure.unit)), "definition": both(figure.definition),
            "confirmed": both(NOTHING if figure.value is None else amount(figure.value.low, figure.unit)),
            "notes": both(_why_absent(figure)),
        },
    }  # fmt: skip
    opens = "" if figure.parts else indicator
    return Worded(columns=columns, opens=opens, span=Span(figure.since, figure.until))


def _of_figure(
    measured: Measured, figure: Figure, indicator: str, breakdowns: Mapping[str, Mapping[str, Breakdown]]
) -> dict[str, Any]:
    """What every line has of its figure. A breakdown belongs to it only if it was made over the same days."""
    shown = measured.figures.get(indicator)
    fits = shown is not None and (shown.since, shown.until) == (figure.since, figure.until)
    return {
        "indicator": indicator, "unit": figure.unit, "since": figure.since, "until": figure.until,
        "confirmed": exact(low(figure.value)),
        "nowcast": None if figure.value is None else exact(figure.value.high),
        "records": figure.records, "undecided": figure.undecided, "held": figure.held, "doubles": figure.doubles,
        "withheld": figure.withheld,
        "breakdowns": {by: of_breakdown(found[indicator]) for by, found in breakdowns.items() if indicator in found}
        if fits else {},
    }  # fmt: skip


def of_breakdown(one: Breakdown) -> dict[str, Any]:
    """A breakdown as JSON."""
    return {
        "name": both(one.name),
        "groups": [
            {
                "group": group.group, "name": both(group.name), "low": exact(low(group.figure.value)),
                "high": None if group.figure.value is None else exact(group.figure.value.high),
                "said": both(said(group.figure.value, group.figure.unit)),
            }
            for group in one.groups
        ],
    }  # fmt: skip


def of_outlook(one: Outlook | None) -> dict[str, Any]:
    """An outlook's numbers as JSON."""
    if one is None:
        return {}
    return {
        "kind": one.kind, "low": exact(one.low), "likely": exact(one.likely), "high": exact(one.high),
        "probability": one.probability, "gap": None if one.gap is None else [exact(end) for end in one.gap],
    }  # fmt: skip


def _why_absent(figure: Figure) -> Text:
    return NOTHING if figure.absent is None else figure.absent.message


def low(value: Value | None) -> Fraction | None:
    """What is definite."""
    return None if value is None else value.low


def exact(number: Fraction | None) -> str | None:
    """A number as text that loses nothing: 12, 1/3."""
    return None if number is None else str(number)


def both(text: Text) -> dict[str, str]:
    """A Text as JSON."""
    return {"zh": text.zh, "en": text.in_("en")}
