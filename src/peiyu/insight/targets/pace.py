"""The pace and colour of a target: rules in order, the first that holds, each with its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.figures import Colour, Pace, PaceCode
from peiyu.insight.targets.amounts import amount, percent, said
from peiyu.insight.values import NOTHING, Value
from peiyu.policy.pack.programme import Goal
from peiyu.problems import Text

BEHIND = Fraction(7, 10)
"""Below this part of the plan a target is far behind."""

WORDS: dict[PaceCode, tuple[Text, Colour]] = {
    "unknown": (Text("无数据", "no data"), "grey"),
    "not_begun": (Text("未开始", "not begun"), "grey"),
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
    """What the rules look at. `begins`: the day from which the plan runs; since: the one that the document names.
    ratio: the value is a quotient, whose low end is a bound and no number that anybody has confirmed."""

    goal: Goal
    actual: Value
    plan: Fraction
    day: dt.date
    by: dt.date
    begins: dt.date = dt.date.min
    since: dt.date | None = None
    ratio: bool = False

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


def open_(case: Case) -> bool:
    """Whether a ratio may have reached the goal, because not everything that it stands on is known."""
    high = case.actual.high
    return case.ratio and not case.actual.is_point and (high is None or reaches(case.goal, high))


def may_be(case: Case, plan: Fraction) -> bool:
    """Whether what is possible is at least a plan."""
    return case.actual.high is None or case.actual.high >= plan


RULES: tuple[tuple[PaceCode, Callable[[Case], bool]], ...] = (
    ("not_begun", lambda c: c.since is not None and c.day < c.since),
    ("met", lambda c: within(c.goal, c.actual)),
    ("over", lambda c: reaches(c.goal, c.actual.low)),
    ("overdue", lambda c: c.day > c.by and not open_(c)),
    ("not_begun", lambda c: c.day < c.begins),
    ("on_track", lambda c: c.actual.low >= c.plan),
    ("possible", lambda c: may_be(c, c.plan)),
    ("behind", lambda c: c.actual.low >= BEHIND * c.plan or (c.ratio and may_be(c, BEHIND * c.plan))),
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


def not_begun(since: dt.date, actual: Value | None, unit: str) -> Pace:
    """The pace of a target that is looked at before the plan runs."""
    name, colour = WORDS["not_begun"]
    return Pace("not_begun", name, colour, _not_begun_said(since, actual, unit))


def _not_begun_said(since: dt.date, actual: Value | None, unit: str) -> Text:
    there = Text("", "")
    if actual is not None and actual != NOTHING:
        value = said(actual, unit)
        there = Text(f"（现为 {value.zh}）", f" (it is {value.en} now)")
    return Text(f"自 {since} 起算，尚未开始{there.zh}", f"counted from {since}, not begun yet{there.en}")


def _not_begun(c: Case) -> Text:
    return _not_begun_said(c.begins if c.since is None else c.since, c.actual, c.goal.unit)


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
    if c.ratio:
        return _cannot_be_told(c)
    return Text(
        f"确定数 {c.definite.zh} 低于序时 {c.due.zh}，待核实的全部成立则达到（{c.possible.zh}）",
        f"definitely {c.definite.en}, less than the {c.due.en} due; enough if the undecided hold ({c.possible.en})",
    )


def _cannot_be_told(c: Case) -> Text:
    """Of a ratio of which only bounds are known: they leave open whether the plan, or at last the goal, is reached."""
    mark, past = Text(f"序时 {c.due.zh}", f"the {c.due.en} due"), Text("", "")
    if c.day > c.by:
        goal = goal_said(c.goal)
        mark = Text(f"目标 {goal.zh}", f"the goal of {goal.en}")
        past = Text(f"期限 {c.by} 已过，", f"the deadline {c.by} is past; ")
    return Text(
        f"{past.zh}数据未齐，只知为 {c.possible.zh}，不能判断是否达到{mark.zh}",
        f"{past.en}the data are not complete: {c.possible.en}, so that it cannot be told whether {mark.en} is reached",
    )


def _behind(c: Case) -> Text:
    part = percent(c.actual.low / c.plan)
    if c.actual.low < BEHIND * c.plan:
        most = amount(c.actual.high or c.actual.low, c.goal.unit)
        return Text(
            f"至多 {most.zh}，低于序时 {c.due.zh}；数据未齐，不能判断是否低于 70%",
            f"{most.en} at most, less than the {c.due.en} due; the data are not complete, so that it cannot be told "
            "whether it is below 70 %",
        )
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
    "not_begun": _not_begun, "met": _met, "over": _over, "overdue": _overdue, "on_track": _on_track,
    "possible": _may_be, "behind": _behind, "far_behind": _far_behind,
}  # fmt: skip
