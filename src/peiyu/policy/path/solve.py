"""Critical values: the nearest value of a lever that turns one condition, found on the lever's own grid."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

Gap = Callable[[int], Fraction | None]
"""How far a comparison is from its threshold at a value of the lever (left − right); None if not a number."""


def nearest(values: range, holds: Callable[[int], bool], gap: Gap | None) -> int | None:
    """The first of `values` (nearest first) at which `holds`, or None.

    What holds at neither end is taken not to hold at all (whoever asks cuts the grid where a threshold jumps). A
    comparison that is linear or a quotient of linear functions in the lever is solved exactly from three values and
    confirmed on its neighbours of the grid; anything else is bisected.
    """
    if not values or holds(values[0]):
        return values[0] if values else None
    if not holds(values[-1]):
        return None
    if gap is not None:
        for place in _places(values, gap):
            if holds(values[place]):
                return values[place] if not holds(values[place - 1]) else _bisected(values[:place], holds)
    return _bisected(values, holds)


def _places(values: range, gap: Gap) -> tuple[int, ...]:
    """The places of the grid around the root of the gap, nearest first, but the very first."""
    root = _root(values, gap)
    if root is None:
        return ()
    place = (root - values[0]) / values.step
    around = range(int(place // 1), int(place // 1) + 3)
    return tuple(one for one in around if 1 <= one < len(values))


def _root(values: range, gap: Gap) -> Fraction | None:
    """The zero of (a + b·t) / (1 + c·t) through the ends and the middle, if the gap has that form."""
    if len(values) < 3:
        return None
    points = (values[0], values[len(values) // 2], values[-1])
    gaps = tuple(gap(one) for one in points)
    g0, g1, g2 = gaps
    if g0 is None or g1 is None or g2 is None:
        return None
    # a + b·t − c·g·t = g at three values; a and then b are eliminated.
    t0, t1, t2 = (Fraction(one) for one in points)
    u1, u2 = g1 * t1 - g0 * t0, g2 * t2 - g0 * t0
    below = u2 * (t1 - t0) - u1 * (t2 - t0)
    c = Fraction(0) if below == 0 else ((g1 - g0) * (t2 - t0) - (g2 - g0) * (t1 - t0)) / below
    b = ((g1 - g0) + c * u1) / (t1 - t0)
    a = g0 + c * g0 * t0 - b * t0
    return None if b == 0 else -a / b


def _bisected(values: range, holds: Callable[[int], bool]) -> int:
    low, high = 0, len(values) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(values[middle]) else (middle, high)
    return values[high]
