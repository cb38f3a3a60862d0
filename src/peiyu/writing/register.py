"""The register: every figure of a month under a name of its own, so that whatever goes out takes it from one place.

It is made from one measurement (`register`), or by the application from the stored lines of a closed reading; both go
through `registered`, and give the same figures. Nothing here rounds: values are exact fractions in base units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from peiyu.insight.figures import Breakdown, Figure, Measured, TargetStatus, TrendStatus
from peiyu.insight.values import Value
from peiyu.problems import Text

NO_TEXT = Text("", "")
TOTAL = "total"
SHARES = frozenset({"rate", "due", "yoy"})
"""Measures that are shares: in 1, of unit %."""
MEASURES: Mapping[str, Text] = {
    "goal": Text("目标", "goal"), "month": Text("当月", "month"), "year": Text("当年累计", "year so far"),
    TOTAL: Text("累计", "total"), "possible": Text("含待核实", "with what is not decided"),
    "rate": Text("完成率", "share done"), "plan": Text("序时计划", "due by the day"),
    "due": Text("序时进度", "share due"), "before": Text("去年同期", "a year before"), "yoy": Text("同比", "growth"),
    "gap": Text("距目标还差", "still missing"), "outlook": Text("到期预计", "expected"),
    "outlook_low": Text("到期预计下限", "expected at least"), "outlook_high": Text("到期预计上限", "expected at most"),
    "shortfall": Text("预计缺口下限", "expected to miss at least"),
    "shortfall_high": Text("预计缺口上限", "expected to miss at most"),
}  # fmt: skip
"""What may be told of an indicator, and its name."""
ABSENT: Mapping[str, Text] = {
    "goal": Text("文件没有定量目标", "the document sets no number"),
    "month": Text("此项不按月计数，或尚未开始", "not counted by the month, or not begun"),
    "year": Text("此项不按年计数", "not counted by the year"),
    "possible": Text("上限未知", "there is no upper end"),
    "rate": Text("没有目标、尚未开始或只知上下限", "no goal, not begun, or only bounds are known"),
    "plan": Text("文件没有可据以推算的序时计划", "no plan can be drawn from the document"),
    "due": Text("没有目标或序时计划", "there is no goal or no plan"),
    "before": Text("没有去年同期数", "nothing is held of the year before"),
    "yoy": Text("没有可比的去年同期数", "there is nothing of the year before to compare with"),
    "gap": Text("没有目标或没有数据", "there is no goal or no data"),
    "outlook": Text("没有预计或说不准", "no forecast, or it cannot be told"),
}
"""Why a measure has no value, where the figure itself gives no reason."""


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What names a figure: an indicator's code (`new_giants`; of a ratio's parts `inventions.1`), what is told of it
    (a key of `MEASURES`), and of a breakdown the grouping (`park`) and the group's key (`甲园`)."""

    code: str
    measure: str = TOTAL
    group: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A figure: exact in base units (of unit `%` a share in 1), or None and then `reason` says why there is none."""

    value: Fraction | None
    unit: str
    definition: Text
    reason: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Grouped:
    """A grouping: its name, and its groups' keys with their names in the pack's order."""

    name: Text
    parts: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Every figure of a day. `issue`: which closing of its month froze it (0: a measurement that nobody closed).
    names: indicators in the document's order; groups: grouping → its groups."""

    day: dt.date
    issue: int
    figures: Mapping[FigureKey, Held]
    names: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, Grouped] = field(default_factory=dict)

    def held(self, code: str, measure: str = TOTAL, group: str = "", part: str = "") -> Held | None:
        """A figure; None where the register knows no such name."""
        return self.figures.get(FigureKey(code, measure, group, part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A group of a breakdown: its key, its name, what is definite and what is possible (None: no figure, no end)."""

    part: str
    name: Text
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one indicator. numbers: measure → value; measures that are not there do not apply to it. why: of
    a total that is not there. portions: grouping → its name and groups."""

    code: str
    name: Text
    unit: str
    definition: Text
    numbers: Mapping[str, Fraction | None]
    why: Text = NO_TEXT
    portions: Mapping[str, tuple[Text, tuple[Portion, ...]]] = field(default_factory=dict)


Breakdowns = Mapping[str, Mapping[str, Breakdown]]
"""Grouping → indicator → its breakdown."""


def register(measured: Measured, breakdowns: Breakdowns | None = None, *, issue: int = 0) -> Register:
    """The register of a measurement. `breakdowns`: over the same day and definitions (None: those of the measurement
    itself); one belongs to a figure only if it is of the same days."""
    by = breakdowns if breakdowns is not None else _own(measured)
    return registered(told_of(measured, by), day=measured.day, issue=issue)


def registered(told: Iterable[Told], *, day: dt.date, issue: int = 0) -> Register:
    """The register of what is told, in its order."""
    figures: dict[FigureKey, Held] = {}
    names: dict[str, Text] = {}
    groups: dict[str, dict[str, Text]] = {}
    headings: dict[str, Text] = {}
    for one in told:
        names[one.code] = one.name
        figures.update(_whole(one))
        for group, (name, portions) in one.portions.items():
            headings.setdefault(group, name)
            groups.setdefault(group, {}).update((portion.part, portion.name) for portion in portions)
            figures.update(_parts(one, group, portions))
    grouped = {group: Grouped(headings[group], parts) for group, parts in groups.items()}
    return Register(day=day, issue=issue, figures=figures, names=names, groups=grouped)


def _whole(one: Told) -> Iterator[tuple[FigureKey, Held]]:
    for measure, value in {**one.numbers, **_derived(one.numbers)}.items():
        reason = NO_TEXT
        if value is None:
            missing = one.numbers.get(TOTAL) is None and measure in (TOTAL, "possible")
            reason = one.why if missing else ABSENT.get(measure, ABSENT["outlook"])
        unit = "%" if measure in SHARES else one.unit
        yield FigureKey(one.code, measure), Held(value=value, unit=unit, definition=one.definition, reason=reason)


def _derived(numbers: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
    """The share due and what is missing, which follow from the others."""
    if "goal" not in numbers:
        return {}
    goal, plan, total = numbers["goal"], numbers.get("plan"), numbers.get(TOTAL)
    return {
        "due": plan / goal if goal and plan is not None else None,
        "gap": max(goal - total, Fraction(0)) if goal is not None and total is not None else None,
    }


def _parts(one: Told, group: str, portions: Iterable[Portion]) -> Iterator[tuple[FigureKey, Held]]:
    for portion in portions:
        for measure, value in ((TOTAL, portion.low), ("possible", portion.high)):
            reason = NO_TEXT if value is not None else (one.why if portion.low is None else ABSENT["possible"])
            yield (
                FigureKey(one.code, measure, group, portion.part),
                Held(value=value, unit=one.unit, definition=one.definition, reason=reason),
            )


# --- from a measurement -----------------------------------------------------------------------------------------


def told_of(measured: Measured, breakdowns: Breakdowns) -> Iterator[Told]:
    """What a measurement tells: every target, then every trend, each followed by the parts of its ratio."""
    for one in measured.targets.values():
        yield _target(measured, one, breakdowns)
        yield from _parts_of(measured, one.code, one.figure, breakdowns)
    for trend in measured.trends.values():
        yield _trend(measured, trend, breakdowns)
        yield from _parts_of(measured, trend.code, trend.figure, breakdowns)


def _own(measured: Measured) -> Breakdowns:
    found: dict[str, dict[str, Breakdown]] = {}
    for indicator, one in measured.breakdowns.items():
        found.setdefault(one.by, {})[indicator] = one
    return found


def _target(measured: Measured, one: TargetStatus, breakdowns: Breakdowns) -> Told:
    outlook = one.outlook
    gap = None if outlook is None else outlook.gap
    numbers = {
        "goal": one.goal.low, "month": low(one.month), "year": low(one.year), TOTAL: one.confirmed,
        "possible": one.nowcast, "rate": one.rate, "plan": one.plan, "before": low(one.before), "yoy": one.yoy,
        "outlook": None if outlook is None else outlook.likely,
        "outlook_low": None if outlook is None else outlook.low,
        "outlook_high": None if outlook is None else outlook.high,
        "shortfall": None if gap is None else gap[0], "shortfall_high": None if gap is None else gap[1],
    }  # fmt: skip
    return Told(
        code=one.code, name=one.target.name, unit=one.goal.unit, definition=one.figure.definition, numbers=numbers,
        why=one.pace.rule, portions=_portions(measured, one.figure, one.target.indicator, breakdowns),
    )  # fmt: skip


def _trend(measured: Measured, one: TrendStatus, breakdowns: Breakdowns) -> Told:
    numbers = {**_ends(one.figure), "before": low(one.before)}
    return Told(
        code=one.code, name=one.trend.name, unit=one.figure.unit, definition=one.figure.definition, numbers=numbers,
        why=_why(one.figure), portions=_portions(measured, one.figure, one.trend.indicator, breakdowns),
    )  # fmt: skip


def _parts_of(measured: Measured, whole: str, figure: Figure, breakdowns: Breakdowns) -> Iterator[Told]:
    for number, part in enumerate(figure.parts, 1):
        indicator = part.key.removeprefix(f"{measured.pack}.")
        yield Told(
            code=f"{whole}.{number}", name=part.name, unit=part.unit, definition=part.definition, numbers=_ends(part),
            why=_why(part), portions=_portions(measured, part, indicator, breakdowns),
        )  # fmt: skip


def _ends(figure: Figure) -> dict[str, Fraction | None]:
    return {TOTAL: low(figure.value), "possible": None if figure.value is None else figure.value.high}


def _portions(
    measured: Measured, figure: Figure, indicator: str, breakdowns: Breakdowns
) -> dict[str, tuple[Text, tuple[Portion, ...]]]:
    shown = measured.figures.get(indicator)
    if shown is None or (shown.since, shown.until) != (figure.since, figure.until):
        return {}
    return {by: _of_breakdown(found[indicator]) for by, found in breakdowns.items() if indicator in found}


def _of_breakdown(one: Breakdown) -> tuple[Text, tuple[Portion, ...]]:
    portions = tuple(
        Portion(
            part=group.group, name=group.name, low=low(group.figure.value),
            high=None if group.figure.value is None else group.figure.value.high,
        )
        for group in one.groups
    )  # fmt: skip
    return one.name, portions


def _why(figure: Figure) -> Text:
    return NO_TEXT if figure.absent is None else figure.absent.message


def low(value: Value | None) -> Fraction | None:
    """What is definite."""
    return None if value is None else value.low
