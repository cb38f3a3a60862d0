"""What came back: parts that are understood, and what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peiyu.facts.round.model import Answer, Place
from peiyu.problems import Problem, Where

How = Literal["mark", "printed_mark", "headers"]
"""By what a file was recognised: the hidden mark, the printed line, or the headers and the enterprises alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one file says for one unit of one round. `version`: of the form that was filled in, 0 if it is not known.
    Blank cells are answers without a value."""

    round: str
    unit: str
    version: int
    how: How
    answers: tuple[Answer, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Aside:
    """What is not taken, with its reason. `raw`: (header, text) of the cells concerned; `round`, `unit` and `place`
    where they are known."""

    where: Where
    why: Problem
    raw: tuple[tuple[str, str], ...] = ()
    round: str = ""
    unit: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file that came. `problems` are told to whoever sent it; each thing put aside also says why."""

    parts: tuple[Part, ...] = ()
    aside: tuple[Aside, ...] = ()
    problems: tuple[Problem, ...] = ()
