"""Score tables: every item and score is an interval of points."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.policy.condition.ast import Expr, Fact, Ref
from peiyu.policy.engine.reference import intervals, kleene
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
from peiyu.policy.verdict import Interval, Reason, Undefined

NOTHING = intervals.point(intervals.ZERO)


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
        here = kleene.TRUE if band.when is None else inside.truth(band.when)
        if here.value is False:
            continue
        reached.append(intervals.interval(band.low, band.high, frozenset((Reason("expert", None, "expert"),))))
        reasons |= here.reasons
        if here.value is True:
            break
    else:
        reached.append(NOTHING)
    return intervals.hull(reached, reasons)


def is_numeric(of: Expr, c: Context) -> bool:
    return not isinstance(of, Fact) or c.field_of(of).is_numeric


def word_of(of: Expr, value: intervals.Value, c: Context) -> str | None:
    """What the banded quantity says of being undefined."""
    if isinstance(value, Undefined):
        return value.when_undefined
    return c.binding.quantities[of.key].when_undefined if isinstance(of, Ref) and of.kind == "quantity" else None


def judged(item: ExpertItem, c: Context) -> Interval:
    """The expert's points, or their whole range until they are given."""
    range_ = intervals.interval(item.low, item.high, frozenset((Reason("expert", None, "expert"),)))
    if item.fact is None:
        return range_
    given = c.value(item.fact)
    if not isinstance(given, Interval) or given.is_open:
        reasons = given.reasons if isinstance(given, Interval) else range_.reasons
        return intervals.interval(item.low, item.high, reasons)
    return intervals.clipped(given, item.low, item.high)


def bonus(item: BonusItem, c: Context) -> Interval:
    earned = c.under(item.when_undefined).truth(item.when)
    if earned.value is None:
        return intervals.hull((NOTHING, intervals.point(item.points)), earned.reasons)
    return intervals.point(item.points) if earned.value else NOTHING


def computed(item: PointsItem, c: Context) -> Interval:
    """Points by an expression; undefined points are none, unless they are referred to a person."""
    value = c.under(item.when_undefined).value(item.points)
    if isinstance(value, Interval):
        return value
    assert isinstance(value, Undefined)
    word = item.when_undefined or value.when_undefined or "refer"
    return intervals.unknown(frozenset((Reason(value.kind),))) if word == "refer" else NOTHING
