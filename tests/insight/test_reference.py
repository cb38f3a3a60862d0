"""What is counted is exactly the least and the most that can be, on worlds with holes and dates on every boundary."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.insight.plainly import Counter
from tests.insight.zone import DAY, base_of, pack_in

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Measured
from peiyu.insight.measure import measure, open_figure
from peiyu.insight.measure.demand import stands
from peiyu.insight.targets.spans import Span
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.programme import ChangeBody, RatioBody, StateBody

D = dt.date
DAYS = (
    D(2011, 12, 31),
    D(2012, 1, 1),
    DAY,
    D(2012, 10, 1),
    D(2012, 9, 1),
    D(2012, 8, 31),
    D(2011, 9, 30),
    D(2012, 5, 5),
    None,
)
SPANS = (Span(D(2012, 1, 1), DAY), Span(D(2012, 9, 1), DAY), Span(None, DAY))


def world(dice: Random, folder: Path, *, buckets: int | None = None) -> FactBase:
    """Six enterprises and a territory: every date on a boundary or missing, some of everything not known."""

    def some(*options: Any) -> Any:
        return dice.choice(options)

    firms = range(1, 7)
    line = 2000 * 10**6
    enterprise = [
        {
            "enterprise": key, "name": f"企业{key}", "park": some("东", "西", None),
            "registered_capital": some(line, line - 1, 10**9, None),
            "founded": some(D(2011, 6, 1), D(2000, 1, 1), None),
            "sensitive": some(None, None, None, True),
        }
        for key in firms
    ]  # fmt: skip
    returns = [
        {"enterprise": key, "year": year, "revenue": some(10**10, 10**10 - 1, None), "staff": some(10, 20, None)}
        for key in firms
        for year in (2010, 2011)
    ]
    titles = [
        {
            "enterprise": some(*firms), "kind": some("科技型中小企业", "科技型中小企业", "科技小巨人", None),
            "granted_on": some(*DAYS), "expires_on": some(D(2012, 5, 6), D(2020, 1, 1), None),
        }
        for _ in range(12)
    ]  # fmt: skip
    rights = [
        {"enterprise": some(*firms), "number": some("A", "B", "C", None), "kind": some("发明专利", "实用新型", None),
         "filed_on": some(*DAYS), "purpose": some("行政", "行政", "统计")}
        for _ in range(9)
    ]  # fmt: skip
    stays = [
        {
            "enterprise": some(*firms),
            "kind": some("新注册", "迁入", None),
            "entered_on": some(*DAYS),
            "left_on": some(*DAYS, None),
        }
        for _ in range(8)
    ]
    money = [{"enterprise": some(*firms), "amount": some(100, 200, None), "paid_on": some(*DAYS)} for _ in range(5)]
    closed = [{"enterprise": key, "entity": "title"} for key in firms if dice.random() < 0.6]
    institutions = [{"title": "行", "entered_on": some(*DAYS), "left_on": some(*DAYS, None)} for _ in range(4)]
    drawn = some(1, 2)
    return base_of(
        folder, buckets or drawn, enterprise=enterprise, annual_return=returns, title=titles, ip_right=rights,
        stay=stays, financing=money, list_declaration=closed, institution=institutions,
        carrier_project=[{"title": "楼", "area": some(500, None), "filed_on": some(*DAYS)} for _ in range(3)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> PackRegistry:
    return pack_in(tmp_path_factory.mktemp("packs"))


def measured(packs: PackRegistry, base: FactBase, **more: Any) -> Measured:
    return measure("zone", packs, base, day=DAY, **more)


@pytest.mark.parametrize("seed", range(16))
def test_figures_are_the_least_and_the_most(packs: PackRegistry, tmp_path: Path, seed: int) -> None:
    base = world(Random(seed), tmp_path / "base")
    found = measured(packs, base, define={"D4": ("recognised", "registered")[seed % 2]})
    plainly = Counter(found.programme, found.base, DAY)
    for id_, figure in found.figures.items():
        bound = found.programme.indicators[id_]
        if isinstance(bound.body, (RatioBody, ChangeBody)):
            continue
        assert figure.value is not None, figure.absent
        expected = plainly.bounds(bound, Span(figure.since, figure.until))
        assert (figure.value.low, figure.value.high) == expected, id_


@pytest.mark.parametrize("seed", range(25, 33))
def test_what_opens_is_what_was_counted(packs: PackRegistry, tmp_path: Path, seed: int) -> None:
    base = world(Random(seed), tmp_path / "base")
    found = measured(packs, base, by="size")
    for id_, figure in found.figures.items():
        bound = found.programme.indicators[id_]
        if isinstance(bound.body, (RatioBody, ChangeBody)):
            continue
        records = list(open_figure(found, id_))
        assert len(records) + figure.withheld == figure.records, id_
        assert len({(one.entity, one.enterprise, one.record_id) for one in records}) == len(records)
        assert all(one.why.zh and one.why.en for one in records if not one.certain), id_
        assert not any(one.certain and one.why.zh for one in records)
        if figure.withheld == 0 and figure.unit in ("家", "件"):
            assert figure.value is not None
            assert sum(one.certain for one in records) == figure.value.low
            assert figure.undecided == sum(not one.certain for one in records)


@pytest.mark.parametrize("seed", range(40, 48))
def test_groups_add_up(packs: PackRegistry, tmp_path: Path, seed: int) -> None:
    base = world(Random(seed), tmp_path / "base")
    found = measured(packs, base, by=("size", "place", "capital", "origin_route")[seed % 4])
    for id_, breakdown in found.breakdowns.items():
        bound = found.programme.indicators[id_]
        if isinstance(bound.body, RatioBody):
            continue
        whole = found.figures[id_].value
        parts = [one.figure.value for one in breakdown.groups]
        assert whole is not None
        assert sum(one.low for one in parts if one is not None) == whole.low, id_


@pytest.mark.parametrize("seed", range(55, 61))
def test_other_spans_of_targets_are_exact_too(packs: PackRegistry, tmp_path: Path, seed: int) -> None:
    base = world(Random(seed), tmp_path / "base")
    found = measured(packs, base)
    plainly = Counter(found.programme, found.base, DAY)
    for id_, status in found.targets.items():
        bound = found.programme.indicators[status.target.indicator]
        if isinstance(bound.body, RatioBody):
            continue
        assert status.before is not None
        before = Span(D(2011, 1, 1), D(2011, 9, 30))
        assert (status.before.low, status.before.high) == plainly.bounds(bound, before), id_
        if not stands(found.programme, bound.id):
            assert status.month is not None
            month = Span(D(2012, 9, 1), DAY)
            assert (status.month.low, status.month.high) == plainly.bounds(bound, month), id_
        elif isinstance(bound.body, StateBody):
            assert status.month is not None
            assert (status.month.low, status.month.high) == plainly.gains(bound, D(2012, 8, 31), DAY), id_


@pytest.mark.parametrize("seed", range(6))
def test_figures_do_not_depend_on_how_a_base_is_divided(packs: PackRegistry, tmp_path: Path, seed: int) -> None:
    whole = measured(packs, world(Random(seed), tmp_path / "whole", buckets=1), by="capital")
    divided = measured(packs, world(Random(seed), tmp_path / "divided", buckets=5), by="capital")
    assert whole.base.bucket_count == 1
    assert divided.base.bucket_count == 5
    assert any(one.doubles for one in whole.figures.values()) or seed
    assert divided.figures == whole.figures
    assert divided.breakdowns == whole.breakdowns
    assert {k: (t.actual, t.month, t.before, t.pace) for k, t in divided.targets.items()} == {
        k: (t.actual, t.month, t.before, t.pace) for k, t in whole.targets.items()
    }
