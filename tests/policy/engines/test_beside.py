"""Records beside their enterprise: what is of it inside a `where`, as the reference says."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from tests.policy.engines.comparing import differences
from tests.policy.engines.test_traps import rules, verdicts
from tests.policy.handmade import annual, binding_of, compare, criterion, every, tier

from peiyu.facts.resolve import snapshots as resolved
from peiyu.facts.snapshot import Child, ConditionAttestation, Datum, Snapshot, Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.lower import lower
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.engine.embedded import run_frame
from peiyu.policy.engine.embedded.run import row_of, traits_of, view_of
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.testing.enterprises import snapshots, write_base
from peiyu.policy.testing.layered import write_layered

LISTS = frozenset((entity, "") for entity in ("ip_right", "financing", "award", "title"))
YUAN = 100
BESIDE = (
    "count(知识产权 where 授权日期 >= 成立日期) >= 1",
    "exists(融资 where 实缴金额 >= 10% * 营业收入)",
    "sum(融资.实缴金额 where 实缴金额 >= 营业收入 / 30 or not 合格机构投资者) >= 10% * 资产总额",
    "exists(知识产权 where holds(高新技术企业) and 法律状态 = 有效)",
    "count(科技奖励 where 单位排名 <= count(知识产权 where 授权日期 >= 成立日期)) >= 1",
    "exists(融资 where each(实缴金额 >= 7% * 营业收入 over 2 years))",
    "exists(融资 where 实缴金额 / growth(营业收入) >= 100万元)",
    "exists(知识产权 where full_years(授权日期) >= full_years(成立日期))",
)  # fmt: skip


def condition(text: str) -> Expr:
    return resolve(parse(text), Scope(vocabulary()))


def firm(number: int, *rows: Child, complete: bool = True, **facts: Value | None) -> Snapshot:
    """`founded` of the enterprise, anything else of the base year."""
    made = {
        ("enterprise", code, 0) if code == "founded" else ("annual_return", code, 2023): Datum(value)
        for code, value in facts.items()
        if value is not None
    }
    lists: dict[str, tuple[Child, ...]] = {}
    for row in rows:
        lists[row.entity] = (*lists.get(row.entity, ()), row)
    return Snapshot(number, f"F{number}", "", made, lists, LISTS if complete else frozenset())


def row(entity: str, number: int = 1, **values: Value) -> Child:
    return Child(entity, number, values)


def test_a_day_of_a_record_against_the_founding(tmp_path: Path) -> None:
    rights = [row("ip_right", granted_on=dt.date(2015, 5, 1)), row("ip_right", granted_on=dt.date(2015, 4, 30)),
              row("ip_right")]  # fmt: skip
    founded = dt.date(2015, 5, 1)
    firms = [firm(n, right, founded=founded) for n, right in enumerate(rights, 1)]
    firms += [firm(4, rights[0]), firm(5, founded=founded), firm(6, rights[1], founded=founded, complete=False)]
    assert verdicts(rules(condition(BESIDE[0])), firms, tmp_path) == [True, False, None, None, False, None]


def test_an_amount_of_a_record_against_a_share_of_the_revenue(tmp_path: Path) -> None:
    paid = row("financing", amount=10 * YUAN)
    firms = [firm(n, paid, revenue=revenue) for n, revenue in enumerate((100 * YUAN, 100 * YUAN + 1, None), 1)]
    assert verdicts(rules(condition(BESIDE[1])), firms, tmp_path) == [True, False, None]


def test_a_certificate_inside_a_where(tmp_path: Path) -> None:
    right = row("ip_right", status="有效")
    held = row("title", kind="高新技术企业", granted_on=dt.date(2022, 1, 1), expires_on=dt.date(2025, 1, 1))
    dateless = row("title", kind="高新技术企业", granted_on=dt.date(2022, 1, 1))
    firms = [firm(1, right, held), firm(2, right), firm(3, right, dateless), firm(4, held)]
    assert verdicts(rules(condition(BESIDE[3])), firms, tmp_path) == [True, False, None, False]


def test_a_verdict_inside_a_where_as_an_office_confirmed_it(tmp_path: Path) -> None:
    small = criterion("p.other.c0", compare(annual("staff"), "<=", 50))
    inside = criterion("p.t.c0", ast.Child("exists", "award", None, ast.Meets("p.other")))
    made = binding_of(tier("p.other", every(small)), tier("p.t", every(inside)))
    both = dataclasses.replace(made, selection=rules(small.when).selection)
    award = row("award")
    confirmed = (ConditionAttestation("p.other.c0", True, "office", None),)
    firms = [firm(1, award, staff=50), firm(2, award, staff=51), firm(3, award),
             dataclasses.replace(firm(4, award, staff=51), attestations=confirmed)]  # fmt: skip
    assert verdicts(both, firms, tmp_path) == [True, False, None, True]


def test_everything_of_an_enterprise_beside_generated_records(tmp_path: Path) -> None:
    firms = snapshots(5, 120)
    asked = rules(*map(condition, BESIDE), word="refer")
    expected = {one.enterprise: row_of(evaluate(asked, one)) for one in firms}
    assert differences(expected, run_frame(asked, write_base(firms, tmp_path / "facts"))) == []
    for place in range(len(BESIDE)):
        assert {made[f"p.t.c{place}"] for made in expected.values()} >= {True, False}, BESIDE[place]


@pytest.mark.parametrize("seed", [1, 2])
def test_versions_stand_ins_bands_and_offices_beside_records(seed: int, tmp_path: Path) -> None:
    base = write_layered(seed, 60, tmp_path / "facts")
    asked = rules(
        condition("exists(知识产权 where 销售收入 >= 100万元)"),
        condition("count(知识产权 where 科技人员 >= 10人) >= 1"),
        word="refer",
    )
    plan = lower(asked, traits_of(base, asked))
    assert any(table.outer for table in plan.children)
    frame = run_frame(asked, base)
    made = list(resolved(base, frame["enterprise"].to_list(), view_of(asked)))
    assert differences({one.enterprise: row_of(evaluate(asked, one)) for one in made}, frame) == []
    marks = dict(frame.select("enterprise", "p.t.stand_in").iter_rows())
    stood_in = {one.enterprise for one in made if evaluate(asked, one).tiers["p.t"].stand_ins}
    assert stood_in
    assert all(marks[key] for key in stood_in)
