"""Where a number begins to matter: the values of one fact at which some comparison of the binding turns.

Each comparison is watched while the fact takes three neighbouring values. A side that moves evenly with the fact
(f / known, known − f, sums) gives the turning value exactly; so does one that moves with its reciprocal (known / f).
Zero is always a turning value: as a base it makes a quotient undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from peiyu.facts.snapshot import Datum, Snapshot
from peiyu.facts.vocabulary.model import STORED_LIMIT, Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.context import Known
from peiyu.policy.engine.reference.groups import tier as tier_verdict
from peiyu.policy.engine.reference.intervals import Rate, comparable
from peiyu.policy.verdict import Exact, Interval

Place = tuple[int, str, int]
Sides = dict[Place, tuple[Fraction | None, Fraction | None]]
"""By comparison: how far the left side's low end lies above the right's high end, and its high above the low."""

Put = Callable[[int], Snapshot]
"""The snapshot with the fact at a stored value."""


def domain(field: Field) -> tuple[int, int]:
    """The least and greatest stored value of a field."""
    low = -STORED_LIMIT if field.minimum is None else int(field.minimum * field.scale)
    high = STORED_LIMIT if field.maximum is None else int(field.maximum * field.scale)
    return low, high


def cuts(
    binding: Binding, tiers: Sequence[str], put: Put, field: Field, *, known: Known | None = None
) -> tuple[Fraction, ...]:
    """The turning values within the field's domain, stored units, in order. `known` are values that do not read
    the fact."""
    low, high = domain(field)
    start = max(low, 0) + 1
    found = {Fraction(0)}
    near = [sides(binding, tiers, put(start + n), known) for n in range(3)]
    found.update(turning(near, start))
    far = sides(binding, tiers, put(high), known)
    if not far.keys() <= near[0].keys():
        rest = [far, *(sides(binding, tiers, put(high - n), known) for n in (1, 2))]
        found.update(turning(rest[::-1], high - 2))
    return tuple(sorted(cut for cut in found if low <= cut <= high))


def sides(binding: Binding, tiers: Sequence[str], snapshot: Snapshot, known: Known | None) -> Sides:
    """Both sides of every numeric comparison met on the way to the verdicts."""
    context = context_of(binding, snapshot, known)
    context.memory.compared = {}
    for key in tiers:
        tier_verdict(key, context)
    result: Sides = {}
    for place, (left, right) in context.memory.compared.items():
        if isinstance(left, (Interval, Rate)) and isinstance(right, (Interval, Rate)):
            a, b = comparable(left, right)
            result[place] = (minus(a.low, b.high), minus(a.high, b.low))
    return result


def minus(a: Exact | None, b: Exact | None) -> Fraction | None:
    return None if a is None or b is None else Fraction(a - b)


def turning(samples: Sequence[Sides], start: int) -> Iterator[Fraction]:
    """The roots of the sides seen at start, start + 1 and start + 2."""
    first, second, third = samples
    for place in first.keys() & second.keys() & third.keys():
        for one, two, three in zip(first[place], second[place], third[place], strict=True):
            if one is not None and two is not None and three is not None:
                yield from root(one, two, three, start)


def root(one: Fraction, two: Fraction, three: Fraction, start: int) -> Iterator[Fraction]:
    """Where an even movement, or one even in the reciprocal, crosses zero."""
    if one == two == three:
        return
    if two - one == three - two:
        yield start - one / (two - one)
        return
    a, b, c = one * start, two * (start + 1), three * (start + 2)
    if b - a == c - b != 0:
        yield start - a / (b - a)


def pieces(marks: Sequence[Fraction], low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stored values low … high, cut so that within a piece no comparison turns: every whole turning value is a
    piece of its own."""
    start = low
    for mark in marks:
        below = -(-mark.numerator // mark.denominator) - 1
        if start <= min(below, high):
            yield start, min(below, high)
            start = below + 1
        if mark.denominator == 1 and start <= mark <= high:
            yield int(mark), int(mark)
            start = int(mark) + 1
    if start <= high:
        yield start, high


def with_fact(snapshot: Snapshot, place: tuple[str, str, int], datum: Datum) -> Snapshot:
    """The snapshot with one datum given."""
    return Snapshot(
        snapshot.enterprise, snapshot.code, snapshot.name, {**snapshot.facts, place: datum}, snapshot.children,
        snapshot.complete, snapshot.attestations,
    )  # fmt: skip
