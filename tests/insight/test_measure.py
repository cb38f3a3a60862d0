"""What an office sees: doubles, shares, what is never listed, what nobody holds, other definitions, other days."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.insight.zone import DAY, PROGRAMME, base_of, pack_in

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Figure, Measured
from peiyu.insight.measure import difference, measure, open_figure
from peiyu.insight.values import Value, point
from peiyu.policy.pack.load import PackRegistry
from peiyu.problems import UsageError

D = dt.date
MAY = D(2012, 5, 1)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> PackRegistry:
    return pack_in(tmp_path_factory.mktemp("packs"))


def measured(packs: PackRegistry, base: FactBase, *, day: dt.date = DAY, **more: Any) -> Measured:
    return measure("zone", packs, base, day=day, **more)


def value(figure: Figure) -> Value:
    assert figure.value is not None, figure.absent
    return figure.value


def invention(enterprise: int, number: str | None, **more: Any) -> dict[str, Any]:
    return {"enterprise": enterprise, "number": number, "kind": "发明专利", "filed_on": MAY, **more}


def sme(enterprise: int, on: dt.date | None, **more: Any) -> dict[str, Any]:
    return {"enterprise": enterprise, "kind": "科技型中小企业", "granted_on": on, **more}


# --- one thing, once ------------------------------------------------------------------------------------------


def test_a_joint_patent_is_one_and_its_double_is_named(packs: PackRegistry, tmp_path: Path) -> None:
    keys = range(1, 9)
    base = base_of(tmp_path / "base", 4, ip_right=[invention(key, "A") for key in keys] + [invention(1, "B")])
    found = measured(packs, base)
    assert value(found.figures["filed"]) == point(2)
    assert found.figures["filed"].doubles == 7
    joint = next(one for one in open_figure(found, "filed") if one.doubles)
    assert len(joint.doubles) == 7
    assert (joint.enterprise, joint.record_id) not in joint.doubles


def test_a_shared_patent_is_divided_among_its_holders_in_a_breakdown(packs: PackRegistry, tmp_path: Path) -> None:
    firms = [{"enterprise": 1, "park": "东"}, {"enterprise": 2, "park": "西"}, {"enterprise": 3, "park": "西"}]
    base = base_of(tmp_path / "base", enterprise=firms, ip_right=[invention(key, "A") for key in (1, 2, 3)])
    found = measured(packs, base, by="place")
    shares = {one.name.zh: value(one.figure).low for one in found.breakdowns["filed"].groups}
    assert shares == {"东": Fraction(1, 3), "西": Fraction(2, 3)}
    assert value(found.figures["filed"]) == point(1)
    assert len(list(open_figure(found, "filed", group="西"))) == 2


def test_a_patent_without_a_number_stands_for_itself(packs: PackRegistry, tmp_path: Path) -> None:
    base = base_of(tmp_path / "base", ip_right=[invention(1, None), invention(2, None)])
    assert value(measured(packs, base).figures["filed"]) == point(2)


def test_only_the_first_recognition_of_all_time_is_new(packs: PackRegistry, tmp_path: Path) -> None:
    rows = [sme(1, D(2009, 1, 1)), sme(1, MAY), sme(2, MAY), sme(2, D(2012, 6, 1)), sme(3, MAY), sme(3, None)]
    base = base_of(tmp_path / "base", title=rows)
    found = measured(packs, base)
    assert value(found.figures["sme_new"]) == Value(Fraction(1), Fraction(2))
    doubtful = [one for one in open_figure(found, "sme_new") if not one.certain]
    assert [one.why.zh for one in doubtful] == ["不能确定是否首次"]


def test_an_enterprise_that_leaves_and_returns_is_there_once(packs: PackRegistry, tmp_path: Path) -> None:
    stays = [
        {"enterprise": 1, "entered_on": D(2010, 1, 1), "left_on": D(2011, 1, 1)},
        {"enterprise": 1, "entered_on": D(2012, 1, 1)},
        {"enterprise": 1, "entered_on": D(2012, 2, 1)},
        {"enterprise": 2, "entered_on": D(2012, 10, 1)},
    ]
    found = measured(packs, base_of(tmp_path / "base", stay=stays))
    assert value(found.figures["there"]) == point(1)


# --- never listed ---------------------------------------------------------------------------------------------


def test_confidential_enterprises_are_counted_and_never_listed(packs: PackRegistry, tmp_path: Path) -> None:
    firms = [{"enterprise": 1, "name": "甲", "sensitive": True}, {"enterprise": 2, "name": "乙"}]
    found = measured(packs, base_of(tmp_path / "base", enterprise=firms, title=[sme(1, MAY), sme(2, MAY)]))
    assert value(found.figures["sme_new"]) == point(2)
    assert found.figures["sme_new"].withheld == 1
    assert [one.name for one in open_figure(found, "sme_new")] == ["乙"]


def test_statistical_records_feed_the_figure_and_no_list(packs: PackRegistry, tmp_path: Path) -> None:
    base = base_of(tmp_path / "base", ip_right=[invention(1, "A", purpose="统计"), invention(2, "B")])
    found = measured(packs, base)
    assert value(found.figures["filed"]) == point(2)
    assert [one.enterprise for one in open_figure(found, "filed")] == [2]


# --- what is not held -----------------------------------------------------------------------------------------


def test_what_nobody_holds_is_grey_and_says_what_to_load(packs: PackRegistry, tmp_path: Path) -> None:
    found = measured(packs, base_of(tmp_path / "base", title=[sme(1, MAY)]))
    raised = found.figures["raised"]
    assert raised.value is None
    assert raised.absent is not None
    assert raised.absent.code == "nothing-held"
    assert "融资" in raised.absent.message.zh
    assert found.targets["density"].pace.code == "unknown"
    assert list(open_figure(found, "raised")) == []


def test_a_deciding_date_that_nobody_holds_gives_no_figure(packs: PackRegistry, tmp_path: Path) -> None:
    rights = [{"enterprise": 1, "number": "A", "kind": "发明专利"}]
    found = measured(packs, base_of(tmp_path / "base", ip_right=rights))
    absent = found.figures["filed"].absent
    assert absent is not None
    assert "申请日期" in absent.message.zh


def test_a_zero_denominator_gives_no_figure_and_keeps_both_parts(packs: PackRegistry, tmp_path: Path) -> None:
    returns = [{"enterprise": 1, "year": 2011, "staff": 0}]
    found = measured(packs, base_of(tmp_path / "base", ip_right=[invention(1, "A")], annual_return=returns))
    ratio = found.figures["per_10k"]
    assert ratio.value is None
    assert ratio.absent is not None
    assert ratio.absent.code == "zero-denominator"
    assert [value(part) for part in ratio.parts] == [point(1), point(0)]
    assert "zero-denominator" in {one.code for one in found.problems}


def test_a_missing_part_of_a_denominator_widens_the_ratio_and_shows_what_is_held(
    packs: PackRegistry, tmp_path: Path
) -> None:
    returns = [{"enterprise": 1, "year": 2011, "staff": 100}, {"enterprise": 2, "year": 2011, "staff": None}]
    found = measured(packs, base_of(tmp_path / "base", ip_right=[invention(1, "A")], annual_return=returns))
    assert value(found.figures["per_10k"]) == Value(Fraction(0), Fraction(100))
    assert found.figures["per_10k"].as_held == 100
    assert found.figures["staff"].undecided == 1


def test_an_amount_that_is_missing_leaves_the_sum_open(packs: PackRegistry, tmp_path: Path) -> None:
    money = [{"enterprise": 1, "amount": 12345, "paid_on": MAY}, {"enterprise": 2, "amount": None, "paid_on": MAY}]
    found = measured(packs, base_of(tmp_path / "base", financing=money))
    assert value(found.figures["raised"]) == Value(Fraction(12345, 100), None)
    assert {one.certain: one.why.zh for one in open_figure(found, "raised")} == {True: "", False: "缺数额"}


PROFIT = (
    "  profit: {name: {zh: 净利润, en: profit}, unit: 元, sum: 'WHAT', of_firms: true, cite: 二, evidence: verified}\n"
)


@pytest.mark.parametrize(
    ("what", "known", "expected"),
    [
        ("净利润", (-500, 300), point(-2)),
        ("净利润", (-500, None), None),
        ("max(净利润, 0元)", (-500, None), Value(Fraction(0), None)),
        ("first_known(净利润, 0元)", (300, None), point(3)),
    ],
)
def test_what_may_be_below_zero_has_no_sum_while_a_part_of_it_is_missing(
    what: str, known: tuple[int, int | None], expected: Value | None, tmp_path: Path
) -> None:
    text = PROGRAMME.replace("definitions:\n", PROFIT.replace("WHAT", what) + "definitions:\n", 1)
    returns = [{"enterprise": place, "year": 2011, "net_profit": fen} for place, fen in enumerate(known, 1)]
    base = base_of(tmp_path / "base", annual_return=returns)
    found = measured(pack_in(tmp_path / "packs", text), base).figures["profit"]
    assert found.value == expected
    assert (found.absent is None) == (expected is not None)
    if found.absent is not None:
        assert found.absent.code == "sum-without-bounds"
        assert "缺数据的 1 家可能为负" in found.absent.message.zh
        assert "已报合计 -5元" in found.absent.message.zh
        assert found.undecided == 1


def test_by_group_only_what_lacks_nothing_has_a_sum(tmp_path: Path) -> None:
    text = PROGRAMME.replace("definitions:\n", PROFIT.replace("WHAT", "净利润") + "definitions:\n", 1)
    firms = [{"enterprise": 1, "park": "东"}, {"enterprise": 2, "park": "西"}]
    returns = [{"enterprise": 1, "year": 2011, "net_profit": -500}, {"enterprise": 2, "year": 2011}]
    base = base_of(tmp_path / "base", enterprise=firms, annual_return=returns)
    found = measured(pack_in(tmp_path / "packs", text), base, by="place")
    groups = {one.name.zh: one.figure.value for one in found.breakdowns["profit"].groups}
    assert groups == {"东": point(-5), "西": None}


def test_what_was_filed_and_not_granted_is_no_possible_grant(tmp_path: Path) -> None:
    packs = pack_in(tmp_path / "packs", PROGRAMME.replace("on: 申请日期, once", "on: 授权日期, once"))
    rights = [invention(1, "A", granted_on=MAY), invention(2, "B"), invention(3, "C", filed_on=None)]
    found = measured(packs, base_of(tmp_path / "base", ip_right=rights))
    assert value(found.figures["filed"]) == point(1)
    assert value(found.figures["giant_filed"]).high == 3


def test_an_open_definition_gives_no_figure(tmp_path: Path) -> None:
    text = PROGRAMME.replace("    default: recognised\n", "    default: null\n")
    packs = pack_in(tmp_path / "packs", text)
    base = base_of(tmp_path / "base", title=[sme(1, MAY)])
    found = measured(packs, base)
    absent = found.figures["sme_new"].absent
    assert absent is not None
    assert absent.code == "definition-undecided"
    assert found.targets["new"].pace.code == "unknown"
    assert value(measured(packs, base, define={"D4": "recognised"}).figures["sme_new"]) == point(1)


# --- definitions, days, keys ----------------------------------------------------------------------------------


def test_another_definition_changes_the_figure_and_the_firms_that_differ_are_named(
    packs: PackRegistry, tmp_path: Path
) -> None:
    stays = [{"enterprise": key, "kind": "新注册", "entered_on": MAY} for key in (2, 3)]
    firms = [{"enterprise": key, "name": f"企业{key}"} for key in (1, 2, 3)]
    base = base_of(tmp_path / "base", enterprise=firms, title=[sme(1, MAY), sme(2, MAY)], stay=stays)
    one, other = measured(packs, base), measured(packs, base, define={"zone.D4": "registered"})
    assert (one.chosen["zone.D4"], other.chosen["zone.D4"]) == ("recognised", "registered")
    assert "首次认定" in one.figures["sme_new"].definition.zh
    assert "新注册" in other.figures["sme_new"].definition.zh
    found = difference(one, other, "sme_new")
    assert [(row.name, row.said.zh) for row in found.rows] == [("企业1", "1 → 0"), ("企业3", "0 → 1")]


def test_what_comes_after_the_deadline_does_not_count(packs: PackRegistry, tmp_path: Path) -> None:
    rows = [sme(1, D(2012, 12, 31)), sme(2, D(2013, 1, 1))]
    found = measured(packs, base_of(tmp_path / "base", title=rows), day=D(2013, 6, 30))
    assert found.targets["new"].confirmed == 1
    assert found.targets["new"].pace.code == "overdue"


def test_what_became_known_later_is_hidden(packs: PackRegistry, tmp_path: Path) -> None:
    rows = [sme(1, MAY), sme(2, MAY, known_from=D(2012, 10, 15))]
    base = base_of(tmp_path / "base", title=rows)
    assert value(measured(packs, base).figures["sme_new"]) == point(1)
    assert value(measured(packs, base, known_at=D(2012, 10, 31)).figures["sme_new"]) == point(2)


def test_the_year_before_counts_by_the_rules_of_its_own_day(packs: PackRegistry, tmp_path: Path) -> None:
    line = 10**10
    returns = [{"enterprise": 1, "year": 2010, "revenue": line - 1}, {"enterprise": 1, "year": 2011, "revenue": line}]
    found = measured(packs, base_of(tmp_path / "base", annual_return=returns))
    assert value(found.figures["giants"]) == point(1)
    assert value(found.figures["giants_net"]) == point(1)


def test_an_area_is_counted_by_each_of_its_days(tmp_path: Path) -> None:
    what = "unit: ㎡, sum: 建筑面积, count: 孵化载体项目, cite: 二, evidence: verified"
    dated = {"begun": "on: 开工日期", "completed": "on: 竣工备案日期", "used": "on: 投用日期"}
    placed = {**dated, "building": "from: 开工日期, to: 竣工日期"}
    lines = "".join(f"  {key}: {{name: {{zh: 面积, en: area}}, {what}, {days}}}\n" for key, days in placed.items())
    packs = pack_in(tmp_path / "packs", PROGRAMME.replace("definitions:\n", lines + "definitions:\n"))
    projects = [
        {"area": 100_00, "started_on": D(2012, 2, 1), "completed_on": D(2012, 6, 1), "filed_on": D(2012, 7, 1)},
        {"area": 200_00, "started_on": D(2012, 3, 1)},
    ]
    found = measured(packs, base_of(tmp_path / "base", carrier_project=projects, title=[sme(1, MAY)]))
    areas = {key: found.figures[key].value for key in ("begun", "building", "completed")}
    assert areas == {"begun": point(300), "building": point(200), "completed": point(100)}
    assert found.figures["used"].absent is not None


def test_keys_narrow_what_is_measured_and_strangers_are_refused(packs: PackRegistry, tmp_path: Path) -> None:
    base = base_of(tmp_path / "base", title=[sme(1, MAY)])
    found = measured(packs, base, keys=["new"])
    assert set(found.targets) == {"new"}
    assert set(found.figures) == {"sme_new"}
    for word in ({"keys": ["nwe"]}, {"by": "nowhere"}, {"define": {"D9": "x"}}):
        with pytest.raises(UsageError):
            measured(packs, base, **word)
    with pytest.raises(UsageError, match="unknown-figure"):
        open_figure(found, "nwe")
    with pytest.raises(UsageError, match="figure-has-parts"):
        open_figure(found, "per_10k")


def test_progress_is_told_to_the_end(packs: PackRegistry, tmp_path: Path) -> None:
    told: list[float] = []
    base = base_of(tmp_path / "base", 3, title=[sme(key, MAY) for key in range(1, 20)])
    measured(packs, base, progress=told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1.0])


def test_a_fall_that_may_not_count_opens_the_low_end(tmp_path: Path) -> None:
    gain = (
        "  gain: {name: {zh: 收入增加额, en: gain}, unit: 元, sum: '营业收入 - prior(营业收入)', of_firms: true,\n"
        "         among: 注册资本 >= 2000万元, cite: 二, evidence: verified}\n"
    )
    packs = pack_in(tmp_path, PROGRAMME.replace("definitions:\n", gain + "definitions:\n", 1))
    line = 2000 * 10**6
    firms = [{"enterprise": key, "registered_capital": capital} for key, capital in ((1, line), (2, None), (3, None))]
    sales = {1: (1, 2), 2: (5, 1), 3: (1, 4)}
    returns = [
        {"enterprise": key, "year": year, "revenue": sum_ * 10**10}
        for key, sums in sales.items()
        for year, sum_ in zip((2010, 2011), sums, strict=True)
    ]
    found = measured(packs, base_of(tmp_path / "base", enterprise=firms, annual_return=returns), keys=("gain",))
    million = Fraction(10**8)
    assert value(found.figures["gain"]) == Value(-3 * million, 4 * million)
