"""`+ − × ÷ min max floor` over lowered numbers (docs/explanation/library.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import (
    INT_LIMIT,
    Gap,
    Number,
    Whole,
    aligned,
    approximate,
    constant,
    constant_value,
    joined,
    near_number,
    no_gap,
    nothing_known,
    notice_wide,
    rounded,
)

LARGEST_FLOOR = 2**53
"""Beyond it doubles are no longer every whole number."""

HALVINGS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))
"""Factors that leave a double exact."""


def negate(graph: Graph, number: Number) -> Number:
    type_ = graph.types[number.low]
    zero = graph.constant(0, "int") if type_ == "int" else graph.constant(0.0, "float")
    low, high = (graph.arithmetic("-", zero, end) for end in (number.high, number.low))
    parts = None
    if number.parts is not None:
        over, under = number.parts
        parts = (over.times(graph, -1), under)
    return replace(number, low=low, high=high, parts=parts)


def add(graph: Graph, left: Number, right: Number) -> Number:
    gap = joined(graph, left.gap, right.gap)
    both = aligned(graph, [left, right])
    if both is not None and both[0].bound + both[1].bound < INT_LIMIT:
        a, b = both
        low = graph.arithmetic("+", a.low, b.low)
        high = low if a.is_point and b.is_point else graph.arithmetic("+", a.high, b.high)
        return Number(low=low, high=high, gap=gap, kind="int", factor=a.factor, bound=a.bound + b.bound)
    shifted = _quotient_plus(graph, left, right) or _quotient_plus(graph, right, left)
    if shifted is not None:
        return shifted
    a, b = approximate(graph, left), approximate(graph, right)
    low = graph.arithmetic("+", a.low, b.low)
    high = low if a.is_point and b.is_point else graph.arithmetic("+", a.high, b.high)
    made = near_number(graph, low, high, gap, graph.arithmetic("+", size(a), size(b)))
    return made if a.exact is None or b.exact is None else replace(made, exact=graph.and_(a.exact, b.exact))


def size(number: Number) -> int:
    assert number.size is not None
    return number.size


def _quotient_plus(graph: Graph, quotient: Number, other: Number) -> Number | None:
    """n/d + p/q as one quotient (n·q + p·d) / (d·q)."""
    added = constant_value(graph, other)
    if added is None or quotient.parts is None or quotient.root is not None:
        return None
    over, under = quotient.parts
    p, q = added.numerator, added.denominator
    bound = over.bound * q + under.bound * abs(p)
    if bound >= INT_LIMIT or under.bound * q >= INT_LIMIT:
        return None
    raised = graph.arithmetic("+", over.times(graph, q).place, under.times(graph, p).place)
    return quotient_of(graph, Whole(raised, bound), under.times(graph, q), quotient.gap)


def quotient_of(graph: Graph, over: Whole, under: Whole, gap: Gap) -> Number:
    """One double division of two whole columns."""
    value = graph.divide(over.place, under.place)
    return Number(low=value, high=value, gap=gap, kind="rounded", parts=(over, under), wide=(over,))


def subtract(graph: Graph, left: Number, right: Number) -> Number:
    return add(graph, left, negate(graph, right))


def multiply(graph: Graph, left: Number, right: Number) -> Number:
    for number, other in ((left, right), (right, left)):
        factor = constant_value(graph, other)
        if factor is not None:
            return by_constant(graph, number, factor)
    gap = joined(graph, left.gap, right.gap)
    if left.is_point and right.is_point:
        if left.kind == right.kind == "int" and left.bound * right.bound < INT_LIMIT:
            place = graph.arithmetic("*", left.low, right.low)
            return Number(
                low=place, high=place, gap=gap, kind="int", factor=left.factor * right.factor,
                bound=left.bound * right.bound,
            )  # fmt: skip
        a, b = approximate(graph, left), approximate(graph, right)
        place = graph.arithmetic("*", a.low, b.low)
        return near_number(graph, place, place, gap, graph.arithmetic("*", size(a), size(b)))
    a, b = approximate(graph, left), approximate(graph, right)
    low, high = _products(graph, a, b)
    return near_number(graph, low, high, gap)


def by_constant(graph: Graph, number: Number, factor: Fraction) -> Number:
    """Times a constant; zero times unknown stays unknown."""
    if factor < 0:
        return by_constant(graph, negate(graph, number), -factor)
    if number.kind == "int":
        if factor == 0:
            zero = graph.constant(0, "int")
            nothing = graph.and_(graph.is_null(number.low), graph.is_null(number.high))
            place = graph.case([(nothing, graph.null("int"))], zero)
            return Number(low=place, high=place, gap=number.gap, kind="int", bound=0)
        return replace(number, factor=number.factor * factor)
    if number.parts is not None and factor:
        over, under = number.parts
        if over.bound * factor.numerator < INT_LIMIT and under.bound * factor.denominator < INT_LIMIT:
            raised, lowered = over.times(graph, factor.numerator), under.times(graph, factor.denominator)
            return quotient_of(graph, raised, lowered, number.gap)
    a = approximate(graph, number)
    times = graph.constant(float(factor), "float")
    low = graph.arithmetic("*", a.low, times)
    high = low if a.is_point else graph.arithmetic("*", a.high, times)
    made = near_number(graph, low, high, a.gap, graph.arithmetic("*", size(a), times))
    return replace(made, exact=a.exact) if factor in HALVINGS else made


def _products(graph: Graph, a: Number, b: Number) -> tuple[int, int]:
    """Ends of a product of intervals: the four end products, or by the sign of the one that is a point."""
    corners = [graph.arithmetic("*", x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    finite = graph.not_(graph.or_(*(graph.is_null(c) for c in corners)))
    ends = []
    for fn, mine in (("min", 0), ("max", 1)):
        when = [(finite, graph.extreme(fn, corners))]
        for point, other in ((a, b), (b, a)):
            when += _by_sign(graph, point, (other.low, other.high), mine)
        ends.append(graph.case(when, graph.null("float")))
    return ends[0], ends[1]


def _by_sign(graph: Graph, point: Number, ends: tuple[int, int], mine: int) -> list[tuple[int, int]]:
    """A point times an interval with an infinite end: the point's sign says which end makes which."""
    zero = graph.constant(0.0, "float")
    is_point = graph.true if point.is_point else graph.compare("=", point.low, point.high)
    positive, negative, none = (graph.and_(is_point, graph.compare(op, point.low, zero)) for op in (">", "<", "="))
    known = graph.not_(graph.and_(*(graph.is_null(end) for end in ends)))
    return [
        (graph.and_(none, known), zero),
        (positive, graph.arithmetic("*", point.low, ends[mine])),
        (negative, graph.arithmetic("*", point.low, ends[1 - mine])),
    ]


