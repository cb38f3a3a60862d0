"""What is decomposed and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from peiyu.problems import Text

WHOLE = ""
"""The part of a number that has no parts; a cell of it means a unit's whole number."""

Cell = str | tuple[str, str]
"""A unit by its id, or one part of it: `park` or `("park", "large")`."""

Decided = Literal["weight", "floor", "ceiling", "agreed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who takes a share: a park, a department, a person. `within` is the id of the unit above ('': the territory)."""

    id: str
    name: Text
    within: str = ""


def above(unit: Unit, units: Sequence[Unit]) -> set[str]:
    """The ids of the units that one lies within."""
    within = {one.id: one.within for one in units}
    found: set[str] = set()
    here = unit.within
    while here and here not in found:
        found.add(here)
        here = within.get(here, "")
    return found


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that a weight is made of: the unit's value, its share among its peers, and how much the factor
    counts (the counts of all factors add up to 1)."""

    name: Text
    value: Fraction
    share: Fraction
    counts: Fraction


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of a number a unit ought to take in proportion to its peers, and of what this was made."""

    value: Fraction
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one unit takes.

    number: the whole; parts: the same by part (their sum). ideal: what the weights alone with the bounds would give,
    before rounding. decided: what settled it. reason: the sentence that defends it.
    """

    unit: Unit
    number: int
    parts: Mapping[str, int]
    ideal: Fraction
    floor: int
    ceiling: int | None
    decided: Decided
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A number decomposed. `parts`: the numbers that were given out (one, named '', where there are no parts). The
    shares of the units within one unit add up to its share, in every part; those of the uppermost to the total."""

    total: int
    parts: Mapping[str, int]
    shares: Mapping[str, Share]

    def number(self, cell: Cell) -> int:
        """What a unit takes, whole or of one part. KeyError for a unit that took no part."""
        if isinstance(cell, str):
            return self.shares[cell].number
        unit, part = cell
        return self.shares[unit].number if part == WHOLE else self.shares[unit].parts[part]

    def within(self, unit: str = "") -> tuple[Share, ...]:
        """The shares of the units directly within one."""
        return tuple(one for one in self.shares.values() if one.unit.within == unit)
