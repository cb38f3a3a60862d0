"""Plan, spans, pace: what is due on a day, and which rule speaks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.insight.figures import Figure
from peiyu.insight.targets.amounts import amount, percent, said
from peiyu.insight.targets.pace import WORDS, Case, goal_said, pace
from peiyu.insight.targets.plan import due, share
from peiyu.insight.targets.spans import Span, spans_of
from peiyu.insight.targets.standing import Seen, target_status, trend_status, with_parts
from peiyu.insight.values import Value, change, point, quotient, total
from peiyu.policy.pack.programme import Goal, Schedule, Target, Trend
from peiyu.problems import Text

D = dt.date
NAME = Text("目标", "target")
QUARTERS = tuple(Fraction(n, 100) for n in (15, 25, 25, 35))
DAYS = st.dates(min_value=D(2011, 1, 1), max_value=D(2022, 12, 31))


def goal(comparator: Any = "floor", low: int = 100, high: int | None = None, stretch: int | None = None) -> Goal:
    ends = [None if one is None else Fraction(one) for one in (high, stretch)]
    return Goal(comparator=comparator, low=Fraction(low), high=ends[0], stretch=ends[1], unit="家")


def target(of: Goal | None = None, **more: Any) -> Target:
    days = {"since": D(2012, 1, 1), "by": D(2012, 12, 31)}
    return Target(key="zone.one", name=NAME, indicator="x", goal=of or goal(), **{**days, **more})


def figure(value: Value | None, unit: str = "家") -> Figure:
    return Figure(key="zone.x", name=NAME, unit=unit, value=value, until=D(2012, 9, 30))


# --- plan -----------------------------------------------------------------------------------------------------


def test_quarters_weigh_as_planned_and_run_straight_within_one() -> None:
    planned = target(plan=Schedule(quarters=QUARTERS))
    assert due(planned, D(2012, 3, 31)) == 15
    assert due(planned, D(2012, 6, 30)) == 40
    assert due(planned, D(2012, 9, 30)) == 65
    assert due(planned, D(2012, 4, 30)) == 15 + Fraction(30, 91) * 25
    assert due(planned, D(2012, 12, 31)) == due(planned, D(2013, 5, 1)) == 100
    assert due(planned, D(2011, 12, 31)) == 0


def test_years_are_cumulative_and_the_goal_follows_the_last() -> None:
    plan = Schedule(years=((2015, Fraction(5)), (2016, Fraction(20))))
    planned = target(goal(low=50), since=D(2015, 1, 1), by=D(2020, 12, 31), plan=plan)
    assert due(planned, D(2015, 12, 31)) == 5
    assert due(planned, D(2016, 12, 31)) == 20
    assert due(planned, D(2016, 7, 1)) == 5 + Fraction(183, 366) * 15
    assert due(planned, D(2018, 12, 31)) == 20 + 30 * Fraction(730, 1461)
    assert due(planned, D(2020, 12, 31)) == 50


def test_years_may_be_shaped_by_quarters() -> None:
    planned = target(
        goal(low=10),
        since=D(2015, 1, 1),
        by=D(2015, 12, 31),
        plan=Schedule(quarters=QUARTERS, years=((2015, Fraction(10)),)),
    )
    assert due(planned, D(2015, 6, 30)) == 4


def test_without_a_plan_the_line_is_straight_and_without_a_beginning_it_is_the_last_year() -> None:
    assert due(target(), D(2012, 1, 1)) == Fraction(100, 366)
    assert due(target(since=None), D(2012, 7, 1)) == Fraction(100, 2)


@given(st.tuples(DAYS, DAYS, DAYS, DAYS).map(sorted), st.booleans())
def test_a_plan_never_falls_and_stays_between_nothing_and_all(days: list[dt.date], shaped: bool) -> None:
    first, one, other, last = days
    quarters = QUARTERS if shaped else ()
    assert 0 <= share(first, last, one, quarters) <= share(first, last, other, quarters) <= 1


# --- spans ----------------------------------------------------------------------------------------------------


def test_spans_stop_at_the_deadline_and_begin_with_the_target() -> None:
    spans = spans_of(D(2012, 1, 1), D(2012, 12, 31), D(2013, 5, 5))
    assert spans.whole == Span(D(2012, 1, 1), D(2012, 12, 31))
    assert spans.month == Span(D(2012, 12, 1), D(2012, 12, 31))
    spans = spans_of(D(2012, 2, 22), D(2020, 12, 31), D(2015, 2, 28))
    assert spans.year == Span(D(2015, 1, 1), D(2015, 2, 28))
    assert spans.before == Span(D(2014, 1, 1), D(2014, 2, 28))
    assert spans_of(D(2012, 2, 22), D(2020, 12, 31), D(2012, 2, 25)).month.since == D(2012, 2, 22)


def test_a_february_is_compared_with_a_whole_february() -> None:
    assert spans_of(None, D(2016, 12, 31), D(2016, 2, 29)).before.until == D(2015, 2, 28)
    assert spans_of(None, D(2017, 12, 31), D(2017, 2, 28)).before.until == D(2016, 2, 29)


# --- pace -----------------------------------------------------------------------------------------------------

DAY, BY = D(2012, 9, 30), D(2012, 12, 31)


@pytest.mark.parametrize(
    ("of", "low", "high", "day", "code"),
    [
        (goal(), 100, 100, DAY, "met"),
        (goal(), 99, 120, D(2013, 1, 1), "overdue"),
        (goal(), 99, 99, BY, "on_track"),
        (goal(), 65, 65, DAY, "on_track"),
        (goal(), 64, 65, DAY, "possible"),
        (goal(), 0, None, DAY, "possible"),
        (goal(), 46, 64, DAY, "behind"),
        (goal(), 45, 64, DAY, "far_behind"),
        (goal("above"), 100, 100, DAY, "on_track"),
        (goal("above"), 101, 101, DAY, "met"),
        (goal("about"), 100, 100, DAY, "met"),
        (goal("range", 100, 200), 100, 300, DAY, "met"),
        (goal("range", 100, 200), 200, 200, DAY, "met"),
        (goal("range", 100, 200), 201, 201, DAY, "over"),
        (goal("exactly"), 100, 100, DAY, "met"),
        (goal("exactly"), 101, 101, DAY, "met"),
        (goal("exactly"), 99, 99, D(2013, 1, 1), "overdue"),
    ],
)  # fmt: skip
def test_the_first_rule_that_holds_speaks(of: Goal, low: int, high: int | None, day: dt.date, code: str) -> None:
    found = pace(Case(of, Value(Fraction(low), None if high is None else Fraction(high)), Fraction(65), day, BY))
    assert found.code == code
    assert (found.name, found.colour) == WORDS[found.code]
    assert str(low) in found.rule.zh
    assert str(low) in found.rule.en


@pytest.mark.parametrize(
    ("low", "high", "day", "code"),
    [
        (0, 44, DAY, "far_behind"),
        (0, 46, DAY, "behind"),  # 70 % of 65 is 45.5
        (0, 64, DAY, "behind"),
        (0, 65, DAY, "possible"),
        (0, None, DAY, "possible"),
        (65, None, DAY, "on_track"),
        (99, 120, D(2013, 1, 1), "possible"),
        (99, 99, D(2013, 1, 1), "overdue"),
        (0, 99, D(2013, 1, 1), "overdue"),
    ],
)
def test_a_ratio_is_no_further_behind_than_all_that_is_not_known_allows(
    low: int, high: int | None, day: dt.date, code: str
) -> None:
    value = Value(Fraction(low), None if high is None else Fraction(high))
    found = pace(Case(goal(), value, Fraction(65 if day <= BY else 100), day, BY, ratio=True))
    assert found.code == code
    if code == "possible":
        assert "不能判断是否达到" + ("目标" if day > BY else "序时") in found.rule.zh
        assert "cannot be told" in found.rule.en
    assert "确定数 0家" not in found.rule.zh or code in ("far_behind", "overdue")


def test_a_ratio_of_which_only_bounds_are_known_has_no_share_of_its_goal() -> None:
    parts = (figure(point(5)), figure(Value(Fraction(2), None)))
    for value, told in ((Value(Fraction(0), Fraction(90)), False), (point(90), True)):
        whole = replace(figure(value), scale=Fraction(1), parts=parts)
        status = target_status("one", target(), Seen(whole=whole, before=point(20)), DAY)
        assert (status.rate is not None, status.yoy is not None) == (told, told)


@pytest.mark.parametrize(
    ("since", "day", "value", "code"),
    [
        (D(2012, 10, 1), DAY, point(0), "not_begun"),
        (DAY, DAY, point(0), "far_behind"),
        (D(2012, 10, 1), DAY, point(100), "not_begun"),
        (D(2012, 10, 1), DAY, None, "not_begun"),
        (None, D(2011, 12, 31), point(3), "not_begun"),
        (None, D(2011, 12, 31), point(100), "met"),  # the document names no beginning
        (None, D(2012, 1, 1), point(0), "far_behind"),
    ],
)
def test_before_it_begins_a_target_is_neither_on_track_nor_behind(
    since: dt.date | None, day: dt.date, value: Value | None, code: str
) -> None:
    seen = Seen(whole=figure(value), month=point(0), year=point(0), before=point(4))
    status = target_status("one", target(since=since), seen, day)
    assert status.pace.code == code
    if code == "not_begun":
        first = since or D(2012, 1, 1)
        assert (status.pace.name.zh, status.pace.colour) == ("未开始", "grey")
        assert f"自 {first} 起算，尚未开始" in status.pace.rule.zh
        assert ("现为" in status.pace.rule.zh) == (value is not None and value.low > 0)
        assert status.rate is status.yoy is status.month is None


def test_an_overdue_target_says_whether_the_undecided_would_reach_it() -> None:
    late = pace(Case(goal(), Value(Fraction(90), Fraction(100)), Fraction(100), D(2013, 1, 1), BY))
    assert "待核实的全部成立则可达到" in late.rule.zh
    assert "全部成立" not in pace(Case(goal(), point(90), Fraction(100), D(2013, 1, 1), BY)).rule.zh


def test_nothing_is_far_behind_a_plan_of_nothing() -> None:
    assert pace(Case(goal(), Value(Fraction(-1), Fraction(-1)), Fraction(0), DAY, BY)).code == "far_behind"


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (goal(), "100家以上"), (goal("above"), "超过100家"), (goal("about"), "100家左右"), (goal("exactly"), "100家"),
        (goal("range", 3, 5), "3家—5家"), (goal(low=2, stretch=4), "2家以上，力争4家"),
    ],
)  # fmt: skip
def test_goals_are_said_as_documents_put_them(of: Goal, words: str) -> None:
    assert goal_said(of).zh == words


# --- standing -------------------------------------------------------------------------------------------------


def test_a_target_without_a_figure_is_grey_and_has_no_number() -> None:
    status = target_status("one", target(), Seen(whole=figure(None)), DAY)
    assert (status.pace.code, status.pace.colour) == ("unknown", "grey")
    assert status.actual is status.rate is status.yoy is status.confirmed is status.nowcast is None


def test_confirmed_and_nowcast_share_and_growth() -> None:
    whole = figure(Value(Fraction(60), Fraction(75)))
    seen = Seen(whole=whole, year=point(30), before=point(20), month=point(5))
    status = target_status("one", target(goal(low=120, stretch=60)), seen, DAY)
    assert (status.confirmed, status.nowcast, status.rate) == (60, 75, Fraction(1, 2))
    assert status.yoy == Fraction(1, 2)
    assert status.stretch_met is True


def test_nothing_is_compared_with_a_year_of_nothing() -> None:
    status = target_status("one", target(), Seen(whole=figure(point(60)), before=point(0)), DAY)
    assert status.yoy is None


def test_parts_that_do_not_add_up_are_named() -> None:
    def of(code: str, low: int, value: int, parts: tuple[str, ...] = ()) -> Any:
        return target_status(code, target(goal(low=low), parts=parts), Seen(whole=figure(point(value))), DAY)

    sound = with_parts({"all": of("all", 1000, 10, ("a", "b")), "a": of("a", 70, 4), "b": of("b", 930, 6)})
    assert sound["all"].parts_said.zh == ""
    short = with_parts({"all": of("all", 1000, 10, ("a", "b")), "a": of("a", 70, 4), "b": of("b", 900, 5)})
    assert "970家" in short["all"].parts_said.zh
    assert "相差 1家" in short["all"].parts_said.zh
    assert "not 1000" in short["all"].parts_said.en


@pytest.mark.parametrize(("now", "before", "way"), [(3, 2, "up"), (1, 2, "down"), (2, 2, "level")])
def test_a_trend_has_a_direction_and_is_never_achieved(now: int, before: int, way: str) -> None:
    trend = Trend(key="zone.t", name=NAME, indicator="x")
    found = trend_status("t", trend, Seen(whole=figure(point(now)), before=point(before)))
    assert found.direction == way
    assert found.said.zh.startswith("未量化目标")
    assert "完成" not in found.said.zh


def test_a_trend_without_a_year_before_is_not_compared() -> None:
    found = trend_status("t", Trend(key="zone.t", name=NAME, indicator="x"), Seen(whole=figure(point(2))))
    assert found.direction == "unknown"


# --- values ---------------------------------------------------------------------------------------------------

ENDS = st.integers(min_value=-20, max_value=20)
VALUES = st.tuples(ENDS, ENDS).map(sorted).map(lambda ends: Value(Fraction(ends[0]), Fraction(ends[1])))


@given(VALUES, VALUES)
def test_a_quotient_holds_every_quotient_and_reaches_its_ends(over: Value, under: Value) -> None:
    found = quotient(over, under, Fraction(10))
    if under.low <= 0:
        assert found is None
        return
    assert found is not None
    ends = [10 * a / b for a in (over.low, over.high) for b in (under.low, under.high) if a is not None and b]
    assert (found.low, found.high) == (min(ends), max(ends))


def test_open_ends_stay_open() -> None:
    open_ = Value(Fraction(2), None)
    assert total([open_, point(1)]) == Value(Fraction(3), None)
    assert quotient(open_, point(2)) == Value(Fraction(1), None)
    assert quotient(point(4), open_) == Value(Fraction(0), Fraction(2))
    assert quotient(point(4), Value(Fraction(0), None)) is None
    assert change(open_, point(1)) == Value(Fraction(1), None)
    assert change(point(1), open_) is None


def test_in_english_a_range_says_its_unit_once() -> None:
    rate = Value(Fraction(0), Fraction(1641, 100))
    assert said(rate, "件/万人").en == "0 to 16.41 per 10,000 employees"
    assert said(Value(Fraction(1, 2), Fraction(1)), "%").en == "50% to 100%"


def test_amounts_are_said_with_their_unit() -> None:
    assert amount(Fraction(2 * 10**8), "元").zh == "2亿元"
    assert amount(Fraction(12345), "㎡").zh == "1.23万㎡"
    assert amount(Fraction(1, 8), "%").zh == "12.5%"
    assert amount(Fraction(1000), "家").zh == "1000家"
    assert said(Value(Fraction(1), Fraction(2)), "家").zh == "1家—2家"
    assert amount(Fraction(15_160_000), "元").en == "15.16 million yuan"
    assert amount(Fraction(3, 2), "倍").en == "1.5 times"
    assert said(None).zh == "无数据"
    assert percent(Fraction(2, 3)) == "66.7%"
    assert percent(None) == ""
