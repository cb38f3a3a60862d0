"""The figures of the regulations, typed a second time, against what the packs say."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Selection
from peiyu.policy.condition.ast import And, Compare, Expr, Fact, InSet, Number, Or
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.load import PackRegistry, criteria_of, load_pack
from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import BandItem, ChooseCriterion, Criterion, Statute

X, Y, Z = "employees", "revenue", "total_assets"
WAN = 1_000_000
"""Fen in 万元."""

SIZES: dict[str, tuple[dict[str, int], dict[str, int], dict[str, int]]] = {
    "农林牧渔业": ({Y: 20000}, {Y: 500}, {Y: 50}),
    "工业": ({X: 1000, Y: 40000}, {X: 300, Y: 2000}, {X: 20, Y: 300}),
    "建筑业": ({Y: 80000, Z: 80000}, {Y: 6000, Z: 5000}, {Y: 300, Z: 300}),
    "批发业": ({X: 200, Y: 40000}, {X: 20, Y: 5000}, {X: 5, Y: 1000}),
    "零售业": ({X: 300, Y: 20000}, {X: 50, Y: 500}, {X: 10, Y: 100}),
    "交通运输业": ({X: 1000, Y: 30000}, {X: 300, Y: 3000}, {X: 20, Y: 200}),
    "仓储业": ({X: 200, Y: 30000}, {X: 100, Y: 1000}, {X: 20, Y: 100}),
    "邮政业": ({X: 1000, Y: 30000}, {X: 300, Y: 2000}, {X: 20, Y: 100}),
    "住宿业": ({X: 300, Y: 10000}, {X: 100, Y: 2000}, {X: 10, Y: 100}),
    "餐饮业": ({X: 300, Y: 10000}, {X: 100, Y: 2000}, {X: 10, Y: 100}),
    "信息传输业": ({X: 2000, Y: 100000}, {X: 100, Y: 1000}, {X: 10, Y: 100}),
    "软件和信息技术服务业": ({X: 300, Y: 10000}, {X: 100, Y: 1000}, {X: 10, Y: 50}),
    "房地产开发经营": ({Y: 200000, Z: 10000}, {Y: 1000, Z: 5000}, {Y: 100, Z: 2000}),
    "物业管理": ({X: 1000, Y: 5000}, {X: 300, Y: 1000}, {X: 100, Y: 500}),
    "租赁和商务服务业": ({X: 300, Z: 120000}, {X: 100, Z: 8000}, {X: 10, Z: 100}),
    "其他未列明行业": ({X: 300}, {X: 100}, {X: 10}),
    "": ({X: 300}, {X: 100}, {X: 10}),
}
"""行业 → upper limit, lower limit of medium, lower limit of small; persons and 万元. '' is any sector nowhere named."""


def text_of(pack: str, id_: str) -> Statute:
    return next(text for text in load_pack(pack).texts if text.id == id_)


def bounds(expr: Expr) -> dict[str, tuple[str, int]]:
    """Field → operator and bound (persons, 万元) of every comparison of a fact with a number."""
    made: dict[str, tuple[str, int]] = {}
    for node in nodes(expr):
        if isinstance(node, Compare) and isinstance(node.left, Fact) and isinstance(node.right, Number):
            unit = WAN if node.right.dimension == "money" else 1
            made[node.left.field_code] = (node.op, int(node.right.value / unit))
    return made


@pytest.mark.parametrize(
    ("criterion", "column", "op", "joined"),
    [
        ("sme.upper_limit", 0, "<", Or),
        ("large.all_limits", 0, ">=", And),
        ("medium.lower_limit", 1, ">=", And),
        ("small.lower_limit", 2, ">=", And),
        ("micro.below_small", 2, "<", Or),
    ],
)
def test_sixteen_sectors_of_the_size_rules(criterion: str, column: int, op: str, joined: type) -> None:
    tier = criterion.partition(".")[0]
    found = next(
        one
        for one in criteria_of(text_of("cn-size-2011", "2011").tiers[tier].met_when)
        if one.key == f"cn-size-2011.{criterion}"
    )
    assert isinstance(found, ChooseCriterion)
    assert len(found.branches) == 17
    for branch, (sector, row) in zip(found.branches, SIZES.items(), strict=True):
        assert (branch.when.set_name if isinstance(branch.when, InSet) else "") == sector
        assert isinstance(branch.then, Criterion)
        assert bounds(branch.then.when) == {field: (op, bound) for field, bound in row[column].items()}
        assert len(row[column]) == 1 or isinstance(branch.then.when, joined)
    last = "unverified" if tier == "micro" else "single-source"
    sure = ["verified"] * 15 + [last, "assumption"]
    assert [one.then.evidence for one in found.branches if isinstance(one.then, Criterion)] == sure
    assert found.branches[-1].then.cite == "第四条（十六）"


def bands_of(pack: str, text: str, item: str) -> list[tuple[str, Fraction | None, Fraction, Fraction]]:
    """Operator, bound and points of each band of an item (bound None: else)."""
    items = {one.key: one for score in text_of(pack, text).scores.values() for one in every_item(score.items)}
    found = items[f"{pack}.{item}"]
    assert isinstance(found, BandItem)
    rows: list[tuple[str, Fraction | None, Fraction, Fraction]] = []
    for band in found.bands:
        when = band.when
        assert when is None or (isinstance(when, Compare) and isinstance(when.right, Number))
        op, bound = (
            (when.op, when.right.value)
            if isinstance(when, Compare) and isinstance(when.right, Number)
            else ("else", None)
        )
        rows.append((op, bound, band.low, band.high))
    return rows


def down(pairs: list[tuple[str, int]], op: str = ">=") -> list[tuple[str, Fraction | None, Fraction, Fraction]]:
    """Bands as a regulation lists them: percentage or count, points; 0 points below."""
    rows: list[tuple[str, Fraction | None, Fraction, Fraction]] = []
    for bound, points in pairs:
        value = Fraction(bound.removesuffix("%")) / (100 if bound.endswith("%") else 1)
        rows.append((op, value, Fraction(points), Fraction(points)))
    return [*rows, ("else", None, Fraction(0), Fraction(0))]


def test_score_table_of_technology_based_smes() -> None:
    shown = {
        item: bands_of("cn-tech-sme-2017", "2017", f"evaluation.{item}")
        for item in ("sci_staff", "rd_by_sales", "rd_by_cost", "results_1", "results_2")
    }
    assert shown == {
        "sci_staff": down([("30%", 20), ("25%", 16), ("20%", 12), ("15%", 8), ("10%", 4)]),
        "rd_by_sales": down([("6%", 50), ("5%", 40), ("4%", 30), ("3%", 20), ("2%", 10)]),
        "rd_by_cost": down([("30%", 50), ("25%", 40), ("20%", 30), ("15%", 20), ("10%", 10)]),
        "results_1": down([("1", 30)]),
        "results_2": down([("4", 24), ("3", 18), ("2", 12), ("1", 6)]),
    }


def test_score_tables_of_the_gradient_of_2022() -> None:
    def shown(item: str) -> object:
        return bands_of("cn-gradient-2022", "2022", item)

    assert shown("innovative_score.rd") == down([("5%", 20), ("3%", 15), ("2%", 10), ("1%", 5)])
    assert shown("innovative_score.revenue_growth") == down([("15%", 20), ("10%", 15), ("5%", 10), ("0%", 5)])
    assert shown("innovative_score.debt") == down([("55%", 10), ("75%", 5)], "<=")
    assert shown("innovative_score.main") == down([("70%", 20), ("60%", 15), ("55%", 10), ("50%", 5)])
    assert shown("specialised_score.p_main") == down([("80%", 5), ("70%", 3), ("60%", 1)])
    assert shown("specialised_score.p_growth") == down([("10%", 10), ("8%", 8), ("6%", 6), ("4%", 4), ("0%", 2)])
    assert shown("specialised_score.r_profit") == down([("10%", 10), ("8%", 8), ("6%", 6), ("4%", 4), ("2%", 2)])
    assert shown("specialised_score.r_debt") == down([("50%", 5), ("60%", 3), ("70%", 1)], "<=")
    assert shown("specialised_score.i_rd_ratio") == down([("10%", 10), ("8%", 8), ("6%", 6), ("4%", 4), ("3%", 2)])
    assert shown("specialised_score.i_staff") == down([("20%", 5), ("10%", 3), ("5%", 1)])


def test_thresholds_of_rd_of_high_tech_enterprises_by_date() -> None:
    def shown(text: str) -> list[tuple[object, Fraction]]:
        rows: list[tuple[object, Fraction]] = []
        for branch in text_of("cn-hnte", text).quantities["rd_threshold"].branches:
            assert isinstance(branch.value, Number)
            rows.append((bounds(branch.when)["sales"] if branch.when else None, branch.value.value))
        return rows

    four, three = Fraction(4, 100), Fraction(3, 100)
    assert shown("2016") == [(("<=", 5000), Fraction(5, 100)), (("<=", 20000), four), (None, three)]
    assert shown("2008") == [(("<", 5000), Fraction(6, 100)), (("<=", 20000), four), (None, three)]


@pytest.mark.parametrize(
    ("tier", "event", "day", "text"),
    [
        ("tech_sme", "new", "2026-06-01", "cn-tech-sme-2017.tech_sme"),
        ("innovative", "new", "2027-06-01", "cn-gradient-2022.innovative"),
        ("specialised", "new", "2022-08-01", "cn-gradient-2022.specialised"),
        ("specialised", "new", "2026-03-31", "cn-gradient-2022.specialised"),
        ("specialised", "new", "2026-04-01", "cn-gradient-2026.specialised"),
        ("specialised", "review", "2026-12-31", "cn-gradient-2022.specialised"),
        ("specialised", "review", "2027-01-01", "cn-gradient-2026.specialised_review"),
        ("little_giant", "new", "2026-03-31", "cn-gradient-2022.little_giant"),
        ("little_giant", "new", "2026-04-01", "cn-gradient-2026.little_giant"),
        ("little_giant", "review", "2026-06-30", "cn-gradient-2022.little_giant"),
        ("little_giant", "review", "2027-01-01", "cn-gradient-2026.little_giant_review"),
        ("little_giant", "standing", "2027-01-01", "cn-gradient-2026.little_giant_review"),
    ],
)
def test_the_ladder_chooses_the_text_in_force(tier: str, event: str, day: str, text: str) -> None:
    at = dt.date.fromisoformat(day)
    selection = Selection(as_of=at, known_at=at, rules_at=at, event=event)  # type: ignore[arg-type]
    chosen = bind(PackRegistry(), [f"cn-gradient.{tier}"], selection).tiers[text]
    assert chosen.via == f"cn-gradient.{tier}"
    assert chosen.in_force


@pytest.mark.parametrize(
    ("pack", "day", "text", "in_force"),
    [
        ("cn-hnte", "2015-12-31", "2008", True),
        ("cn-hnte", "2016-01-01", "2016", True),
        ("cn-hnte", "2007-12-31", "2008", False),
        ("cn-size-2011", "2011-06-17", "2003", True),
        ("cn-size-2011", "2011-06-18", "2011", True),
        ("cn-gradient-2022", "2022-06-30", "2022", False),
        ("cn-gradient-2022", "2026-04-01", "2022", False),
        ("cn-gradient-2026", "2026-03-31", "2026", False),
        ("cn-tech-sme-2017", "2017-05-03", "2017", True),
    ],
)
def test_a_pack_named_outside_its_dates_says_so(pack: str, day: str, text: str, in_force: bool) -> None:
    at = dt.date.fromisoformat(day)
    binding = bind(PackRegistry(), [pack], Selection(as_of=at, known_at=at, rules_at=at))
    own = [tier for tier in binding.tiers.values() if tier.pack == pack]
    assert {(tier.text, tier.in_force) for tier in own} == {(text, in_force)}
