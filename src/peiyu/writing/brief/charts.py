"""The charts of a brief: targets against their plan, the first target over time and by place and trade, the bridge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from peiyu.insight.charts.course import course_of, cumulative
from peiyu.insight.charts.parts import part_bars
from peiyu.insight.charts.stand import bridge_waterfall, target_bars
from peiyu.insight.figures import Breakdown, GroupFigure, TargetStatus
from peiyu.paper.brief.values import Chart, Number
from peiyu.problems import Text
from peiyu.writing.brief.material import Material, ranked
from peiyu.writing.brief.numbers import Pen
from peiyu.writing.brief.population import step_numbers
from peiyu.writing.brief.sentences import vague

MOST_GROUPS = 12
"""So many groups are drawn."""


def charts(facts: Material) -> list[Chart]:
    """Every chart of the issue with its number: 图1 …"""
    drawn = [*progress_chart(facts), *course_chart(facts), *part_charts(facts)]
    return [captioned(place, one, facts) for place, one in enumerate(drawn, 1)]


def bridge_chart(facts: Material, place: int) -> list[Chart]:
    """The bridge, numbered after the others; none of two stocks alone."""
    if facts.bridge is None or not any(step.sign for step in facts.bridge.steps):
        return []
    name = Text("企业数变动", "How the number of enterprises changed")
    spec = bridge_waterfall(facts.bridge, lang=facts.lang)
    return [captioned(place, chart(name, spec, step_numbers(facts), facts.lang), facts)]


def captioned(place: int, one: Chart, facts: Material) -> Chart:
    head = f"图{place} " if facts.lang != "en" else f"Figure {place}: "
    return Chart(title=head + one.title, spec=one.spec, alt=one.alt, numbers=one.numbers, note=one.note)


def chart(name: Text, spec: Mapping[str, Any], numbers: tuple[Number, ...], lang: str) -> Chart:
    """A spec with its words: the caption stands below the picture and not in it."""
    bare = {key: held for key, held in spec.items() if key != "title"}
    return Chart(title=name.in_(lang), spec=bare, alt=str(spec["description"]), numbers=numbers)


def progress_chart(facts: Material) -> Iterator[Chart]:
    held = [one for one in facts.targets if one.rate is not None and not vague(one)]
    if held:
        numbers = [number for one in held for number in (facts.pen.rate(one), facts.pen.due(one)) if number is not None]
        name = Text("各项目标完成率（竖线为序时）", "Targets: share done (the tick is what was due)")
        yield chart(name, target_bars(held, lang=facts.lang), tuple(numbers), facts.lang)


def course_chart(facts: Material) -> Iterator[Chart]:
    """The first target month by month, as it is known today, against its plan."""
    first = facts.first
    if first is None or not facts.course:
        return
    points = course_of(facts.course, first.code)
    if len(points) < 2:
        return
    spec = cumulative(first.target.name, points, unit=first.goal.unit, lang=facts.lang)
    numbers = tuple(on_day(first, point.definite, point.day, facts) for point in points)
    name = Text(f"{first.target.name.zh}累计与序时", f"{first.target.name.in_('en')}: total and plan")
    yield chart(name, spec, numbers, facts.lang)


def on_day(one: TargetStatus, value: Any, day: dt.date, facts: Material) -> Number:
    """A total of another day."""
    id_ = f"{one.code}.total" if day == facts.day else f"{one.code}.total@{day.isoformat()}"
    since = one.figure.since if one.year is not None else None
    return Pen(day, facts.lang).number(id_, value, one.goal.unit, means=one.figure.definition, since=since)


def part_charts(facts: Material) -> Iterator[Chart]:
    """The first target by place and by trade."""
    first = facts.first
    if first is None:
        return
    for breakdown in (facts.places.get(first.code), facts.trades.get(first.code)):
        if breakdown is not None and len(shown(first, breakdown, facts)) > 1:
            yield part_chart(first, breakdown, facts)


def shown(one: TargetStatus, breakdown: Breakdown, facts: Material) -> list[GroupFigure]:
    """The groups that may be shown, the largest first."""
    return [group for group in ranked(breakdown) if not facts.hides(one, breakdown, group.group)]


def part_chart(one: TargetStatus, breakdown: Breakdown, facts: Material) -> Chart:
    groups = shown(one, breakdown, facts)[:MOST_GROUPS]
    spec = part_bars(one.target.name, breakdown.name, groups, unit=one.goal.unit, lang=facts.lang)
    held = (facts.pen.part(one.code, breakdown.by, group.group, group.figure) for group in groups)
    by = facts.by_name(breakdown)
    name = Text(f"{one.target.name.zh}（按{by.zh}）", f"{one.target.name.in_('en')} by {by.in_('en')}")
    return chart(name, spec, tuple(number for number in held if number is not None), facts.lang)
