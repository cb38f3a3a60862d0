"""Sets of numbers as exact intervals: union, intersection, complement, and how they are said."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, floor

from peiyu.policy.condition.printing import written_number


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A place between numbers: just before (`after` False) or just after a value; None is no end."""

    value: Fraction
    after: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers between two cuts; None is no end."""

    low: Cut | None
    high: Cut | None

    @property
    def empty(self) -> bool:
        return self.low is not None and self.high is not None and self.low >= self.high

    def has_whole(self) -> bool:
        """Whether a whole number lies in it."""
        if self.low is None or self.high is None:
            return True
        least = floor(self.low.value) + 1 if self.low.after else ceil(self.low.value)
        most = floor(self.high.value) if self.high.after else ceil(self.high.value) - 1
        return least <= most


Region = tuple[Stretch, ...]
EVERYTHING: Region = (Stretch(None, None),)
NOTHING: Region = ()


def compared(op: str, value: Fraction) -> Region:
    """The numbers x with x op value."""
    before, after = Cut(value, False), Cut(value, True)
    regions: dict[str, Region] = {
        ">=": (Stretch(before, None),), ">": (Stretch(after, None),), "<=": (Stretch(None, after),),
        "<": (Stretch(None, before),), "=": (Stretch(before, after),),
        "!=": (Stretch(None, before), Stretch(after, None)),
    }  # fmt: skip
    return regions[op]


def between(low: Fraction | None, high: Fraction | None, *, low_closed: bool, high_closed: bool) -> Region:
    one = Stretch(None if low is None else Cut(low, not low_closed), None if high is None else Cut(high, high_closed))
    return () if one.empty else (one,)


def _higher(a: Cut | None, b: Cut | None) -> Cut | None:
    return b if a is None else a if b is None else max(a, b)


def _lower(a: Cut | None, b: Cut | None) -> Cut | None:
    return b if a is None else a if b is None else min(a, b)


def both(a: Region, b: Region) -> Region:
    """Intersection."""
    pairs = (Stretch(_higher(x.low, y.low), _lower(x.high, y.high)) for x in a for y in b)
    return tuple(one for one in pairs if not one.empty)


def outside(region: Region) -> Region:
    """Complement."""
    gaps = (tuple(s for s in (_before(one.low), _behind(one.high)) if s is not None) for one in region)
    return reduce(both, gaps, EVERYTHING)


def _before(low: Cut | None) -> Stretch | None:
    return None if low is None else Stretch(None, low)


def _behind(high: Cut | None) -> Stretch | None:
    return None if high is None else Stretch(high, None)


def either(a: Region, b: Region) -> Region:
    """Union."""
    return outside(both(outside(a), outside(b)))


def minus(a: Region, b: Region) -> Region:
    return both(a, outside(b))


def of_whole_numbers(region: Region) -> Region:
    """Without the stretches in which no whole number lies."""
    return tuple(one for one in region if one.has_whole())


def said(region: Region, dimension: str) -> str:
    """`[0, 5%) ∪ (20%, )`, in the dimension's units."""
    return " ∪ ".join(_said(one, dimension) for one in region) or "∅"


def _said(one: Stretch, dimension: str) -> str:
    low = "(" if one.low is None else ("(" if one.low.after else "[") + written_number(one.low.value, dimension)
    high = ")" if one.high is None else written_number(one.high.value, dimension) + ("]" if one.high.after else ")")
    return f"{low}, {high}"