def divide(graph: Graph, left: Number, right: Number) -> Number:
    by = constant_value(graph, right)
    if by is not None:
        return (
            by_constant(graph, left, 1 / by)
            if by
            else nothing_known(graph, joined(graph, left.gap, undefined=graph.true))
        )
    if left.is_point and right.is_point:
        return _divide_points(graph, left, right)
    a, b = approximate(graph, left), approximate(graph, right)
    zero, one = graph.constant(0.0, "float"), graph.constant(1.0, "float")
    is_zero = graph.is_true(graph.and_(graph.compare("=", b.low, zero), graph.compare("=", b.high, zero)))
    away = graph.or_(graph.is_true(graph.compare(">", b.low, zero)), graph.is_true(graph.compare("<", b.high, zero)))
    no_base = graph.case([(away, graph.false), (is_zero, graph.true)], graph.false)
    gap = joined(graph, left.gap, right.gap, undefined=no_base)
    ends = [
        graph.case([(graph.not_(away), graph.null("float")), (graph.is_null(end), zero)], graph.divide(one, end))
        for end in (b.high, b.low)
    ]
    low, high = _products(graph, a, replace(b, low=ends[0], high=ends[0] if b.is_point else ends[1]))
    low, high = (graph.case([(gap.undefined, graph.null("float"))], end) for end in (low, high))
    return near_number(graph, low, high, gap)


def _divide_points(graph: Graph, left: Number, right: Number) -> Number:
    zero = graph.constant(0, "int") if graph.types[right.low] == "int" else graph.constant(0.0, "float")
    gap = joined(graph, left.gap, right.gap, undefined=graph.compare("=", right.low, zero))
    if left.kind == right.kind == "int":
        ratio = left.factor / right.factor
        if left.bound * ratio.numerator < INT_LIMIT and right.bound * ratio.denominator < INT_LIMIT:
            over = Whole(left.low, left.bound).times(graph, ratio.numerator)
            under = Whole(right.low, right.bound).times(graph, ratio.denominator)
            return quotient_of(graph, over, under, gap)
    a, b = approximate(graph, left), approximate(graph, right)
    value = graph.divide(a.low, b.low)
    spread = graph.divide(size(b), graph.add_absolute(b.low))
    relative = graph.divide(size(a), graph.add_absolute(b.low))
    graph.notice_near(b.low, zero_like(graph), size(b), graph.false)
    return near_number(graph, value, value, gap, graph.arithmetic("*", relative, spread))


