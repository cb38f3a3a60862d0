"""One number over a row of units: the ideal within bounds, then the largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class Claim:
    """What one unit asks for: its weight, at least `low`, at most `high` (whole numbers, low ≤ high)."""

    weight: Fraction
    low: int
    high: int


def room(claims: Sequence[Claim]) -> tuple[int, int]:
    """The least and the most that the claims can take together; a unit of no weight takes its least."""
    return sum(one.low for one in claims), sum(one.high if one.weight else one.low for one in claims)


def ideals(total: int, claims: Sequence[Claim]) -> list[Fraction]:
    """The exact shares: in proportion to the weights, those beyond a bound held at it, so that they add up to the
    total. The total lies in `room(claims)`."""
    least, most = room(claims)
    assert least <= total <= most, "the caller checks the bounds"
    scales = sorted({Fraction(end) / one.weight for one in claims if one.weight for end in (one.low, one.high)})
    below = Fraction(0)
    for scale in scales:
        if taken(scale, claims) >= total:
            return [clamped(one, scale_between(below, scale, total, claims)) for one in claims]
        below = scale
    return [Fraction(one.low if not one.weight else one.high) for one in claims]


def clamped(claim: Claim, scale: Fraction) -> Fraction:
    return min(max(scale * claim.weight, Fraction(claim.low)), Fraction(claim.high if claim.weight else claim.low))


def taken(scale: Fraction, claims: Sequence[Claim]) -> Fraction:
    return sum((clamped(one, scale) for one in claims), Fraction(0))


def scale_between(below: Fraction, above: Fraction, total: int, claims: Sequence[Claim]) -> Fraction:
    """The scale at which the claims take the total; between the two the sum is a straight line."""
    first, last = taken(below, claims), taken(above, claims)
    if last == first:
        return above
    return below + (above - below) * (total - first) / (last - first)


def apportion(total: int, claims: Sequence[Claim]) -> list[int]:
    """Whole numbers that add up to the total: the ideals cut off, what is left to the largest remainders; of equal
    ones the larger weight first, then the order given. A larger weight never takes less (bounds being equal), and a
    unit whose weight rises never loses. (Another total may take from a unit: the method does not promise otherwise.)"""
    exact = ideals(total, claims)
    numbers = [floor(one) for one in exact]
    order = sorted(range(len(claims)), key=lambda i: (numbers[i] - exact[i], -claims[i].weight, i))
    for place in order[: total - sum(numbers)]:
        numbers[place] += 1
    return numbers
