"""How a number goes on: against its plan so far, and what is to be expected at the deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peiyu.insight.charts.frame import COLOURS, LINE, PLAIN, SOFT, Spec, axis, framed, plain, values
from peiyu.insight.figures import Measured, TargetStatus
from peiyu.insight.targets.amounts import amount
from peiyu.insight.targets.pace import goal_said
from peiyu.problems import Text

DAY = Text("日期", "day")


@dataclass(frozen=True, slots=True)
class Point:
    """A number on a day: definite, possible (None: no end), what was due (None: nothing was)."""

    day: dt.date
    definite: Fraction
    possible: Fraction | None = None
    plan: Fraction | None = None


def course_of(measured: Iterable[Measured], target: str) -> tuple[Point, ...]:
    """The points of a target from measurements on several days; days without a figure are left out."""
    points = []
    for one in measured:
        status = one.targets[target]
        if status.actual is not None:
            points.append(Point(one.day, status.actual.low, status.actual.high, status.plan))
    return tuple(sorted(points, key=lambda point: point.day))


def cumulative(name: Text, points: Sequence[Point], *, unit: str = "", lang: str = "zh") -> Spec:
    """What was reached, with what is possible above it, against the line of the plan (dashed)."""
    rows = [
        {"day": one.day.isoformat(), "definite": plain(one.definite), "possible": plain(one.possible),
         "plan": plain(one.plan)}
        for one in points
    ]  # fmt: skip
    words = [Text("确定数", "definite"), Text("序时", "due")]
    layers: list[Any] = [
        {"transform": [{"filter": "isValid(datum.possible)"}], "mark": {"type": "area", "color": SOFT, "opacity": 0.7},
         "encoding": {"x": _days(lang), "y": _number("definite", name, unit, lang), "y2": {"field": "possible"}}},
        _line("definite", words[0], PLAIN, (name, unit, lang), point=True),
        _line("plan", words[1], LINE, (name, unit, lang), dash=[6, 4]),
    ]  # fmt: skip
    title = Text(f"{name.zh}：累计与序时（带为可能数）", f"{name.in_('en')}: total and plan (the band is possible)")
    return framed(title, _course_said(title, points, unit), lang, height=240, data=values(rows), layer=layers)


def _days(lang: str) -> Spec:
    return axis("day", "temporal", DAY, lang, axis={"format": "%Y-%m", "tickCount": "month", "labelOverlap": True})


def _number(field: str, name: Text, unit: str, lang: str) -> Spec:
    words = name.in_(lang) + (f"（{unit}）" if unit and lang == "zh" else "")
    return axis(field, "quantitative", Text(words, words), lang)


def _line(
    field: str, word: Text, colour: str, of: tuple[Text, str, str], *, dash: list[int] | None = None,
    point: bool = False,
) -> Spec:  # fmt: skip
    name, unit, lang = of
    mark = {"type": "line", "color": colour, "point": point, **({} if dash is None else {"strokeDash": dash})}
    layer = [
        {"mark": mark, "encoding": {"x": _days(lang), "y": _number(field, name, unit, lang)}},
        {"transform": [{"filter": f"isValid(datum.{field})"}, {"window": [{"op": "rank", "as": "last"}],
                        "sort": [{"field": "day", "order": "descending"}]}, {"filter": "datum.last === 1"}],
         "mark": {"type": "text", "align": "right", "dy": -8, "color": colour},
         "encoding": {"x": _days(lang), "y": _number(field, name, unit, lang), "text": {"value": word.in_(lang)}}},
    ]  # fmt: skip
    return {"layer": layer}


def _course_said(title: Text, points: Sequence[Point], unit: str) -> Text:
    if not points:
        return Text(f"{title.zh}：没有数据", f"{title.en}: no data")
    last = points[-1]
    reached = amount(last.definite, unit)
    zh, en = f"截至 {last.day} 确定 {reached.zh}", f"{reached.en} definite by {last.day}"
    if last.plan is not None:
        due = amount(last.plan, unit)
        zh, en = f"{zh}，序时 {due.zh}", f"{en}, {due.en} due"
    return Text(f"{title.zh}：{zh}", f"{title.en}: {en}")


def forecast_fan(status: TargetStatus, day: dt.date, *, lang: str = "zh") -> Spec:
    """From what is confirmed on a day to what is expected at the deadline, the band holding four times in five; the
    goal is a dashed line. Where the outlook cannot tell, only what is confirmed and the goal are drawn."""
    outlook, name, unit = status.outlook, status.target.name, status.goal.unit
    now = plain(status.confirmed)
    rows: list[dict[str, Any]] = []
    if now is not None:
        rows.append({"day": day.isoformat(), "low": now, "likely": now, "high": now})
    if outlook is not None and outlook.low is not None:
        rows.append({"day": status.target.by.isoformat(), "low": plain(outlook.low), "likely": plain(outlook.likely),
                     "high": plain(outlook.high)})  # fmt: skip
    goal = goal_said(status.goal)
    word = Text(f"目标 {goal.zh}", f"goal {goal.en}").in_(lang)
    y = {"field": "goal", "type": "quantitative"}
    rule = {
        "data": values([{"goal": plain(status.goal.low), "word": word}]),
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [6, 4], "color": COLOURS["red"]},
             "encoding": {"y": y}},
            {"mark": {"type": "text", "align": "left", "dy": -6, "color": COLOURS["red"]},
             "encoding": {"x": {"value": 4}, "y": y, "text": {"field": "word"}}},
        ],
    }  # fmt: skip
    band = {"mark": {"type": "area", "color": SOFT, "opacity": 0.8},
            "encoding": {"x": _days(lang), "y": _number("low", name, unit, lang), "y2": {"field": "high"}}}  # fmt: skip
    words = Text("最可能", "likely")
    title = Text(f"{name.zh}：到期预测（带为五次中四次）", f"{name.in_('en')}: outlook (the band holds 4 times in 5)")
    said = Text("尚无预测", "no outlook") if outlook is None else outlook.said
    return framed(
        title, Text(f"{title.zh}：{said.zh}", f"{title.en}: {said.in_('en')}"), lang, height=220, data=values(rows),
        layer=[band, _line("likely", words, PLAIN, (name, unit, lang), point=True), rule],
    )  # fmt: skip
