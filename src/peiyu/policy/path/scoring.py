"""Raising (or lowering) a score table: which bands a firm can reach, and which of them together are enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product

from peiyu.policy.condition.ast import Compare, Expr, Number
from peiyu.policy.pack.model import BandItem, BonusItem, PointsItem, WhenUndefined
from peiyu.policy.path.moves import Fix, cost, moves, order, signature
from peiyu.policy.path.situation import Situation

MOST_TOGETHER = 4
"""How many items are raised together at most."""
MOST_FIXES = 40
"""How many combinations are handed on, cheapest first."""
MOST_MADE_GOOD = 8
"""After how many raises, cheapest first, a second one is looked for."""
MOST_PRODUCTS = 20_000
POINTS_AHEAD = 5


Conditions = Sequence[tuple[Expr, WhenUndefined | None]]


@dataclass(frozen=True, slots=True)
class Raise:
    """A fix of one item's band and the points that the whole comparison gains by it."""

    fix: Fix
    gain: Fraction


def score_fixes(expr: Compare, want: bool, s: Situation) -> tuple[Fix, ...]:
    """The cheapest sets of changes that lift a comparison with a score over its threshold."""
    margin = s.margin(expr, want)
    if margin is None:
        return moves(expr, want, s)
    tried = list(_raises(expr, want, s, margin))
    enough: list[Fix] = []
    raises = [one for one in tried if one.gain > 0]
    for number in range(1, MOST_TOGETHER + 1):
        for chosen in _together(raises, number):
            if margin + sum(one.gain for one in chosen) >= 0:
                fix = tuple(change for one in chosen for change in one.fix)
                if s.with_changes(fix).is_so(expr, want):
                    enough.append(fix)
        if enough:
            break
    return order(enough or _made_good(tried, expr, want, s))[:MOST_FIXES]


def _made_good(tried: list[Raise], expr: Compare, want: bool, s: Situation) -> Iterator[Fix]:
    """Where raising one item lowers another (revenue that passes a band thins the share of R&D), what makes good for
    it: a second raise of what the first has touched, looked for after it."""
    conditions = tuple(_conditions(expr, s))
    cheapest = sorted(tried, key=lambda each: (cost(each.fix), -each.gain))
    for one in islice((each for each in cheapest if _shares(each.fix, conditions, s)), MOST_MADE_GOOD):
        after = s.with_changes(one.fix)
        margin = after.margin(expr, want)
        if margin is None:
            continue
        for more in _raises(expr, want, after, margin, touched=one.fix):
            both = after.with_changes(more.fix)
            if margin + more.gain >= 0 and both.is_so(expr, want):
                yield tuple(change for change in both.changes if change not in s.changes)


def _shares(fix: Fix, conditions: Conditions, s: Situation) -> bool:
    """Whether a figure that the fix moves stands beside another lever in some condition, as revenue under R&D does."""
    moved = {(one.entity, one.field_code) for one in fix if one.kind == "figure"}
    return any(
        (lever.field.entity, lever.field.code) not in moved
        for condition, _ in conditions
        if not moved.isdisjoint(s.reads(condition).facts)
        for lever in s.levers(condition)
    )


def _touches(fix: Fix, condition: Expr, s: Situation) -> bool:
    return any(s.reads(condition).touched_by(change.entity, change.field_code) for change in fix)


def _raises(
    expr: Compare, want: bool, s: Situation, margin: Fraction, *, touched: Fix | None = None
) -> Iterator[Raise]:
    """The fixes of single bands with what they gain; `touched`: only of bands on which these changes bear."""
    seen: set[frozenset[tuple[object, ...]]] = set()
    for condition, word in _conditions(expr, s):
        inside = s.under(word)
        if inside.is_certain(condition) or (touched is not None and not _touches(touched, condition, s)):
            continue
        for fix in moves(condition, True, inside):
            if signature(fix) in seen:
                continue
            seen.add(signature(fix))
            after = s.with_changes(fix).margin(expr, want)
            if after is not None:
                yield Raise(fix, after - margin)


def _conditions(expr: Compare, s: Situation) -> Iterator[tuple[Expr, WhenUndefined | None]]:
    """Every condition by which points are given in the scores that `expr` reads."""
    for item in s.frame.items(expr):
        if isinstance(item, BandItem):
            yield from ((band.when, item.when_undefined) for band in item.bands if band.when is not None)
        elif isinstance(item, BonusItem):
            yield item.when, item.when_undefined
        elif isinstance(item, PointsItem):
            yield from ((one, item.when_undefined) for one in _more_points(item, s))


def _more_points(item: PointsItem, s: Situation) -> Iterator[Expr]:
    present = s.value_low(item.points)
    if present is not None:
        for more in range(1, POINTS_AHEAD + 1):
            yield Compare(">=", item.points, Number(Fraction(int(present) + more), "points"))


def _together(raises: list[Raise], number: int) -> Iterator[tuple[Raise, ...]]:
    """Choices of `number` raises that pull different levers."""
    by_lever: dict[frozenset[tuple[str, str, str]], list[Raise]] = {}
    for one in raises:
        by_lever.setdefault(frozenset(change.lever for change in one.fix), []).append(one)
    best = {key: _frontier(some) for key, some in by_lever.items()}
    budget = MOST_PRODUCTS
    for keys in combinations(by_lever, number):
        if sum(len(key) for key in keys) > len(frozenset[tuple[str, str, str]]().union(*keys)):
            continue
        for chosen in product(*(best[key] for key in keys)):
            budget -= 1
            if budget < 0:
                return
            yield chosen


def _frontier(raises: list[Raise]) -> list[Raise]:
    """Of raises by the same levers those that no cheaper one equals in points."""
    kept: list[Raise] = []
    for one in sorted(raises, key=lambda each: (cost(each.fix), -each.gain)):
        if not kept or one.gain > kept[-1].gain:
            kept.append(one)
    return kept
