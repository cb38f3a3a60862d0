"""An outlook in words: 预计年底31—36家，缺口0—4家，关键看这15户."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from peiyu.insight.figures import KeyFirm
from peiyu.insight.forecast.prospect import end_word
from peiyu.insight.targets.amounts import SCALED_UNITS, amount, decimal
from peiyu.insight.targets.pace import ceiling, goal_said
from peiyu.policy.pack.programme import Goal, Target
from peiyu.problems import Text

MADE_UP_ONLY = Text(
    "本模型只在虚构数据上检验过自洽性，未用真实历史回测",
    "this model is checked for self-consistency on made-up data only, not back-tested on real history",
)
LISTED_PANEL = Text(
    "增长模型用上市公司2019—2021年数据回测过；对本地小企业只在虚构数据上检验过自洽性",
    "the growth model is back-tested on listed companies of 2019–2021; for local small firms it is checked for "
    "self-consistency on made-up data only",
)
INTERVAL = Text("区间为80%预测区间", "the interval is to hold four times in five")


def span(low: Fraction, high: Fraction, unit: str) -> Text:
    """31—36家; one number where both are one."""
    one, other = amount(low, unit), amount(high, unit)
    if low == high:
        return one
    if unit in SCALED_UNITS:
        return Text(f"{one.zh}—{other.zh}", f"{one.en} to {other.en}")
    return Text(f"{one.zh.removesuffix(unit)}—{other.zh}", f"{decimal(low) if unit != '%' else one.en} to {other.en}")


Ends = tuple[Fraction, Fraction]


def coming(target: Target, day: dt.date, ends: Ends) -> Text:
    """预计年底31—36家."""
    end, whole = end_word(target.by, day), span(*ends, target.goal.unit)
    return Text(f"预计{end.zh}{whole.zh}", f"{whole.en} expected by {end.en}")


def said(target: Target, day: dt.date, ends: Ends, gap: Ends, firms: tuple[KeyFirm, ...]) -> Text:
    """The sentence for leaders."""
    short, told = span(*gap, target.goal.unit), coming(target, day, ends)
    zh, en = told.zh, told.en
    if gap[1] > 0:
        zh, en = f"{zh}，缺口{short.zh}", f"{en}, {short.en} short"
    elif over(target.goal, ends):
        zh, en = f"{zh}，可能超出上限", f"{en}, perhaps above the high end"
    else:
        zh, en = f"{zh}，预计可完成", f"{en}, enough"
    if firms:
        zh, en = f"{zh}，关键看这{len(firms)}户", f"{en}; it depends on these {len(firms)} firms"
    return Text(zh, en)


def over(goal: Goal, ends: tuple[Fraction, Fraction]) -> bool:
    top = ceiling(goal)
    return top is not None and ends[1] > top


def cannot_tell(why: Text) -> Text:
    return Text(f"说不准：{why.zh}", f"cannot tell: {why.en}")


def reached(goal: Goal) -> Text:
    told = goal_said(goal)
    return Text(f"已达到目标（{told.zh}）", f"the goal ({told.en}) is reached")


def closed(by: dt.date, got: bool) -> Text:
    result = Text("已达到目标", "the goal was reached") if got else Text("未达到目标", "the goal was not reached")
    return Text(f"期限{by}已到，{result.zh}", f"the deadline {by} has come: {result.en}")
