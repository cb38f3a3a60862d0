"""A number while it is lowered: the columns of its ends, and how exactly they hold it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Literal

from peiyu.facts.vocabulary.model import STORED_LIMIT
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.pack.model import WhenUndefined

INT_LIMIT = 2**62
"""Whole columns whose bound stays below this never overflow."""

EXACT_LIMIT = 2**52
"""A quotient n/d and a fraction p/q with |n|·q below this are equal exactly when their doubles are."""

FINE = 1024
PLAIN_LIMIT = EXACT_LIMIT // FINE
"""Sums of multiples of 1/1024 below this are exact in doubles."""

Kind = Literal["int", "rounded", "approx"]


@dataclass(frozen=True, slots=True)
class Whole:
    """An int64 column and a bound of its absolute value."""

    place: int
    bound: int

    def times(self, graph: Graph, factor: int) -> Whole:
        return Whole(graph.arithmetic("*", self.place, graph.constant(factor, "int")), self.bound * abs(factor))


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a value does not exist: steps that are never null. `absent` is the part of `undefined` that lies before
    founding; `words` what the quantities on the way say of being undefined, the nearest first."""

    undefined: int
    absent: int
    words: tuple[tuple[WhenUndefined, int], ...] = ()


def no_gap(graph: Graph) -> Gap:
    return Gap(graph.false, graph.false)


def joined(graph: Graph, *gaps: Gap, undefined: int | None = None) -> Gap:
    """Undefined wherever one of them is, and where `undefined` is true."""
    more = () if undefined is None else (graph.is_true(undefined),)
    words: tuple[tuple[WhenUndefined, int], ...] = ()
    if any(gap.words for gap in gaps):
        before = [(word, graph.and_(place, g.absent)) for g in gaps for word, place in spoken(graph, g)]
        after = [pair for g in gaps for pair in spoken(graph, g)]
        words = tuple(pair for pair in dict.fromkeys((*before, *after)) if pair[1] != graph.false)
    return Gap(graph.or_(*(g.undefined for g in gaps), *more), graph.or_(*(g.absent for g in gaps)), words)


