"""The pace and colour of a target: rules in order, the first that holds, each with its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.figures import Colour, Pace, PaceCode
from peiyu.insight.targets.amounts import amount, percent, said
from peiyu.insight.values import Value
from peiyu.policy.pack.programme import Goal
from peiyu.problems import Text

BEHIND = Fraction(7, 10)
"""Below this part of the plan a target is far behind."""

WORDS: dict[PaceCode, tuple[Text, Colour]] = {
    "unknown": (Text("无数据", "no data"), "grey"),
    "met": (Text("已完成", "met"), "green"),
    "over": (Text("超出区间", "above the range"), "orange"),
    "overdue": (Text("逾期", "overdue"), "red"),
    "on_track": (Text("正常", "on track"), "green"),
    "possible": (Text("待核实", "to be verified"), "blue"),
    "behind": (Text("滞后", "behind"), "yellow"),
    "far_behind": (Text("严重滞后", "far behind"), "red"),
}
"""Every pace: its word and its colour."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at."""

    goal: Goal
    actual: Value
    plan: Fraction
    day: dt.date
    by: dt.date

    @property
    def definite(self) -> Text:
        return amount(self.actual.low, self.goal.unit)

    @property
    def possible(self) -> Text:
        return said(self.actual, self.goal.unit)

    @property
    def due(self) -> Text:
        return amount(self.plan, self.goal.unit)


def reaches(goal: Goal, number: Fraction) -> bool:
    """Whether a number is enough: ≥ the low end, or more than it where the document says 超过."""
    return number > goal.low if goal.comparator == "above" else number >= goal.low


def ceiling(goal: Goal) -> Fraction | None:
    """The number that must not be passed: the high end of a range. A bare number (1000家) may be exceeded."""
    return goal.high if goal.comparator == "range" else None


def within(goal: Goal, actual: Value) -> bool:
    """Whether the goal is definitely reached and its ceiling not definitely passed."""
    top = ceiling(goal)
    return reaches(goal, actual.low) and (top is None or actual.low <= top)


def _possible(case: Case) -> bool:
    return case.actual.high is None or case.actual.high >= case.plan


RULES: tuple[tuple[PaceCode, Callable[[Case], bool]], ...] = (
    ("met", lambda c: within(c.goal, c.actual)),
    ("over", lambda c: reaches(c.goal, c.actual.low)),
    ("overdue", lambda c: c.day > c.by),
    ("on_track", lambda c: c.actual.low >= c.plan),
    ("possible", _possible),
    ("behind", lambda c: c.actual.low >= BEHIND * c.plan),
    ("far_behind", lambda c: True),
)


def pace(case: Case) -> Pace:
    """The pace of a target of which there is a figure."""
    code = next(code for code, holds in RULES if holds(case))
    name, colour = WORDS[code]
    return Pace(code, name, colour, SENTENCES[code](case))


def unknown(why: Text) -> Pace:
    """The pace of a target of which no figure can be given."""
    name, colour = WORDS["unknown"]
    return Pace("unknown", name, colour, why)


def goal_said(goal: Goal) -> Text:
    """The goal as a document puts it: 1000家, 35家以上, 超过3000件, 3个—5个, 4家以上、力争6家."""
    low = amount(goal.low, goal.unit)
    match goal.comparator:
        case "above":
            zh, en = f"超过{low.zh}", f"more than {low.en}"
        case "about":
            zh, en = f"{low.zh}左右", f"about {low.en}"
        case "exactly":
            zh, en = low.zh, low.en
        case "range":
            high = amount(goal.high if goal.high is not None else goal.low, goal.unit)
            zh, en = f"{low.zh}—{high.zh}", f"{low.en} to {high.en}"
        case _:
            zh, en = f"{low.zh}以上", f"{low.en} or more"
    if goal.stretch is not None:
        more = amount(goal.stretch, goal.unit)
        zh, en = f"{zh}，力争{more.zh}", f"{en}, aiming at {more.en}"
    return Text(zh, en)


def _met(c: Case) -> Text:
    goal = goal_said(c.goal)
    return Text(f"确定数 {c.definite.zh} 已达目标 {goal.zh}", f"definitely {c.definite.en}; the goal is {goal.en}")


def _over(c: Case) -> Text:
    top = amount(ceiling(c.goal) or c.goal.low, c.goal.unit)
    return Text(
        f"确定数 {c.definite.zh} 高于上限 {top.zh}", f"definitely {c.definite.en}, above the high end of {top.en}"
    )


def _overdue(c: Case) -> Text:
    goal = goal_said(c.goal)
    more = Text("", "")
    if not c.actual.is_point and (c.actual.high is None or reaches(c.goal, c.actual.high)):
        more = Text("；待核实的全部成立则可达到", "; it is reached if all that is undecided holds")
    return Text(
        f"期限 {c.by} 已过，确定数 {c.definite.zh} 未达目标 {goal.zh}{more.zh}",
        f"the deadline {c.by} is past; definitely {c.definite.en}, the goal is {goal.en}{more.en}",
    )


def _on_track(c: Case) -> Text:
    return Text(
        f"确定数 {c.definite.zh} 不低于序时 {c.due.zh}", f"definitely {c.definite.en}, at least the {c.due.en} due"
    )


def _may_be(c: Case) -> Text:
    return Text(
        f"确定数 {c.definite.zh} 低于序时 {c.due.zh}，待核实的全部成立则达到（{c.possible.zh}）",
        f"definitely {c.definite.en}, less than the {c.due.en} due; enough if the undecided hold ({c.possible.en})",
    )


def _behind(c: Case) -> Text:
    part = percent(c.actual.low / c.plan)
    return Text(
        f"确定数 {c.definite.zh} 为序时 {c.due.zh} 的 {part}，不足 100%、不低于 70%",
        f"definitely {c.definite.en}, {part} of the {c.due.en} due: below 100 %, at least 70 %",
    )


def _far_behind(c: Case) -> Text:
    part = percent(c.actual.low / c.plan if c.plan else Fraction(0))
    return Text(
        f"确定数 {c.definite.zh} 为序时 {c.due.zh} 的 {part}，低于 70%",
        f"definitely {c.definite.en}, {part} of the {c.due.en} due: below 70 %",
    )


SENTENCES: dict[PaceCode, Callable[[Case], Text]] = {
    "met": _met, "over": _over, "overdue": _overdue, "on_track": _on_track, "possible": _may_be, "behind": _behind,
    "far_behind": _far_behind,
}  # fmt: skip
