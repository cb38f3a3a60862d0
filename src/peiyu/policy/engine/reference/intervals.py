"""Arithmetic and comparison of intervals: docs/explanation/library.md §3, stated once more in code."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from peiyu.policy.condition.ast import CompareOp
from peiyu.policy.verdict import Exact, Interval, Reason, Undefined

NO_REASON: frozenset[Reason] = frozenset()
ORDERS: Mapping[CompareOp, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
ZERO, ONE = 0, 1


def simplest(value: Exact) -> Exact:
    """A whole number as an int."""
    return value.numerator if value.denominator == 1 else value


@dataclass(frozen=True, slots=True)
class Rate:
    """A compound yearly rate, kept as the quotient of its two ends so that it is compared exactly: the rate is
    quotient^(1/years) − 1."""

    quotient: Interval
    years: int


Value = Interval | Undefined | Rate
"""The value of a numeric expression; a Rate is only compared."""


def point(value: Exact) -> Interval:
    return Interval(value, value)


def interval(low: Exact | None, high: Exact | None, reasons: frozenset[Reason]) -> Interval:
    """An interval; a point has no reasons."""
    return Interval(low, high, NO_REASON if low is not None and (low is high or low == high) else reasons)


def unknown(reasons: frozenset[Reason]) -> Interval:
    """(−∞, +∞)."""
    return Interval(None, None, reasons)


def undefined_among(values: Iterable[Value]) -> Undefined | None:
    """The first undefined value; one before founding comes before others."""
    found = [v for v in values if isinstance(v, Undefined)]
    if not found:
        return None
    return next((u for u in found if u.kind == "not_applicable"), found[0])


def exact(a: Interval) -> Exact | None:
    """The value of a point; None for an interval. A quick way for the many that are both points."""
    return a.low if a.low is a.high else None


def add(a: Interval, b: Interval) -> Interval:
    if (x := exact(a)) is not None and (y := exact(b)) is not None:
        return point(x + y)
    reasons = a.reasons | b.reasons
    if a.is_open or b.is_open:
        return unknown(reasons)
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return interval(low, high, reasons)


def negate(a: Interval) -> Interval:
    if (x := exact(a)) is not None:
        return point(-x)
    return interval(None if a.high is None else -a.high, None if a.low is None else -a.low, a.reasons)


def subtract(a: Interval, b: Interval) -> Interval:
    if (x := exact(a)) is not None and (y := exact(b)) is not None:
        return point(x - y)
    return add(a, negate(b))


def multiply(a: Interval, b: Interval) -> Interval:
    if (x := exact(a)) is not None and (y := exact(b)) is not None:
        return point(x * y)
    reasons = a.reasons | b.reasons
    if a.is_open or b.is_open:
        return unknown(reasons)
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
        products = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
        return interval(min(products), max(products), reasons)
    if a.is_point and a.low is not None:
        return scaled(b, a.low, reasons)
    if b.is_point and b.low is not None:
        return scaled(a, b.low, reasons)
    return unknown(reasons)


def scaled(a: Interval, factor: Exact, reasons: frozenset[Reason]) -> Interval:
    """A half-open interval times a number."""
    if factor == 0:
        return point(ZERO)
    ends = (None if a.low is None else a.low * factor, None if a.high is None else a.high * factor)
    low, high = ends if factor > 0 else (ends[1], ends[0])
    return interval(low, high, reasons)


def divide(a: Interval, b: Interval) -> Interval | Undefined:
    """A base that is certainly zero makes the quotient undefined; one that may be zero makes it unknown."""
    if (y := exact(b)) is not None and y and (x := exact(a)) is not None:
        return point(Fraction(x, y))
    if b.low == 0 and b.high == 0:
        return Undefined()
    reasons = a.reasons | b.reasons
    contains_zero = (b.low is None or b.low <= 0) and (b.high is None or b.high >= 0)
    if a.is_open or contains_zero:
        return unknown(reasons)
    return multiply(a, reciprocal(b))


def reciprocal(b: Interval) -> Interval:
    """1 / b for an interval without zero; an infinite end becomes 0."""
    ends = (ZERO if b.high is None else Fraction(1, b.high), ZERO if b.low is None else Fraction(1, b.low))
    return interval(ends[0], ends[1], b.reasons)


def extreme(fn: Callable[[Iterable[Exact]], Exact], values: tuple[Interval, ...]) -> Interval:
    """min or max by ends."""
    reasons = NO_REASON.union(*(v.reasons for v in values))
    if any(v.is_open for v in values):
        return unknown(reasons)
    lows = [v.low for v in values]
    highs = [v.high for v in values]
    return interval(end(fn, lows, missing_wins=fn is min), end(fn, highs, missing_wins=fn is max), reasons)


def end(fn: Callable[[Iterable[Exact]], Exact], ends: list[Exact | None], *, missing_wins: bool) -> Exact | None:
    """The least or greatest of ends, where None is the infinity of that side."""
    known = [e for e in ends if e is not None]
    if len(known) < len(ends) and (missing_wins or not known):
        return None
    return fn(known)


def whole(a: Interval) -> Interval:
    """floor by ends."""
    low = None if a.low is None else floor(a.low)
    high = None if a.high is None else floor(a.high)
    return interval(low, high, a.reasons)


def hull(values: Iterable[Interval], reasons: frozenset[Reason] = NO_REASON) -> Interval:
    """The smallest interval that holds all of them."""
    parts = tuple(values)
    if len(parts) == 1 and not reasons:
        return parts[0]
    low = end(min, [v.low for v in parts], missing_wins=True)
    high = end(max, [v.high for v in parts], missing_wins=True)
    return interval(low, high, reasons.union(*(v.reasons for v in parts)))


def clipped(a: Interval, floor_: Exact | None, cap: Exact | None) -> Interval:
    """Both ends held between `floor_` and `cap`."""
    if floor_ is None and cap is None:
        return a
    low, high = a.low, a.high
    if floor_ is not None:
        low = floor_ if low is None else max(low, floor_)
        high = high if high is None else max(high, floor_)
    if cap is not None:
        low = low if low is None else min(low, cap)
        high = cap if high is None else min(high, cap)
    return interval(low, high, a.reasons)


def compare(op: CompareOp, a: Interval, b: Interval) -> bool | None:
    """True if it holds for all pairs, False if for none, otherwise None."""
    if (x := exact(a)) is not None and (y := exact(b)) is not None:
        return ORDERS[op](x.numerator * y.denominator, y.numerator * x.denominator)
    if op == "!=":
        same = compare("=", a, b)
        return None if same is None else not same
    if op in ("<", "<="):
        return compare(">" if op == "<" else ">=", b, a)
    if op == "=":
        if a.is_point and b.is_point:
            return a.low == b.low
        apart = exceeds(a, b) or exceeds(b, a)
        return False if apart else None
    if op == ">=":
        if a.low is not None and b.high is not None and a.low >= b.high:
            return True
        return False if exceeds(b, a) else None
    if exceeds(a, b):
        return True
    if a.high is not None and b.low is not None and a.high <= b.low:
        return False
    return None


def exceeds(a: Interval, b: Interval) -> bool:
    """Whether all of a lies above all of b."""
    return a.low is not None and b.high is not None and a.low > b.high


def raised(threshold: Interval, years: int) -> Interval:
    """(1 + t)^years end by end, the sign kept, so that a rate's quotient can be compared with it."""
    ends = tuple(None if t is None else signed_power(t + 1, years) for t in (threshold.low, threshold.high))
    return interval(ends[0], ends[1], threshold.reasons)


def signed_power(base: Exact, exponent: int) -> Exact:
    return base**exponent if base >= 0 else -((-base) ** exponent)


def comparable(a: Interval | Rate, b: Interval | Rate) -> tuple[Interval, Interval]:
    """Two values brought to the same measure: a rate against a number becomes its quotient against (1 + t)^n."""
    if isinstance(a, Rate):
        return a.quotient, (b.quotient if isinstance(b, Rate) else raised(b, a.years))
    if isinstance(b, Rate):
        return raised(a, b.years), b.quotient
    return a, b
