"""A way in which a returned workbook is not as it went out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from peiyu.facts.round import Place
from peiyu.madeup.answers.draft import Draft, Line
from peiyu.madeup.answers.model import Expected
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Where a defect stands (`C7`, empty for the whole file) and the answers that it concerns."""

    where: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of defect. `spoil` changes a draft. form: which workbook was filled in: the round's, an older edition
    of it, or another round's. figures: what it was filled with, the true figures or the last month's. units: how many
    stand in the file. again: the unit sends a second file, the spoiled one, after a right one."""

    name: str
    said: Text
    expected: Expected
    spoil: Callable[[Draft, Random], Spoiled]
    form: Literal["asked", "older", "other"] = "asked"
    figures: Literal["true", "last"] = "true"
    units: int = 1
    again: bool = False


def untouched(draft: Draft, chance: Random) -> Spoiled:
    """Nothing is changed in the workbook itself: what is wrong is which one it is."""
    return Spoiled()


def whole(draft: Draft) -> Spoiled:
    """Every answer of the file."""
    places = (draft.place(line.enterprise, code) for line in draft.lines if line.enterprise for code in draft.fields())
    return Spoiled("", tuple(places))


def some(draft: Draft, chance: Random) -> Line:
    """The row of one enterprise."""
    return chance.choice([line for line in draft.lines if line.enterprise])
