"""序时: how much of a goal is due on a day."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from peiyu.policy.pack.programme import Schedule, Target

NOTHING, ALL = Fraction(0), Fraction(1)
STRAIGHT = (Fraction(1, 4),) * 4
QUARTER_BEGINS = (1, 4, 7, 10)


def due(target: Target, day: dt.date) -> Fraction:
    """What the plan wants to have on `day` (the whole day counted), in the goal's units: nothing before the target
    begins, the goal's low end from the deadline on. Between, by `years` (straight or by `quarters` within each year),
    else by `quarters` of every year, else straight. A target without a beginning begins on 1 January of its last
    planned year."""
    goal = target.goal.low
    first = begins(target)
    if day < first:
        return NOTHING
    if day >= target.by:
        return goal
    plan = target.plan or Schedule()
    if plan.years:
        return _by_years(target, plan, day)
    return goal * share(first, target.by, day, plan.quarters)


def begins(target: Target) -> dt.date:
    """The day from which the plan runs."""
    if target.since is not None:
        return target.since
    plan = target.plan
    year = min((y for y, _ in plan.years), default=target.by.year) if plan is not None else target.by.year
    return dt.date(year, 1, 1)


def share(first: dt.date, last: dt.date, day: dt.date, quarters: tuple[Fraction, ...] = ()) -> Fraction:
    """The part of a span that lies behind at the end of `day`, 0 to 1. With `quarters` the days of a quarter weigh as
    much as its share says; without, all days alike."""
    if day < first:
        return NOTHING
    if day >= last:
        return ALL
    if not quarters:
        return Fraction((day - first).days + 1, (last - first).days + 1)
    start = _weight(first - dt.timedelta(days=1), quarters)
    whole = _weight(last, quarters) - start
    return (_weight(day, quarters) - start) / whole if whole else ALL


def _weight(day: dt.date, quarters: tuple[Fraction, ...]) -> Fraction:
    """Years behind at the end of a day, the quarters of each weighing as planned."""
    place = (day.month - 1) // 3
    begin = dt.date(day.year, QUARTER_BEGINS[place], 1)
    after = dt.date(day.year + 1, 1, 1) if place == 3 else dt.date(day.year, QUARTER_BEGINS[place + 1], 1)
    within = Fraction((day - begin).days + 1, (after - begin).days)
    return day.year + sum(quarters[:place], NOTHING) + quarters[place] * within


def _by_years(target: Target, plan: Schedule, day: dt.date) -> Fraction:
    """Between the cumulative values due at the ends of years; after the last of them on to the goal."""
    marks = [(dt.date(year, 12, 31), value) for year, value in plan.years if dt.date(year, 12, 31) < target.by]
    marks.append((target.by, target.goal.low))
    first, had = begins(target), NOTHING
    for last, value in marks:
        if day <= last:
            return had + (value - had) * share(first, last, day, plan.quarters)
        first, had = last + dt.timedelta(days=1), value
    return target.goal.low
