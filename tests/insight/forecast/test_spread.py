"""Distributions: exact where firms are counted, ends and chances in order."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.insight.forecast.spread import (
    convolved,
    mixed,
    normal_nodes,
    of_counts,
    of_draws,
    poisson_binomial,
    seeded,
    surely,
)
from peiyu.policy.pack.programme import Comparator, Goal

CHANCES = st.lists(st.floats(0, 1), max_size=8)


def goal(low: int, comparator: Comparator = "floor", high: int | None = None) -> Goal:
    return Goal(
        comparator=comparator, low=Fraction(low), high=None if high is None else Fraction(high), stretch=None, unit="家"
    )


def by_hand(chances: list[float]) -> list[float]:
    """Every way the trials may turn out."""
    pmf = [0.0] * (len(chances) + 1)
    for turns in product((False, True), repeat=len(chances)):
        likely = 1.0
        for turn, chance in zip(turns, chances, strict=True):
            likely *= chance if turn else 1 - chance
        pmf[sum(turns)] += likely
    return pmf


@given(CHANCES)
def test_the_convolution_gives_what_every_way_of_turning_out_gives(chances: list[float]) -> None:
    found = poisson_binomial(np.array(chances))
    whole = np.zeros(len(chances) + 1)
    whole[: len(found)] = found
    assert whole == pytest.approx(by_hand(chances), abs=1e-12)


def test_a_firm_that_counts_for_certain_is_in_every_number() -> None:
    spread = of_counts(poisson_binomial(np.array([1.0, 1.0, 0.3])))
    assert spread.quantile(1e-9) == 2
    assert spread.reaches(goal(2)) == pytest.approx(1.0)
    assert spread.reaches(goal(3)) == pytest.approx(0.3)


@given(CHANCES.filter(bool), st.integers(0, 9))
def test_a_higher_goal_is_never_likelier(chances: list[float], low: int) -> None:
    spread = of_counts(poisson_binomial(np.array(chances)))
    assert spread.reaches(goal(low)) >= spread.reaches(goal(low + 1))
    assert spread.reaches(goal(low)) >= spread.reaches(goal(low, "above"))
    assert spread.reaches(goal(low)) >= spread.reaches(goal(low, "range", low + 1))


@given(CHANCES.filter(bool))
def test_the_interval_holds_the_middle(chances: list[float]) -> None:
    spread = of_counts(poisson_binomial(np.array(chances)))
    assert spread.quantile(0.1) <= spread.quantile(0.5) <= spread.quantile(0.9)


def test_a_range_is_missed_above_it_too() -> None:
    spread = of_counts(np.array([0.2, 0.3, 0.4, 0.1]))
    assert spread.reaches(goal(1, "range", 2)) == pytest.approx(0.7)
    assert spread.reaches(goal(1)) == pytest.approx(0.8)


def test_sums_and_mixtures_keep_their_means() -> None:
    one, other = np.array([0.5, 0.5]), np.array([0.25, 0.25, 0.5])
    assert of_counts(convolved([one, other])).mean == pytest.approx(0.5 + 1.25)
    assert of_counts(mixed([(0.4, one), (0.6, other)])).mean == pytest.approx(0.4 * 0.5 + 0.6 * 1.25)


def test_nodes_stand_for_a_standard_normal() -> None:
    nodes, weights = normal_nodes()
    assert weights.sum() == pytest.approx(1)
    assert (weights * nodes**2).sum() == pytest.approx(1)


def test_draws_become_a_distribution_and_are_drawn_again() -> None:
    spread = of_draws(np.array([3.0, 1.0, 3.0, 7.0]))
    assert spread.numbers.tolist() == [1, 3, 7]
    assert spread.weights.tolist() == [0.25, 0.5, 0.25]
    assert set(spread.drawn(seeded("a"), 500)) == {1.0, 3.0, 7.0}
    assert surely(4).plus(2).quantile(0.5) == 6


def test_chance_depends_on_the_facts_alone() -> None:
    assert seeded("a", 1).random() == seeded("a", 1).random()
    assert seeded("a", 1).random() != seeded("a", 2).random()
