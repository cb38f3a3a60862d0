"""Figures as locked numbers: an id for ever, how it is written, its exact value, unit, definition and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.figures import Figure, TargetStatus
from peiyu.insight.targets.amounts import amount, decimal
from peiyu.insight.values import Value
from peiyu.paper.brief.values import Line, Number
from peiyu.problems import Text

NO_DATA = Text("无数据", "no data")
POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes numbers of one issue: its day and its language."""

    day: dt.date
    lang: str

    def number(
        self, id_: str, value: Fraction | int, unit: str = "", *, means: Text | str = "",
        since: dt.date | None = None, bare: bool = False,
    ) -> Number:  # fmt: skip
        """One figure; `bare` leaves its unit out of the text (a percentage keeps its sign)."""
        exact = Fraction(value)
        said = means if isinstance(means, str) else means.in_(self.lang)
        return Number(id_, self._text(exact, unit, bare=bare), exact, unit, said, self.day, since)

    def _text(self, value: Fraction, unit: str, *, bare: bool) -> str:
        if unit == POINTS:
            return decimal(value, 1) + ("" if self.lang == "en" else POINTS)
        if unit == "%":
            return decimal(value * 100, 1) + "%"
        if "/" in unit and (bare or self.lang == "en"):
            return decimal(value)
        return amount(value, "" if bare and unit not in ("元", "㎡") else unit).in_(self.lang).strip()

    # --- of a target ------------------------------------------------------------------------------------------

    def total(self, one: TargetStatus, *, bare: bool = False) -> Number | None:
        """What is confirmed; None where there is no figure."""
        if one.confirmed is None:
            return None
        return self.number(
            f"{one.code}.total", one.confirmed, one.goal.unit, means=one.figure.definition, since=began(one), bare=bare
        )

    def possible(self, one: TargetStatus, *, bare: bool = False) -> Number | None:
        """What it is with all that is not decided; None where that has no end or says nothing more."""
        if one.actual is None or one.nowcast is None or one.actual.is_point:
            return None
        means = both(one.figure.definition, Text("（含待核实）", " (with what is not decided)"))
        return self.number(f"{one.code}.possible", one.nowcast, one.goal.unit, means=means, bare=bare)

    def month(self, one: TargetStatus, *, bare: bool = False) -> Number | None:
        if one.month is None:
            return None
        means = both(one.figure.definition, Text("；当月", "; of the month"))
        return self.number(f"{one.code}.month", one.month.low, one.goal.unit, means=means, bare=bare)

    def year(self, one: TargetStatus) -> Number | None:
        """What the year of the day brought so far."""
        if one.year is None:
            return None
        first = dt.date(min(self.day, one.target.by).year, 1, 1)
        means = both(one.figure.definition, Text("；当年", "; of the year"))
        return self.number(f"{one.code}.year", one.year.low, one.goal.unit, means=means, since=first)

    def goal(self, one: TargetStatus, end: str = "low", *, bare: bool = False) -> Number:
        """An end of the goal: `low`, `high` or `stretch`."""
        value = getattr(one.goal, end)
        assert value is not None
        id_ = f"{one.code}.goal" if end == "low" else f"{one.code}.goal.{end}"
        means = Text("文件所定目标", "the goal of the document")
        return self.number(id_, value, one.goal.unit, means=means, bare=bare)

    def rate(self, one: TargetStatus) -> Number | None:
        means = Text("累计完成÷目标", "total ÷ goal")
        return None if one.rate is None else self.number(f"{one.code}.rate", one.rate, "%", means=means)

    def due(self, one: TargetStatus) -> Number | None:
        """序时: the share of the goal that the plan wants by the day."""
        if one.plan is None or not one.goal.low:
            return None
        means = Text("序时计划÷目标", "due by the day ÷ goal")
        return self.number(f"{one.code}.due", one.plan / one.goal.low, "%", means=means)

    def before(self, one: TargetStatus, *, bare: bool = False) -> Number | None:
        """The same days a year earlier, as known today."""
        if one.before is None:
            return None
        means = both(one.figure.definition, Text("；去年同期", "; a year before"))
        return self.number(f"{one.code}.before", one.before.low, one.goal.unit, means=means, bare=bare)

    def yoy(self, one: TargetStatus) -> Number | None:
        means = Text("当年累计比上年同期", "the year so far against the same days a year before")
        return None if one.yoy is None else self.number(f"{one.code}.yoy", one.yoy, "%", means=means)

    def fall(self, one: TargetStatus) -> Number | None:
        """By how much less than a year before, without a sign."""
        if one.yoy is None or one.yoy >= 0:
            return None
        return self.number(f"{one.code}.fall", -one.yoy, "%", means=Text("比上年同期下降", "less than a year before"))

    def lead(self, one: TargetStatus) -> Number | None:
        """The distance between what is done and what is due, in percentage points, without a sign."""
        if one.rate is None or one.plan is None or not one.goal.low:
            return None
        apart = abs(one.rate - one.plan / one.goal.low) * 100
        means = Text("完成率与序时之差", "share done less share due")
        return self.number(f"{one.code}.apart", apart, POINTS, means=means)

    def gap(self, one: TargetStatus) -> Number | None:
        """What is still missing to the goal; None where it is reached."""
        if one.confirmed is None or one.confirmed >= one.goal.low:
            return None
        means = Text("目标－累计完成", "goal less total")
        return self.number(f"{one.code}.gap", one.goal.low - one.confirmed, one.goal.unit, means=means)

    def part(self, code: str, by: str, key: str, figure: Figure, *, bare: bool = False) -> Number | None:
        """The part of a figure that belongs to one group."""
        if figure.value is None:
            return None
        means = both(figure.definition, Text(f"；{key}", f"; {key}"))
        return self.number(f"{code}.total[{by}={key}]", figure.value.low, figure.unit, means=means, bare=bare)

    # --- of values --------------------------------------------------------------------------------------------

    def value(self, id_: str, value: Value | None, unit: str, *, means: Text) -> Line:
        """A value as it stands in a table: one number, a range, or 无数据."""
        if value is None:
            return (NO_DATA.in_(self.lang),)
        low = self.number(id_, value.low, unit, means=means, bare=value.high is not None and not value.is_point)
        if value.is_point:
            return (low,)
        if value.high is None:
            return (low, "以上") if self.lang != "en" else (low, " or more")
        high = self.number(f"{id_}.possible", value.high, unit, means=means)
        return (low, "—" if self.lang != "en" else " to ", high)


def began(one: TargetStatus) -> dt.date | None:
    """The day since which a target's figure has only grown; None where it can fall."""
    return one.figure.since if not one.figure.parts and one.year is not None else None


def both(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
