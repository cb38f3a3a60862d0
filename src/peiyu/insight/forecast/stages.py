"""Firms on the way to a listing: 意向 → 股改 → 辅导 → 申报 → 上市, by the rates at which they have moved on.

A firm leaves a stage at a constant rate, that of all firms in that stage so far, shrunk to the rate of all stages
where few have moved; the chance to have arrived after some time is that of the Markov chain with these rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm

from peiyu.insight.forecast.spread import Floats

STAGES = ("意向", "股改", "辅导", "申报", "上市")
LEAST_MOVES = 5
"""Moves seen, without which nothing is told."""
PRIOR_MOVES = 2.0
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Walk:
    """A firm's way: (stage, day) in order of days; stages by their place in STAGES."""

    firm: int
    steps: tuple[tuple[int, int], ...]

    @property
    def last(self) -> tuple[int, int]:
        return max(self.steps)


@dataclass(frozen=True, slots=True)
class Chain:
    """rates [from, to] a year; moves: how many were seen."""

    rates: Floats
    moves: int

    def arrived(self, stage: int, years: float) -> float:
        """The chance to be listed so long after being in a stage."""
        generator = self.rates - np.diag(self.rates.sum(axis=1))
        return float(expm(generator * max(years, 0.0))[stage, -1])


def chain(walks: Sequence[Walk], day: int) -> Chain | None:
    """The rates up to a day; None of too few moves."""
    size = len(STAGES)
    moves, exposure = np.zeros((size, size)), np.zeros(size)
    for walk in walks:
        steps = list(_forward(walk.steps))
        for place, (stage, since) in enumerate(steps):
            if stage == size - 1:
                continue
            until = steps[place + 1][1] if place + 1 < len(steps) else day
            exposure[stage] += max(until - since, 0) / YEAR
            if place + 1 < len(steps):
                moves[stage, steps[place + 1][0]] += 1
    total = float(moves.sum())
    if total < LEAST_MOVES or exposure.sum() <= 0:
        return None
    common = total / float(exposure.sum())
    rates = np.zeros((size, size))
    for stage in range(size - 1):
        rate = (moves[stage].sum() + PRIOR_MOVES) / (exposure[stage] + PRIOR_MOVES / common)
        share = moves[stage] + PRIOR_MOVES * (np.arange(size) == stage + 1)
        rates[stage] = rate * share / share.sum()
    return Chain(rates, int(total))


def _forward(steps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The steps that go on, in order of days; what goes back or repeats is left out."""
    kept: list[tuple[int, int]] = []
    for stage, day in sorted(steps, key=lambda step: (step[1], step[0])):
        if not kept or stage > kept[-1][0]:
            kept.append((stage, day))
    return kept


def newcomers(walks: Sequence[Walk], found: Chain, day: int, by: int) -> float:
    """Of firms that set out at the last three years' pace, how many arrive in time."""
    begun: Mapping[int, list[int]] = {stage: [] for stage in range(len(STAGES))}
    for walk in walks:
        stage, since = _forward(walk.steps)[0]
        begun[stage].append(since)
    years = max(by - day, 0) / YEAR
    whole = 0.0
    for stage, days in begun.items():
        a_year = sum(1 for one in days if one > day - 3 * YEAR) / 3
        if a_year:
            grid = (np.arange(12) + 0.5) / 12 * years
            whole += a_year * years * float(np.mean([found.arrived(stage, one) for one in grid]))
    return whole