def zero_like(graph: Graph) -> int:
    return graph.constant(0.0, "float")


def extreme(graph: Graph, fn: str, numbers: Sequence[Number]) -> Number:
    """min or max by ends; unknown as soon as nothing is known of one operand."""
    gap = joined(graph, *(n.gap for n in numbers))
    same, made = alike(graph, list(numbers))
    if all(n.is_point for n in same):
        place = graph.extreme(fn, [n.low for n in same])
        return replace(made, low=place, high=place, gap=gap)
    opens = [graph.and_(graph.is_null(n.low), graph.is_null(n.high)) for n in same]
    nothing = graph.or_(*opens)
    low, high = (
        graph.case([(nothing, graph.null(graph.types[end]))], end)
        for end in (_end(graph, fn, "low", same), _end(graph, fn, "high", same))
    )
    return replace(made, low=low, high=high, gap=gap)


def _end(graph: Graph, fn: str, side: str, numbers: list[Number]) -> int:
    """min: the low end is open if any is, the high end is the least finite one; max the other way round."""
    places = [getattr(n, side) for n in numbers]
    if (fn == "min") == (side == "low"):
        return graph.extreme(fn, places)
    value: int = places[0]
    for place in places[1:]:
        both = graph.extreme(fn, [value, place])
        value = graph.case([(graph.is_null(value), place), (graph.is_null(place), value)], both)
    return value


def clipped(graph: Graph, number: Number, low: Fraction | None, high: Fraction | None) -> Number:
    """Both ends held between two constants, an end that is open included."""
    for fn, bound in (("max", low), ("min", high)):
        if bound is None:
            continue
        (same, limit), made = alike(graph, [number, constant(graph, bound)])
        ends = []
        for end, opens in ((same.low, "max"), (same.high, "min")):
            held = graph.extreme(fn, [end, limit.low])
            ends.append(graph.case([(graph.is_null(end), limit.low)], held) if fn == opens else held)
        number = replace(made, low=ends[0], high=ends[1], gap=number.gap)
    return number


def alike(graph: Graph, numbers: list[Number]) -> tuple[list[Number], Number]:
    """Numbers brought to one kind and factor so that their columns may stand in for one another, and a number that
    describes the result (its ends are still to be set)."""
    same = aligned(graph, numbers)
    if same is not None:
        bound = max(n.bound for n in same)
        return same, Number(low=0, high=0, gap=no_gap(graph), kind="int", factor=same[0].factor, bound=bound)
    doubles = [rounded(graph, n) for n in numbers]
    if all(n.kind == "rounded" for n in doubles):
        wide = tuple(dict.fromkeys(w for n in doubles for w in n.wide))
        return doubles, Number(low=0, high=0, gap=no_gap(graph), kind="rounded", wide=wide)
    near = [approximate(graph, n) for n in numbers]
    zero = zero_like(graph)
    sizes = [graph.case([(graph.is_null(size(n)), zero)], size(n)) for n in near]
    return near, near_number(graph, zero, zero, no_gap(graph), graph.extreme("max", sizes))


def floor(graph: Graph, number: Number) -> Number:
    """The greatest whole number below each end; a double next to a whole number is left to the reference."""
    value = constant_value(graph, number)
    if value is not None:
        return constant(graph, Fraction(value.numerator // value.denominator))
    if number.kind == "int" and number.factor.denominator == 1:
        return number
    one = rounded(graph, number)
    notice_wide(graph, one, 1)
    if one.kind == "approx":
        _notice_whole(graph, one)
    low, high = (graph.floor(_held_small(graph, end)) for end in (one.low, one.high))
    return Number(low=low, high=high, gap=number.gap, kind="int", bound=LARGEST_FLOOR)


def _held_small(graph: Graph, end: int) -> int:
    """A double that fits an int64; the rows of a larger one are left to the reference."""
    limit = graph.constant(float(LARGEST_FLOOR), "float")
    large = graph.is_true(graph.compare(">=", graph.add_absolute(end), limit))
    graph.notice(large)
    return graph.case([(large, graph.null("float"))], end)


def _notice_whole(graph: Graph, number: Number) -> None:
    half = graph.constant(0.5, "float")
    for end in dict.fromkeys((number.low, number.high)):
        small = _held_small(graph, end)
        nearest = graph.real(graph.floor(graph.arithmetic("+", small, half)))
        graph.notice_near(small, nearest, size(number), graph.false)
