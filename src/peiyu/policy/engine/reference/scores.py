"""Score tables: every item and score is an interval of points."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from peiyu.policy.condition.ast import Compare, Expr, Fact, Ref
from peiyu.policy.engine.reference import intervals, kleene, truths
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.pack.model import (
    BandItem,
    BestItem,
    BonusItem,
    ExpertItem,
    PointsItem,
    Score,
    ScoreItem,
    SumItem,
)
from peiyu.policy.verdict import Interval, Reason, Truth, Undefined

NOTHING = intervals.point(intervals.ZERO)
BY_EXPERT = frozenset((Reason("expert", None, "expert"),))


def points_of(rule: Score | ScoreItem, c: Context) -> Interval:
    """The points of a score or an item, worked out once."""
    if not rule.key:
        return points(rule, c)
    made = c.remembered(f"points:{rule.key}", lambda plain: points(rule, plain))
    assert isinstance(made, Interval)
    return made


def points(rule: Score | ScoreItem, c: Context) -> Interval:
    """By the kind of the item, held between its floor and its cap."""
    match rule:
        case Score():
            return intervals.clipped(total(rule.items, c), None, rule.cap)
        case SumItem():
            made = total(rule.items, c)
        case BestItem():
            made = intervals.extreme(max, tuple(points_of(item, c) for item in rule.items))
        case BandItem():
            made = banded(rule, c)
        case ExpertItem():
            made = judged(rule, c)
        case BonusItem():
            made = bonus(rule, c)
        case PointsItem():
            made = computed(rule, c)
    return intervals.clipped(made, rule.floor, rule.cap)


def total(items: Iterable[ScoreItem], c: Context) -> Interval:
    result = NOTHING
    for item in items:
        result = intervals.add(result, points_of(item, c))
    return result


def banded(item: BandItem, c: Context) -> Interval:
    """From the least to the greatest points of the bands that may be reached. A base that may be zero may also
    bring the item to its 0分."""
    inside = c.under(item.when_undefined)
    value: intervals.Value | None = None
    reasons: frozenset[Reason] = frozenset()
    reached: list[Interval] = []
    if is_numeric(item.of, c):
        value = inside.value(item.of)
        word = item.when_undefined or word_of(item.of, value, c)
        if word == "0分" and isinstance(value, Undefined):
            return NOTHING
        if word == "0分" and isinstance(value, Interval) and value.is_open:
            reached.append(NOTHING)
            reasons |= value.reasons
    for band in item.bands:
        here = kleene.TRUE if band.when is None else within(band.when, item.of, value, inside)
        if here.value is False:
            continue
        reached.append(between(band.low, band.high))
        reasons |= here.reasons
        if here.value is True:
            break
    else:
        reached.append(NOTHING)
    return intervals.hull(reached, reasons)


def within(when: Expr, of: Expr, value: intervals.Value | None, c: Context) -> Truth:
    """Whether a band may be reached. Most bands compare the banded quantity itself, whose value, if it is a number,
    is already known."""
    if value is None or not isinstance(when, Compare) or when.left != of:
        return c.truth(when)
    return truths.noted(when, when.op, value, c.value(when.right), c)


def between(low: Fraction, high: Fraction) -> Interval:
    """The points of a band: one number, or as an expert chooses."""
    return intervals.interval(intervals.simplest(low), intervals.simplest(high), BY_EXPERT)


def is_numeric(of: Expr, c: Context) -> bool:
    return not isinstance(of, Fact) or c.field_of(of).is_numeric


def word_of(of: Expr, value: intervals.Value, c: Context) -> str | None:
    """What the banded quantity says of being undefined."""
    if isinstance(value, Undefined):
        return value.when_undefined
    return c.binding.quantities[of.key].when_undefined if isinstance(of, Ref) and of.kind == "quantity" else None


def judged(item: ExpertItem, c: Context) -> Interval:
    """The expert's points, or their whole range until they are given."""
    range_ = between(item.low, item.high)
    if item.fact is None:
        return range_
    given = c.value(item.fact)
    if not isinstance(given, Interval) or given.is_open:
        reasons = given.reasons if isinstance(given, Interval) else range_.reasons
        return intervals.interval(item.low, item.high, reasons)
    return intervals.clipped(given, item.low, item.high)


def bonus(item: BonusItem, c: Context) -> Interval:
    earned = c.under(item.when_undefined).truth(item.when)
    full = intervals.point(intervals.simplest(item.points))
    if earned.value is None:
        return intervals.hull((NOTHING, full), earned.reasons)
    return full if earned.value else NOTHING


def computed(item: PointsItem, c: Context) -> Interval:
    """Points by an expression; undefined points are none, unless they are referred to a person."""
    value = c.under(item.when_undefined).value(item.points)
    if isinstance(value, Interval):
        return value
    assert isinstance(value, Undefined)
    word = item.when_undefined or value.when_undefined or "refer"
    return intervals.unknown(frozenset((Reason(value.kind),))) if word == "refer" else NOTHING
