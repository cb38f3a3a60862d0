"""Comparison of lowered numbers: whole ones exactly, quotients by their nearest doubles, others with a watch on the
rows near the threshold."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from peiyu.policy.compile.lower.arithmetic import add, alike, multiply, size
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import (
    INT_LIMIT,
    Gap,
    Number,
    approximate,
    constant,
    constant_value,
    joined,
    notice_wide,
    rounded,
)
from peiyu.policy.pack.model import WhenUndefined

PLAIN_DENOMINATOR = 10**5
"""Thresholds with a denominator up to this are compared with quotients directly; with a larger one the figures for
which that is exact would be too small, and the rows next to the threshold are watched instead."""

MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}


def compare(graph: Graph, op: str, left: Number, right: Number, when_undefined: WhenUndefined | None) -> int:
    """The truth of `left op right`, an undefined operand taken as the nearest rule says: `when_undefined`, else the
    word of the quantity that it comes from."""
    left, right = _measured_alike(graph, left, right)
    return settled(graph, _intervals(graph, op, left, right), joined(graph, left.gap, right.gap), when_undefined)


def settled(graph: Graph, held: int, gap: Gap, when_undefined: WhenUndefined | None) -> int:
    """A truth that is null wherever it is undefined, settled there by the nearest word; without any it stays
    unknown, for a person to decide."""
    if gap.undefined == graph.false or when_undefined == "refer":
        return held
    words = ((when_undefined, gap.undefined),) if when_undefined is not None else gap.words
    says: dict[WhenUndefined, int] = {"met": graph.true, "refer": graph.unknown}
    return graph.case([(place, says.get(word, graph.false)) for word, place in words], held)


def _measured_alike(graph: Graph, left: Number, right: Number) -> tuple[Number, Number]:
    """A compound rate is compared as its quotient with (1 + t)^n."""
    if left.root is not None and right.root is None:
        right = _raised(graph, right, left.root)
    elif right.root is not None and left.root is None:
        left = _raised(graph, left, right.root)
    return left, right


def _raised(graph: Graph, threshold: Number, years: int) -> Number:
    value = constant_value(graph, threshold)
    if value is not None:
        base = value + 1
        return constant(graph, abs(base) ** years * (1 if base >= 0 else -1))
    more = add(graph, threshold, constant(graph, Fraction(1)))
    if more.is_point:
        return _power(graph, more, years)
    (low, high), made = alike(graph, [_power(graph, end, years) for end in (low_end(more), high_end(more))])
    return replace(made, low=low.low, high=high.low, gap=more.gap)


def _power(graph: Graph, base: Number, years: int) -> Number:
    """A point times itself; below zero, where the sign must be kept, the reference decides."""
    graph.notice(graph.compare("<", approximate(graph, base).low, graph.constant(0.0, "float")))
    made = base
    for _ in range(years - 1):
        made = multiply(graph, made, base)
    return made


def _intervals(graph: Graph, op: str, left: Number, right: Number) -> int:
    """True if it holds for all pairs, false if for none."""
    if left.is_point and right.is_point:
        return _ends(graph, op, left, right)
    a_low, a_high, b_low, b_high = low_end(left), high_end(left), low_end(right), high_end(right)
    match op:
        case "!=":
            return graph.not_(_intervals(graph, "=", left, right))
        case "=":
            same = graph.and_(_ends(graph, ">=", a_low, b_high), _ends(graph, "<=", a_high, b_low))
            apart = graph.or_(
                graph.is_true(_ends(graph, "<", a_high, b_low)), graph.is_true(_ends(graph, ">", a_low, b_high))
            )
        case ">=" | ">":
            same = _ends(graph, op, a_low, b_high)
            apart = _ends(graph, "<" if op == ">=" else "<=", a_high, b_low)
        case _:
            same = _ends(graph, op, a_high, b_low)
            apart = _ends(graph, ">" if op == "<=" else ">=", a_low, b_high)
    return graph.case([(same, graph.true), (apart, graph.false)], graph.unknown)


def low_end(number: Number) -> Number:
    return replace(number, high=number.low)


def high_end(number: Number) -> Number:
    return replace(number, low=number.high)


def _ends(graph: Graph, op: str, left: Number, right: Number) -> int:
    """Two points; null if either is."""
    if constant_value(graph, left) is not None:
        left, right, op = right, left, MIRRORED[op]
    value = constant_value(graph, right)
    if left.kind == "int" and right.kind == "int":
        exact = _whole_with(graph, op, left, value) if value is not None else _wholes(graph, op, left, right)
        if exact is not None:
            return exact
    left, right = rounded(graph, left), rounded(graph, right)
    if left.kind == "rounded" and right.kind == "rounded":
        denominator = value.denominator if value is not None else _static_denominator(graph, left, right)
        if denominator is not None and denominator <= PLAIN_DENOMINATOR:
            notice_wide(graph, left, denominator)
            threshold = right.low if value is None else graph.constant(float(value), "float")
            return graph.compare(op, left.low, threshold)
    a, b = approximate(graph, left), approximate(graph, right)
    exact = graph.false if a.exact is None or b.exact is None else graph.and_(a.exact, b.exact)
    graph.notice_near(a.low, b.low, graph.extreme("max", (size(a), size(b))), exact)
    return graph.compare(op, a.low, b.low)


def _static_denominator(graph: Graph, left: Number, right: Number) -> int | None:
    """The denominator of a threshold that is a whole column over a constant (a choice among rates)."""
    if right.parts is None or left.parts is None:
        return None
    under = graph.constant_of(right.parts[1].place)
    return under.value if under is not None and isinstance(under.value, int) else None


def _whole_with(graph: Graph, op: str, number: Number, threshold: Fraction) -> int | None:
    """A whole column against a constant: the constant is rounded to the whole number that decides alike."""
    bound = threshold / number.factor
    if op in ("=", "!="):
        if bound.denominator != 1:
            never = graph.compare("!=", number.low, number.low)
            return never if op == "=" else graph.not_(never)
        decides = int(bound)
    else:
        decides = ceil(bound) if op in (">=", "<") else floor(bound)
    if abs(decides) >= 2 * INT_LIMIT:
        decides = 2 * INT_LIMIT - 1 if decides > 0 else 1 - 2 * INT_LIMIT
    return graph.compare(op, number.low, graph.constant(decides, "int"))


def _wholes(graph: Graph, op: str, left: Number, right: Number) -> int | None:
    ratio = left.factor / right.factor
    a, b = left.bound * ratio.numerator, right.bound * ratio.denominator
    if a >= INT_LIMIT or b >= INT_LIMIT:
        return None
    x = graph.arithmetic("*", left.low, graph.constant(ratio.numerator, "int"))
    y = graph.arithmetic("*", right.low, graph.constant(ratio.denominator, "int"))
    return graph.compare(op, x, y)
