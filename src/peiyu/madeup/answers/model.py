"""What was planted where: every defect of the returned workbooks, and what has to become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peiyu.facts.round import Asked, Before, Held, Place, Unit
from peiyu.facts.snapshot import Value

Expected = Literal["merged", "aside", "finding"]
"""What is right for a defect: the true values are read all the same; it waits for a person; it is found."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One planted defect. `where`: the cell (`C7`), empty for a whole file. `places`: the answers that it concerns;
    of a defect that is to be merged none, for there every answer is to be read as it is."""

    kind: str
    file: str
    where: str
    expected: Expected
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back, the units that it speaks for, and its defects (none: it is as it should be)."""

    file: str
    units: tuple[str, ...]
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnedMonth:
    """A round whose workbooks have come back to `folder`. `truth`: every place that was asked with its true value,
    None where there is none to give. `rounds`: the rounds that are open."""

    folder: Path
    asked: Asked
    units: tuple[Unit, ...]
    held: Held
    before: Before
    truth: Mapping[Place, Value | None]
    files: tuple[Returned, ...]

    @property
    def rounds(self) -> Mapping[str, Asked]:
        return {self.asked.id: self.asked}

    @property
    def defects(self) -> tuple[Defect, ...]:
        return tuple(defect for one in self.files for defect in one.defects)
