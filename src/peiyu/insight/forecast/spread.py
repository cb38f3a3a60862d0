"""Distributions over a number to come, and the sums that make them. Exact where firms are counted one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from peiyu.insight.targets.pace import ceiling
from peiyu.policy.pack.programme import Goal

Floats = npt.NDArray[np.float64]
DRAWS = 20_000
"""Draws of a number that is not convolved exactly."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Spread:
    """What a number may come to: `numbers` ascending, `weights` of the same length, sum 1."""

    numbers: Floats
    weights: Floats

    def quantile(self, share: float) -> float:
        """The least number that is not passed with at least this probability."""
        place = int(np.searchsorted(np.cumsum(self.weights), share - 1e-12))
        return float(self.numbers[min(place, len(self.numbers) - 1)])

    def reaches(self, goal: Goal) -> float:
        """The probability that a goal is reached and its ceiling not passed."""
        low, tiny = float(goal.low), 1e-9
        enough = self.numbers > low + tiny if goal.comparator == "above" else self.numbers >= low - tiny
        top = ceiling(goal)
        if top is not None:
            enough = enough & (self.numbers <= float(top) + tiny)
        return float(min(1.0, self.weights[enough].sum()))

    def plus(self, number: float) -> Spread:
        return Spread(self.numbers + number, self.weights)

    @property
    def mean(self) -> float:
        return float((self.numbers * self.weights).sum())

    def drawn(self, rng: np.random.Generator, size: int = DRAWS) -> Floats:
        """Numbers drawn from it."""
        places = np.searchsorted(np.cumsum(self.weights), rng.random(size) * (1 - 1e-12))
        return np.asarray(self.numbers[np.minimum(places, len(self.numbers) - 1)])


def surely(number: float) -> Spread:
    return Spread(np.array([float(number)]), np.array([1.0]))


def of_counts(pmf: Floats) -> Spread:
    """Of a count whose probabilities from 0 on are `pmf`."""
    return Spread(np.arange(len(pmf), dtype=np.float64), pmf / pmf.sum())


def of_draws(draws: Floats) -> Spread:
    """Of numbers that were drawn."""
    numbers, counts = np.unique(draws, return_counts=True)
    return Spread(numbers.astype(np.float64), counts / counts.sum())


def pmf_of(draws: Floats) -> Floats:
    """The probabilities from 0 on of whole numbers that were drawn."""
    counts = np.bincount(np.maximum(draws, 0).astype(np.int64))
    return np.asarray(counts / counts.sum())


def poisson_binomial(chances: Floats) -> Floats:
    """The probabilities of 0, 1, … n successes of independent trials with these chances: the exact convolution of all
    of them, pairwise."""
    some = chances[chances > 0]
    parts: list[Floats] = [np.array([1.0 - p, p]) for p in some]
    if not parts:
        return np.array([1.0])
    while len(parts) > 1:
        pairs = [np.convolve(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
        parts = pairs + ([parts[-1]] if len(parts) % 2 else [])
    return parts[0]


def mixed(parts: Sequence[tuple[float, Floats]]) -> Floats:
    """A weighted mean of probabilities of counts."""
    longest = max(len(pmf) for _, pmf in parts)
    whole = np.zeros(longest)
    for weight, pmf in parts:
        whole[: len(pmf)] += weight * pmf
    return np.asarray(whole / whole.sum())


def convolved(parts: Iterable[Floats]) -> Floats:
    """The probabilities of a sum of independent counts."""
    whole = np.array([1.0])
    for pmf in parts:
        whole = np.convolve(whole, pmf)
    return whole


def normal_nodes(size: int = 7) -> tuple[Floats, Floats]:
    """Nodes and weights (sum 1) that stand for a standard normal: Gauss–Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(size)
    return nodes.astype(np.float64), (weights / weights.sum()).astype(np.float64)


def seeded(*facts: object) -> np.random.Generator:
    """Chance that depends on nothing but the facts given."""
    digest = blake2b(repr(facts).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def exact(number: float, unit_whole: bool) -> Fraction:
    """A number of a spread as it is told: whole where things are counted, else to a ten-thousandth."""
    return Fraction(round(number)) if unit_whole else Fraction(round(number * 10_000), 10_000)
