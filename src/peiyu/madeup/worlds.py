"""The laws of chance of a made-up place: the plain world, and two that are wrong in different ways.

A forecast that was fitted on what is known in one of the wrong worlds meets, in its future, something that its past
did not show (`shocked`), or a calendar and a dependence that a model of single firms does not know (`clustered`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tails = Literal["laplace", "student"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """tails, spread: the law of a firm's yearly growth shock and its scale. lasting: deviation of a firm's own mean
    growth. memory: how much of last year's shock stays. common: deviation of an industry's shock of the year.
    collapse: added to the log growth of the place's current year. batched: share of what is recognised that waits
    for December. lag: factor on the time from filing to grant. together: share of the draw for recognition that an
    industry has in common."""

    tails: Tails = "laplace"
    spread: float = 0.23
    lasting: float = 0.14
    memory: float = 0.0
    common: float = 0.05
    collapse: float = 0.0
    batched: float = 0.0
    lag: float = 1.0
    together: float = 0.0


WORLDS: dict[str, World] = {
    "plain": World(),
    "shocked": World(tails="student", spread=0.2, memory=0.4, common=0.08, collapse=-0.45),
    "clustered": World(common=0.2, batched=0.85, lag=2.0, together=0.7),
}