def spoken(graph: Graph, gap: Gap) -> tuple[tuple[WhenUndefined, int], ...]:
    """What a gap says of itself; where it says nothing it refers to a person. Of several operands the first speaks,
    those before founding before others."""
    if gap.undefined == graph.false or (gap.words and gap.words[-1][1] == gap.undefined):
        return gap.words
    return (*gap.words, ("refer", gap.undefined))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An interval; a point has low == high and is null where unknown. A null end is no end.

    kind: `int` (columns × factor, exact), `rounded` (the double nearest to an exact quotient), `approx` (a double
    within 1e-12 of `size`). Wherever the gap is undefined both ends are null. parts: numerator and
    denominator of a point that is a single quotient. wide: whole columns whose size decides whether the rounding
    can hide a difference. exact: where an `approx` number is exact all the same (None: nowhere). root: the n of a
    cagr, whose column is the ratio itself.
    """

    low: int
    high: int
    gap: Gap
    kind: Kind
    factor: Fraction = Fraction(1)
    bound: int = STORED_LIMIT
    parts: tuple[Whole, Whole] | None = None
    wide: tuple[Whole, ...] = ()
    size: int | None = None
    exact: int | None = None
    root: int | None = None

    @property
    def is_point(self) -> bool:
        return self.low == self.high


def constant(graph: Graph, value: Fraction) -> Number:
    place = graph.constant(value.numerator, "int")
    if abs(value.numerator) >= 2**63:
        place = graph.constant(float(value), "float")
        return Number(low=place, high=place, gap=no_gap(graph), kind="rounded")
    return Number(
        low=place, high=place, gap=no_gap(graph), kind="int", factor=Fraction(1, value.denominator),
        bound=abs(value.numerator),
    )  # fmt: skip


def constant_value(graph: Graph, number: Number) -> Fraction | None:
    """The value of a constant point, otherwise None."""
    step = graph.constant_of(number.low) if number.is_point else None
    if step is None or step.value is None or not isinstance(step.value, int | float):
        return None
    return Fraction(step.value) * number.factor


def nothing_known(graph: Graph, gap: Gap) -> Number:
    """(−∞, +∞)."""
    place = graph.null("int")
    return Number(low=place, high=place, gap=gap, kind="int", bound=0)


def whole_ends(graph: Graph, number: Number) -> tuple[Whole, Whole]:
    return Whole(number.low, number.bound), Whole(number.high, number.bound)


def aligned(graph: Graph, numbers: list[Number]) -> list[Number] | None:
    """Whole numbers brought to one factor; None when one is not whole or might overflow."""
    if any(n.kind != "int" for n in numbers):
        return None
    numerator = gcd(*(n.factor.numerator for n in numbers))
    factor = Fraction(numerator, lcm(*(n.factor.denominator for n in numbers)))
    made = []
    for number in numbers:
        times = number.factor / factor
        if number.bound * times >= INT_LIMIT:
            return None
        made.append(scaled(graph, number, int(times), factor))
    return made


def scaled(graph: Graph, number: Number, times: int, factor: Fraction) -> Number:
    """Columns times a whole positive number, under a new factor."""
    low, high = (end.times(graph, times) for end in whole_ends(graph, number))
    return replace(number, low=low.place, high=high.place, bound=low.bound, factor=factor)


def rounded(graph: Graph, number: Number) -> Number:
    """The same number in doubles in base units, each end the nearest double of its exact value."""
    if number.kind != "int":
        return number
    up, down = number.factor.numerator, number.factor.denominator
    if number.bound * up >= INT_LIMIT:
        return approximate(graph, number)
    ends = [end.times(graph, up) for end in whole_ends(graph, number)]
    over = graph.constant(down, "int")
    low, high = (graph.real(e.place) if down == 1 else graph.divide(e.place, over) for e in ends)
    wide = tuple(dict.fromkeys(ends))
    parts = (ends[0], Whole(over, down)) if number.is_point else None
    return replace(number, low=low, high=high, kind="rounded", factor=Fraction(1), parts=parts, wide=wide)


def approximate(graph: Graph, number: Number) -> Number:
    """The same number in doubles that are only near; `size` is what their error is relative to."""
    if number.kind == "approx":
        return number
    if number.kind == "int":
        factor = graph.constant(float(number.factor), "float")
        ends = [graph.arithmetic("*", graph.real(end), factor) for end in (number.low, number.high)]
    else:
        ends = [number.low, number.high]
    return replace(near_number(graph, ends[0], ends[1], number.gap), exact=exactness(graph, number))


def exactness(graph: Graph, number: Number) -> int | None:
    """Where doubles hold a number exactly: constants that they can hold, and quotients that are multiples of 1/1024
    (with |n| < 2^42, a quotient n/d whose double is m/1024 is m/1024)."""
    value = constant_value(graph, number)
    if value is not None:
        return graph.true if abs(value) < PLAIN_LIMIT and (value * FINE).denominator == 1 else None
    step = graph.constant_of(number.low)
    if step is not None and step.value is None and number.is_point:
        return graph.true
    if number.kind != "rounded" or number.parts is None:
        return None
    over = number.parts[0]
    fine = graph.arithmetic("*", number.low, graph.constant(float(FINE), "float"))
    small = graph.compare("<", graph.add_absolute(over.place), graph.constant(PLAIN_LIMIT, "int"))
    return graph.is_true(graph.and_(graph.compare("=", fine, graph.real(graph.floor(fine))), small))


def near_number(graph: Graph, low: int, high: int, gap: Gap, size: int | None = None) -> Number:
    """Doubles; without `size` the larger of the ends as they stand."""
    if size is None:
        size = graph.add_absolute(low) if low == high else largest(graph, low, high)
    return Number(low=low, high=high, gap=gap, kind="approx", size=size)


def largest(graph: Graph, low: int, high: int) -> int:
    """The larger absolute value of two ends, of those that are finite; 0 if none is."""
    zero = graph.constant(0.0, "float")
    finite = [
        graph.case([(graph.is_null(end), zero)], graph.add_absolute(end))
        if graph.is_nullable(end)
        else graph.add_absolute(end)
        for end in (low, high)
    ]
    return graph.extreme("max", finite)


def notice_wide(graph: Graph, number: Number, denominator: int) -> None:
    """Leaves to the reference the rows on which the rounding of a quotient may hide that it differs from a
    fraction with this denominator."""
    graph.notice_wide(((w.place, w.bound) for w in number.wide), EXACT_LIMIT // denominator)
