"""A value that may not be quite known, as [definite, possible], and the few sums that are done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Value:
    """[definite, possible] in the base unit as a document writes it (yuan, persons, ㎡, items). `high` None: no end."""

    low: Fraction
    high: Fraction | None

    @property
    def is_point(self) -> bool:
        return self.high == self.low


NOTHING = Value(ZERO, ZERO)


def point(number: Fraction | int) -> Value:
    return Value(Fraction(number), Fraction(number))


def total(values: Iterable[Value]) -> Value:
    """The sum by ends; without end as soon as one is."""
    low, high = ZERO, ZERO
    endless = False
    for one in values:
        low += one.low
        if one.high is None:
            endless = True
        else:
            high += one.high
    return Value(low, None if endless else high)


def change(after: Value, before: Value) -> Value | None:
    """`after` less `before` by ends; None where `before` has no end, because then nothing is definite."""
    if before.high is None:
        return None
    return Value(after.low - before.high, None if after.high is None else after.high - before.low)


def quotient(over: Value, under: Value, scale: Fraction = Fraction(1)) -> Value | None:
    """`over` ÷ `under` × `scale` by ends; None where `under` is not certainly above zero, or where what is below
    zero has no least quotient."""
    if under.low <= 0:
        return None
    ends = (under.low, under.high)
    low = _least(over.low, ends)
    if low is None:
        return None
    high = None if over.high is None else _greatest(over.high, ends)
    return Value(low * scale, None if high is None else high * scale)


def _least(number: Fraction, under: tuple[Fraction, Fraction | None]) -> Fraction | None:
    if number < 0:
        return number / under[0]
    return ZERO if under[1] is None else number / under[1]


def _greatest(number: Fraction, under: tuple[Fraction, Fraction | None]) -> Fraction:
    if number >= 0:
        return number / under[0]
    return ZERO if under[1] is None else number / under[1]
