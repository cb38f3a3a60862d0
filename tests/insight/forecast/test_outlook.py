"""Outlooks of a made-up zone's targets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from peiyu.facts.base import FactBase
from peiyu.facts.register import confidential_keys
from peiyu.insight.figures import Measured, Outlook
from peiyu.insight.forecast import forecast, with_outlooks
from peiyu.insight.forecast.ground import ground_of
from peiyu.insight.forecast.models import MODELS, model_of
from peiyu.insight.forecast.outlook import key_firms
from peiyu.insight.forecast.prospect import Ask, CannotTell
from peiyu.insight.measure import measure
from peiyu.insight.targets.pace import reaches
from peiyu.madeup import Zone, write
from peiyu.policy.pack.load import PackRegistry
from peiyu.problems import UsageError

PACK, DAY, LATER = "tianjin-hitech-2012", dt.date(2012, 9, 30), dt.date(2013, 6, 30)


def zone(folder: Path, day: dt.date, world: str = "plain", seed: int = 7) -> FactBase:
    return write(Zone(kind=PACK, companies=800, as_of=day, seed=seed, world=world), folder)


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return zone(tmp_path_factory.mktemp("early") / "facts", DAY)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return zone(tmp_path_factory.mktemp("late") / "facts", LATER)


def measured(base: FactBase, **more: object) -> Measured:
    return measure(PACK, PackRegistry(), base, day=DAY, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(early: FactBase) -> Measured:
    return measured(early)


@pytest.fixture(scope="module")
def by_line(early: FactBase) -> Measured:
    return measured(early, define={"D8": "by_line"})


@pytest.fixture(scope="module")
def found(early: FactBase, whole: Measured) -> dict[str, Outlook]:
    return forecast(whole, early, day=DAY)


def test_every_target_has_an_outlook(whole: Measured, found: dict[str, Outlook]) -> None:
    assert set(found) == set(whole.targets)
    assert with_outlooks(whole, found).targets["new_sme"].outlook == found["new_sme"]


def test_the_interval_holds_the_likely_and_nothing_counted_is_lost(whole: Measured, found: dict[str, Outlook]) -> None:
    told = [(code, one) for code, one in found.items() if one.kind == "pipeline"]
    assert len(told) >= 6
    for code, one in told:
        assert one.low is not None
        assert one.likely is not None
        assert one.high is not None
        assert one.low <= one.likely <= one.high
        status = whole.targets[code]
        if not status.figure.parts and status.actual is not None:
            assert one.low >= status.actual.low


def test_the_gap_is_what_the_interval_lacks(whole: Measured, found: dict[str, Outlook]) -> None:
    for code, one in found.items():
        if one.kind == "pipeline" and one.gap is not None and one.low is not None and one.high is not None:
            goal = whole.targets[code].goal
            assert one.gap[0] <= one.gap[1]
            assert (one.gap[1] == 0) == reaches(goal, one.low)
            assert (one.gap[0] == 0) == reaches(goal, one.high)


def test_what_cannot_be_told_has_a_reason_and_no_number(found: dict[str, Outlook]) -> None:
    silent = [one for one in found.values() if one.kind == "cannot_tell"]
    assert silent
    for one in silent:
        assert one.said.zh.startswith("说不准：")
        assert (one.low, one.likely, one.high, one.probability, one.gap) == (None, None, None, None, None)
        assert one.key_firms == ()
        assert not one.said.en.isspace()


def test_leaders_get_numbers_gap_and_firms_in_one_sentence(found: dict[str, Outlook]) -> None:
    one = found["new_giants"]
    assert one.said.zh.startswith("预计年底")
    if one.gap is not None and one.gap[1] > 0:
        assert "缺口" in one.said.zh
        assert f"关键看这{len(one.key_firms)}户" in one.said.zh
    assert 0 < len(one.key_firms) <= 15
    assert all(firm.name.startswith("虚构") and "可能" in firm.why.zh for firm in one.key_firms)


def test_what_it_was_tested_on_is_said_everywhere(found: dict[str, Outlook]) -> None:
    for one in found.values():
        if one.kind == "pipeline":
            assert "只在虚构数据上检验过自洽性" in one.basis.zh
            assert "self-consistency on made-up data only" in one.basis.en


def test_the_same_facts_give_the_same_outlook(early: FactBase, whole: Measured, found: dict[str, Outlook]) -> None:
    assert forecast(whole, early, day=DAY) == found


def test_what_became_known_later_changes_nothing(late: FactBase, found: dict[str, Outlook]) -> None:
    assert forecast(measured(late), late, day=DAY) == found
    assert forecast(measured(late, known_at=LATER), late, day=DAY) == found


def test_a_goal_reached_for_good_is_certain(early: FactBase, whole: Measured) -> None:
    status = whole.targets["new_sme"]
    assert status.actual is not None
    low = replace(status, goal=replace(status.goal, low=status.actual.low), target=status.target)
    one = forecast(replace(whole, targets={"new_sme": low}), early, day=DAY)["new_sme"]
    assert (one.kind, one.probability, one.key_firms) == ("certain", 1.0, ())
    assert one.said.zh.startswith("已达到目标")


def test_a_higher_goal_is_never_likelier(early: FactBase, whole: Measured) -> None:
    status = whole.targets["new_hnte"]
    chances = []
    for more in range(0, 60, 6):
        raised = replace(status, goal=replace(status.goal, low=status.goal.low + more))
        one = forecast(replace(whole, targets={"new_hnte": raised}), early, day=DAY)["new_hnte"]
        chances.append(one.probability or 0.0)
    assert chances == sorted(chances, reverse=True)


def test_when_the_deadline_has_come_nothing_is_open(late: FactBase) -> None:
    day = dt.date(2012, 12, 31)
    whole = measure(PACK, PackRegistry(), late, day=day)
    one = forecast(whole, late, day=day)["new_giants"]
    assert one.kind == "certain"
    assert one.low == one.high == whole.targets["new_giants"].confirmed
    assert "期限2012-12-31已到" in one.said.zh


def test_another_day_than_was_measured_is_refused(early: FactBase, whole: Measured) -> None:
    with pytest.raises(UsageError) as refused:
        forecast(whole, early, day=DAY + dt.timedelta(days=1))
    assert refused.value.problems[0].code == "forecast-day"


def test_an_open_definition_is_told_as_such(early: FactBase, whole: Measured) -> None:
    status = replace(whole.targets["new_sme"], actual=None)
    one = forecast(replace(whole, targets={"new_sme": status}), early, day=DAY)["new_sme"]
    assert one.kind == "cannot_tell"


def test_firms_cross_the_line_by_their_own_growth_and_say_so(early: FactBase, by_line: Measured) -> None:
    one = forecast(by_line, early, day=DAY)["new_giants"]
    assert one.kind == "pipeline"
    assert "上市公司2019—2021年" in one.basis.zh
    assert one.key_firms
    assert all("年收入" in firm.why.zh and "跨线可能" in firm.why.zh for firm in one.key_firms)
    chances = [firm.chance for firm in one.key_firms]
    assert chances == sorted(chances, reverse=True)


def test_confidential_firms_are_counted_and_never_named(early: FactBase, by_line: Measured) -> None:
    ground = ground_of(by_line, early, [by_line.targets["new_giants"]], lambda share: None)
    assert ground.hidden == confidential_keys(early)
    target = by_line.targets["new_giants"].target
    prospect = model_of(ground, "giants_new")(ground, Ask("giants_new", target.since, target.by))
    assert not isinstance(prospect, CannotTell)
    named = key_firms(ground, prospect.candidates)
    hidden = replace(ground, hidden=frozenset((named[0].enterprise,)))
    assert named[0].enterprise not in {firm.enterprise for firm in key_firms(hidden, prospect.candidates)}
    again = model_of(hidden, "giants_new")(hidden, Ask("giants_new", target.since, target.by))
    assert not isinstance(again, CannotTell)
    assert again.spread.mean == prospect.spread.mean


def test_a_firm_recognised_already_is_no_candidate(early: FactBase, whole: Measured) -> None:
    ground = ground_of(whole, early, [whole.targets["new_giants"]], lambda share: None)
    target = whole.targets["new_giants"].target
    prospect = model_of(ground, "giants_new")(ground, Ask("giants_new", target.since, target.by))
    assert not isinstance(prospect, CannotTell)
    had = set(ground.inside("giants_new", None, DAY)["enterprise"].to_list())
    assert prospect.candidates
    assert not had & {one.enterprise for one in prospect.candidates}


@pytest.mark.parametrize("world", ["shocked", "clustered"])
def test_the_wrong_worlds_are_forecast_without_a_fault(tmp_path: Path, world: str) -> None:
    base = zone(tmp_path / "facts", DAY, world)
    assert len(forecast(measured(base), base, day=DAY)) == 12


def test_the_table_of_models_ends_with_one_that_fits_everything() -> None:
    assert [row.name for row in MODELS][-1] == "stock"
