"""Score tables: every item and score is an interval of points (engine/reference/scores.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from peiyu.policy.compile.lower import arithmetic
from peiyu.policy.compile.lower.choice import chosen, either_sure
from peiyu.policy.compile.lower.desk import View
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Number, constant, no_gap
from peiyu.policy.condition.ast import Fact, Ref
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


def points_of(rule: Score | ScoreItem, view: View) -> Number:
    """The points of a score or an item, lowered once."""
    if not rule.key:
        return points(rule, view)
    plain = view.plain()
    return view.desk.remembered(rule.key, view.year, lambda: points(rule, plain))


def points(rule: Score | ScoreItem, view: View) -> Number:
    """By the kind of the item, held between its floor and its cap."""
    match rule:
        case Score():
            return arithmetic.clipped(view.graph, total(rule.items, view), None, rule.cap)
        case SumItem():
            made = total(rule.items, view)
        case BestItem():
            made = arithmetic.extreme(view.graph, "max", [points_of(item, view) for item in rule.items])
        case BandItem():
            made = banded(rule, view)
        case ExpertItem():
            made = judged(rule, view)
        case BonusItem():
            made = bonus(rule, view)
        case PointsItem():
            made = computed(rule, view)
    return arithmetic.clipped(view.graph, made, rule.floor, rule.cap)


def total(items: Iterable[ScoreItem], view: View) -> Number:
    made = constant(view.graph, Fraction(0))
    for item in items:
        made = arithmetic.add(view.graph, made, points_of(item, view))
    return made


def between(graph: Graph, low: Fraction, high: Fraction) -> Number:
    """Points that an expert chooses between two ends."""
    (a, b) = arithmetic.alike(graph, [constant(graph, low), constant(graph, high)])[0]
    return replace(a, high=b.high, bound=max(a.bound, b.bound))


def banded(item: BandItem, view: View) -> Number:
    """From the least to the greatest points of the bands that may be reached. A base that may be zero may also
    bring the item to its 0分."""
    graph, inside = view.graph, view.under(item.when_undefined)
    guards, numbers = [], []
    for band in item.bands:
        numbers.append(between(graph, band.low, band.high))
        if band.when is None:
            break
        guards.append(inside.truth(band.when))
    else:
        numbers.append(constant(graph, Fraction(0)))
    made = chosen(graph, guards, numbers) if guards else numbers[0]
    return with_nothing(item, made, inside)


def with_nothing(item: BandItem, made: Number, view: View) -> Number:
    """0 points where the value does not exist and that counts 0分; 0 among the points where nothing is known."""
    graph = view.graph
    if isinstance(item.of, Fact) and not view.desk.field_of(item.of).is_numeric:
        return made
    value = view.value(item.of)
    gap, nought = value.gap, constant(graph, Fraction(0))
    if item.when_undefined is not None:
        zero = gap.undefined if item.when_undefined == "0分" else graph.false
    else:
        zero = graph.or_(*(place for word, place in gap.words if word == "0分"))
    if says_nothing(item, view):
        opens = graph.and_(graph.is_null(value.low), graph.is_null(value.high), graph.not_(gap.undefined))
        both = arithmetic.alike(graph, [made, nought])[0]
        low, high = (graph.extreme("min", [n.low for n in both]), graph.extreme("max", [n.high for n in both]))
        made = either_sure(graph, opens, replace(both[0], low=low, high=high), both[0])
    return either_sure(graph, zero, nought, made)


def says_nothing(item: BandItem, view: View) -> bool:
    """Whether being undefined counts 0分, by the item's word or the banded quantity's."""
    word = item.when_undefined
    if word is None and isinstance(item.of, Ref) and item.of.kind == "quantity":
        word = view.desk.binding.quantities[item.of.key].when_undefined
    return word == "0分"


def judged(item: ExpertItem, view: View) -> Number:
    """The expert's points, or their whole range until they are given."""
    graph = view.graph
    range_ = between(graph, item.low, item.high)
    if item.fact is None:
        return range_
    given = view.value(item.fact)
    missing = graph.and_(graph.is_null(given.low), graph.is_null(given.high))
    held = arithmetic.clipped(graph, replace(given, gap=no_gap(graph)), item.low, item.high)
    return either_sure(graph, missing, range_, held)


def bonus(item: BonusItem, view: View) -> Number:
    earned = view.under(item.when_undefined).truth(item.when)
    return chosen(view.graph, [earned], [constant(view.graph, item.points), constant(view.graph, Fraction(0))])


def computed(item: PointsItem, view: View) -> Number:
    """Points by an expression; undefined points are none, unless they are referred to a person."""
    graph = view.graph
    value = view.under(item.when_undefined).value(item.points)
    gap = value.gap
    if item.when_undefined is not None:
        none = graph.false if item.when_undefined == "refer" else gap.undefined
    else:
        none = graph.or_(*(place for word, place in gap.words if word != "refer"))
    made = replace(value, gap=no_gap(graph))
    return either_sure(graph, none, constant(graph, Fraction(0)), made)
