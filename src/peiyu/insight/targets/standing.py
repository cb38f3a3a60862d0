"""The standing of one target or trend, from its figures over the spans that it tells of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction

from peiyu.insight.figures import Figure, TargetStatus, TrendStatus
from peiyu.insight.targets.amounts import amount, said
from peiyu.insight.targets.pace import Case, not_begun, pace, unknown
from peiyu.insight.targets.plan import begins, due
from peiyu.insight.values import Value, total
from peiyu.policy.pack.programme import Target, Trend
from peiyu.problems import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was counted for a target: over its whole span, in the month, in the year and the same days a year before.
    None where that is not told of such an indicator."""

    whole: Figure
    month: Value | None = None
    year: Value | None = None
    before: Value | None = None


def target_status(code: str, target: Target, seen: Seen, day: dt.date) -> TargetStatus:
    """Where a target stands on a day."""
    goal, actual = target.goal, seen.whole.value
    plan = due(target, day)
    if actual is not None:
        found = pace(
            Case(goal, actual, plan, day, target.by, begins(target), target.since, ratio=seen.whole.scale is not None)
        )
    elif target.since is not None and day < target.since:
        found = not_begun(target.since, None, goal.unit)
    else:
        why = seen.whole.absent.message if seen.whole.absent is not None else Text("没有数据", "there is no data")
        found = unknown(why)
    now = seen.year if seen.year is not None else actual
    begun = found.code != "not_begun"
    told = begun and actual is not None and (actual.is_point or seen.whole.scale is None)
    return TargetStatus(
        code=code, target=target, goal=goal, figure=seen.whole, actual=actual, month=seen.month if begun else None,
        year=seen.year, before=seen.before, plan=plan,
        rate=actual.low / goal.low if actual is not None and told and goal.low else None,
        yoy=growth(now, seen.before) if told else None, pace=found,
        stretch_met=None if goal.stretch is None or actual is None else actual.low >= goal.stretch,
    )  # fmt: skip


def growth(now: Value | None, before: Value | None) -> Fraction | None:
    """The definite values compared: −1 to …; None over a base of nothing."""
    if now is None or before is None or before.low <= 0:
        return None
    return now.low / before.low - 1


def with_parts(statuses: dict[str, TargetStatus]) -> dict[str, TargetStatus]:
    """The same, targets whose 其中 do not add up named."""
    return {
        code: replace(one, parts_said=parts_said(one, statuses)) if one.target.parts else one
        for code, one in statuses.items()
    }


def parts_said(whole: TargetStatus, statuses: dict[str, TargetStatus]) -> Text:
    """What does not add up between a target and its parts: the goals, or the numbers reached. Empty if all does, or
    where a part is not measured."""
    parts = [statuses[code] for code in whole.target.parts if code in statuses]
    if len(parts) < len(whole.target.parts):
        return Text("", "")
    unit, sentences = whole.goal.unit, []
    goals = sum((one.goal.low for one in parts), Fraction(0))
    if goals != whole.goal.low:
        have, want = amount(goals, unit), amount(whole.goal.low, unit)
        sentences.append(
            Text(f"其中各项目标合计 {have.zh}，总目标 {want.zh}", f"the parts' goals sum to {have.en}, not {want.en}")
        )
    values = [one.actual for one in parts if one.actual is not None]
    if whole.actual is not None and len(values) == len(parts):
        sum_ = total(values)
        if sum_.low != whole.actual.low:
            have, want = said(sum_, unit), said(whole.actual, unit)
            less = amount(abs(whole.actual.low - sum_.low), unit)
            sentences.append(
                Text(
                    f"其中各项合计 {have.zh}，总数 {want.zh}，确定数相差 {less.zh}"
                    + ("（尚不能归入任何一项）" if sum_.low < whole.actual.low else ""),
                    f"the parts sum to {have.en}, the whole is {want.en}; the definite differ by {less.en}"
                    + (" (not yet decided to which part they belong)" if sum_.low < whole.actual.low else ""),
                )
            )
    return Text("；".join(s.zh for s in sentences), "; ".join(s.en for s in sentences))


DIRECTIONS = {
    "up": Text("上升", "rising"), "down": Text("下降", "falling"), "level": Text("持平", "level"),
    "unknown": Text("无法比较", "cannot be compared"),
}  # fmt: skip


def trend_status(code: str, trend: Trend, seen: Seen) -> TrendStatus:
    """Which way a goal without a number goes; it is never achieved."""
    now = seen.year if seen.year is not None else seen.whole.value
    before, unit = seen.before, seen.whole.unit
    if now is None or before is None:
        direction = "unknown"
    elif now.low > before.low:
        direction = "up"
    else:
        direction = "down" if now.low < before.low else "level"
    word, value = DIRECTIONS[direction], said(now, unit)
    zh, en = f"{value.zh}，{word.zh}", f"{value.en}, {word.en}"
    if before is not None:
        was = said(before, unit)
        zh, en = f"{zh}（去年同期 {was.zh}）", f"{en} (a year earlier {was.en})"
    sentence = Text(f"未量化目标：{zh}", f"a goal without a number: {en}")
    return TrendStatus(
        code=code, trend=trend, figure=seen.whole, before=before,
        direction=direction, said=sentence,  # type: ignore[arg-type]
    )  # fmt: skip
