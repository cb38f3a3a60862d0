"""Growth across a line: each firm by its own figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.insight.forecast.growth import Across, Law, Panel, crossing, fit
from peiyu.insight.forecast.spread import of_counts


def panel(firms: int = 400, years: int = 4, seed: int = 1, spread: float = 0.3) -> Panel:
    rng = np.random.default_rng(seed)
    logs = rng.normal(16, 1.5, (firms, 1)) + np.cumsum(rng.normal(0.1, spread, (firms, years)), axis=1)
    return Panel(np.arange(firms), np.arange(firms) % 3, tuple(range(2008, 2008 + years)), np.exp(logs))


def law_of(panel: Panel) -> Law:
    law = fit(panel)
    assert law is not None
    return law


def line(at: float, until: int = 2012, since: int | None = None, *, first: bool = True) -> Across:
    return Across(line=at, since=until if since is None else since, until=until, first=first)


def test_too_few_growth_rates_make_no_law() -> None:
    assert fit(panel(firms=9, years=3)) is None


@settings(max_examples=25, deadline=None)
@given(st.floats(13, 19), st.floats(0.01, 2))
def test_a_higher_line_is_never_likelier_crossed(at: float, more: float) -> None:
    firms = panel(firms=120)
    law = law_of(firms)
    low = crossing(law, firms, line(float(np.exp(at)))).marginal
    high = crossing(law, firms, line(float(np.exp(at + more)))).marginal
    assert (high <= low + 1e-12).all()


def test_the_count_has_the_mean_of_the_chances() -> None:
    firms = panel()
    found = crossing(law_of(firms), firms, line(1e7))
    assert of_counts(found.pmf()).mean == pytest.approx(found.marginal.sum(), rel=1e-9)


def test_nearer_firms_are_likelier_across() -> None:
    firms = panel()
    near = Panel(np.arange(2), np.array([0, 0]), firms.years, np.array([[8e6] * 4, [4e6] * 4]))
    chances = crossing(law_of(firms), near, line(1e7)).marginal
    assert 0.5 > chances[0] > chances[1] > 0


def test_a_firm_without_a_figure_of_late_has_no_chance_here() -> None:
    firms = panel()
    values = np.array([[9e6, np.nan, np.nan, np.nan], [np.nan] * 4, [np.nan, np.nan, np.nan, 9e6]])
    old = Panel(np.arange(3), np.array([0, 0, 0]), firms.years, values)
    chances = crossing(law_of(firms), old, line(1e7)).marginal
    assert chances[0] == 0
    assert chances[1] == 0
    assert chances[2] > 0


def test_more_years_give_more_chances_to_have_crossed() -> None:
    firms = panel()
    law = law_of(firms)
    one = crossing(law, firms, line(1e8)).marginal
    three = crossing(law, firms, line(1e8, until=2014, since=2012)).marginal
    assert three.sum() > one.sum()


def test_what_was_crossed_before_the_span_is_not_new_in_it() -> None:
    firms = panel()
    law = law_of(firms)
    whole = crossing(law, firms, line(1e8, until=2013, since=2012)).marginal
    later = crossing(law, firms, line(1e8, until=2013, since=2013)).marginal
    assert (later <= whole + 1e-12).all()
    assert later.sum() < whole.sum()


def test_shocks_in_common_widen_the_count() -> None:
    firms = panel(spread=0.1)
    law = law_of(firms)
    calm = Law(law.edges, law.industries, law.centres, law.residuals, law.slope, 1e-9, 1e-9, law.growths)
    counts = [of_counts(crossing(one, firms, line(1e7)).pmf()) for one in (law, calm)]
    wide, narrow = (one.quantile(0.9) - one.quantile(0.1) for one in counts)
    assert wide > narrow


def test_the_model_finds_the_count_again_in_its_own_world() -> None:
    """Fitted on four years, asked of the fifth: inside the interval in most of twenty worlds."""
    inside = 0
    for seed in range(20):
        whole = panel(firms=500, years=5, seed=seed)
        known = whole.until(2011)
        below = whole.values[:, 3] < 2e7
        some = Panel(known.firms[below], known.industries[below], known.years, known.values[below])
        spread = of_counts(crossing(law_of(known), some, line(2e7)).pmf())
        real = int((whole.values[below, 4] >= 2e7).sum())
        inside += spread.quantile(0.1) <= real <= spread.quantile(0.9)
    assert inside >= 15
