"""What comes one by one, what waits for its date, and the way to a listing."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from peiyu.insight.forecast.arrivals import AT_ONCE, Delay, Past, clustering, part, rest, seasons, year_deviation
from peiyu.insight.forecast.milestones import NEVER, Queue, expected, pace, waiting
from peiyu.insight.forecast.stages import STAGES, Chain, Walk, chain, newcomers

DAY, BY = dt.date(2012, 9, 30), dt.date(2012, 12, 31)


def steady(a_month: int, until: dt.date = DAY) -> list[dt.date]:
    days = [
        dt.date(year, month, 1 + k % 28) for year in range(2008, 2013) for month in range(1, 13) for k in range(a_month)
    ]
    return [one for one in days if one <= until]


def past(days: list[dt.date], delay: Delay = AT_ONCE, by: dt.date = BY) -> Past:
    return Past(days=days, begins=dt.date(2008, 1, 1), day=DAY, since=dt.date(2012, 1, 1), by=by, delay=delay)


def test_a_steady_stream_goes_on() -> None:
    found = rest(past(steady(20)))
    assert np.median(found) == pytest.approx(60, rel=0.1)
    assert np.quantile(found, 0.1) < 60 < np.quantile(found, 0.9)


def test_a_deadline_years_ahead_brings_years_more() -> None:
    near, far = rest(past(steady(5))), rest(past(steady(5), by=dt.date(2014, 12, 31)))
    assert np.median(far) == pytest.approx(np.median(near) + 120, rel=0.2)
    assert np.std(far) > np.std(near)


def test_this_years_pace_is_learned() -> None:
    slow = steady(10, dt.date(2011, 12, 31))
    fast = slow + [dt.date(2012, month, 1 + k % 28) for month in range(1, 10) for k in range(20)]
    assert np.median(rest(past(fast))) > 1.6 * np.median(rest(past(steady(10))))


def test_what_comes_every_december_is_expected_in_december() -> None:
    days = [dt.date(year, 12, 10) for year in range(2008, 2012) for _ in range(40)]
    assert np.median(rest(past(days))) > 20


def test_what_is_known_late_is_still_to_come() -> None:
    late = Delay(np.concatenate([np.zeros(60), [1.0]]))
    seen = [one for one in steady(20) if one <= DAY - dt.timedelta(days=60)]
    assert np.median(rest(past(seen, late))) > np.median(rest(past(seen))) + 20


def test_the_same_facts_give_the_same_draws() -> None:
    assert (rest(past(steady(3))) == rest(past(steady(3)))).all()


def test_shares_of_a_year_add_up() -> None:
    season = seasons(np.arange(24, dtype=np.float64).reshape(2, 12))
    assert season.sum() == pytest.approx(1)
    assert part(season, dt.date(2012, 1, 1), DAY) + part(season, dt.date(2012, 10, 1), BY) == pytest.approx(1)
    assert part(season, BY, DAY) == 0


def test_years_that_differ_more_make_more_doubt() -> None:
    assert year_deviation(np.array([10.0, 100.0, 10.0])) > year_deviation(np.array([50.0, 52.0, 49.0]))


def test_batches_are_clustered() -> None:
    batched = np.zeros((3, 12))
    batched[:, ::6] = np.array([[40, 0], [0, 40], [40, 40]])
    assert clustering(batched, seasons(batched)) > clustering(np.full((3, 12), 7.0), seasons(np.full((3, 12), 7.0)))


# --- waiting --------------------------------------------------------------------------------------------------


def test_waiting_is_what_kaplan_and_meier_say() -> None:
    """Ten begun on day 0: five end on days 10, 20 … 50, five still wait on day 60."""
    begun = np.zeros(10, np.int64)
    ended = np.array([10, 20, 30, 40, 50] + [NEVER] * 5)
    law = waiting(begun, ended, 60)
    assert law is not None
    assert law.after(np.array([9.0, 10.0, 25.0, 50.0])) == pytest.approx([1.0, 0.9, 0.8, 0.5])
    assert law.ends_within(np.array([10.0]), np.array([20.0])) == pytest.approx([1 - 0.7 / 0.9])


def test_too_few_ends_tell_nothing() -> None:
    assert waiting(np.zeros(9, np.int64), np.array([5] * 4 + [NEVER] * 5), 60) is None


def queue(begun: list[int], ended: list[int]) -> Queue:
    size = len(begun)
    return Queue(np.array(begun), np.array(ended), np.zeros((size, 0), np.int64), np.zeros(size, bool))


def test_what_ends_always_after_a_hundred_days_ends_then() -> None:
    begun = list(range(0, 400, 2))
    ended = [day + 100 if day + 100 <= 400 else NEVER for day in begun]
    found = expected(queue(begun, ended), 400, 450)
    assert found is not None
    assert found.chances.sum() == pytest.approx(25, abs=2)
    assert found.new == 0


def test_what_ended_later_is_not_looked_at() -> None:
    begun = list(range(0, 400, 2))
    ended = [day + 100 for day in begun]
    known = [one if one <= 300 else NEVER for one in ended]
    some = [day for day in begun if day <= 300]
    one, other = expected(queue(begun, ended), 300, 350), expected(queue(some, known[: len(some)]), 300, 350)
    assert one is not None
    assert other is not None
    assert one.chances.tolist() == other.chances.tolist()


def test_a_pace_that_was_right_before_stays() -> None:
    begun = list(range(0, 2000, 2))
    ended = [day + 100 if day + 100 <= 2000 else NEVER for day in begun]
    ratio, doubt = pace(queue(begun, ended), 2000, 2050)
    assert ratio == pytest.approx(1, abs=0.1)
    assert doubt < 0.2


# --- listing --------------------------------------------------------------------------------------------------


def walks() -> list[Walk]:
    return [Walk(k, tuple((stage, 100 * k + 365 * stage) for stage in range(5 if k < 6 else 3))) for k in range(9)]


def found_chain() -> Chain:
    found = chain(walks(), 3000)
    assert found is not None
    return found


def test_firms_move_on_at_the_rates_seen() -> None:
    found = found_chain()
    assert found.moves == 6 * 4 + 3 * 2
    assert found.rates[0, 1] == pytest.approx(1, rel=0.3)
    later = [found.arrived(stage, 1.0) for stage in range(len(STAGES))]
    assert all(one < other for one, other in pairwise(later))
    assert later[-1] == pytest.approx(1)
    assert found.arrived(3, 2.0) > found.arrived(3, 1.0)
    assert found.arrived(3, 0.0) == pytest.approx(0)


def test_too_few_moves_tell_nothing() -> None:
    assert chain([Walk(1, ((0, 0), (1, 10)))], 100) is None


def test_newcomers_come_as_before_and_need_time() -> None:
    found = found_chain()
    assert 0 < newcomers(walks(), found, 900, 900 + 365) < newcomers(walks(), found, 900, 900 + 3 * 365)
    assert newcomers(walks(), found, 900, 900) == 0
