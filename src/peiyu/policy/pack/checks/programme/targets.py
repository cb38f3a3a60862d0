"""Whether targets can be met at all: their numbers, units, dates, parts and plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from peiyu.policy.pack.checks.context import Context
from peiyu.policy.pack.load.programme.units import measure_of
from peiyu.policy.pack.programme import Goal, Programme, Target
from peiyu.problems import Problem

Ends = tuple[Fraction, Fraction | None]


def check_targets(context: Context) -> Iterator[Problem]:
    """One target at a time."""
    programme = context.pack.programme
    for one in programme.targets.values() if programme else ():
        yield from _goal(context, one)
        yield from _dates(context, one)
        yield from _plan(context, one)
        indicator = programme.indicators.get(one.indicator) if programme else None
        if indicator is not None and not same_unit(one.goal.unit, indicator.unit):
            yield context.say("goal-unit", one.span, found=one.goal.unit, unit=one.goal.unit, accepted=indicator.unit)


def same_unit(one: str, other: str) -> bool:
    """家 and 户 count alike, 平方米 is ㎡; unknown units only fit themselves."""
    return one == other or (measure_of(one) is not None and measure_of(one) == measure_of(other))


def _goal(context: Context, target: Target) -> Iterator[Problem]:
    goal = target.goal
    falls = goal.high is not None and goal.high < goal.low
    if goal.low <= 0 or falls or (goal.stretch is not None and goal.stretch <= goal.low):
        ends = [goal.low, *(one for one in (goal.high, goal.stretch) if one is not None)]
        yield context.say("goal-impossible", target.span, found=" … ".join(str(one) for one in ends))


def _dates(context: Context, target: Target) -> Iterator[Problem]:
    if target.since is not None and target.since >= target.by:
        yield context.say("target-dates", target.span, found=f"{target.since} … {target.by}")


def _plan(context: Context, target: Target) -> Iterator[Problem]:
    plan = target.plan
    if plan is None:
        return
    if plan.quarters and (len(plan.quarters) != 4 or sum(plan.quarters) != 1):
        said = " + ".join(f"{float(one * 100):g}%" for one in plan.quarters)
        yield context.say("plan-shares", target.span, found=said)
    years = [year for year, _ in plan.years]
    first = (target.since or dt.date.min).year
    outside = [year for year in years if not first <= year <= target.by.year]
    falls = any(after <= before for (_, before), (_, after) in pairwise(plan.years))
    if outside or years != sorted(set(years)) or falls:
        yield context.say("plan-years", target.span, found=" · ".join(str(one) for one in outside or years))


def check_parts(context: Context) -> Iterator[Problem]:
    """Targets whose parts (其中) cannot add up to them."""
    programme = context.pack.programme
    for one in programme.targets.values() if programme else ():
        yield from _parts(context, programme, one) if programme else ()


def _parts(context: Context, programme: Programme, target: Target) -> Iterator[Problem]:
    parts = [programme.targets[part] for part in target.parts if part in programme.targets]
    if not parts:
        return
    if unlike := next((one for one in parts if not same_unit(one.goal.unit, target.goal.unit)), None):
        yield context.say(
            "goal-unit", unlike.span, found=unlike.goal.unit, unit=unlike.goal.unit, accepted=target.goal.unit
        )
        return
    (low, high), ends = reach(target.goal), [reach(one.goal) for one in parts]
    least = sum((one for one, _ in ends), Fraction(0))
    known = [one for _, one in ends if one is not None]
    most = sum(known, Fraction(0)) if len(known) == len(ends) else None
    if (high is not None and least > high) or (most is not None and most < low):
        said = " + ".join(str(one.goal.low) for one in parts)
        yield context.say("parts-sum", target.span, found=f"{said} ≠ {target.goal.low}")


def reach(goal: Goal) -> Ends:
    """The values with which a goal is met (超过 taken as from its number)."""
    return goal.low, goal.high
