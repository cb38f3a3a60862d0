"""Names → what they mean, nearest level first; words → options; near misses are offered."""

from __future__ import annotations

import pytest

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Fact, Ref
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.condition.undefined import can_be_undefined
from peiyu.policy.condition.units import POINTS, type_of
from peiyu.problems import PackError, Problem

QUANTITY = Ref("quantity", "p.revenue")
SCOPE = Scope(
    vocabulary(),
    objects={"营业收入": (QUANTITY,), "两可": (QUANTITY, Ref("score", "p.s"))},
    sets={"高水平": ("三级", "l4")},
    tiers={"t": "p.t"},
)


def resolved(text: str) -> Expr:
    return resolve(parse(text), SCOPE)


def faults(text: str) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        resolved(text)
    return caught.value.problems


def test_the_nearest_level_wins() -> None:
    assert resolved("营业收入") == QUANTITY
    assert resolved("年度数据.营业收入") == Fact("annual_return", "revenue")
    assert resolved("职工总数") == resolved("staff") == Fact("annual_return", "staff")
    assert resolved("count(标准 where 标准号 = 营业收入)") == ast.Child(
        "count", "standard", None, ast.Compare("=", ast.ChildField("standard", "number"), ast.TextLiteral("营业收入"))
    )


def test_two_meanings_at_one_level_are_refused() -> None:
    assert [one.code for one in faults("两可 > 0")] == ["name-ambiguous"]


def test_near_misses_are_offered_and_every_fault_is_told() -> None:
    found = faults("职工总术 > 0 and 资产总和 > 0")
    assert [one.code for one in found] == ["name-unknown", "name-unknown"]
    assert found[0].accepted is not None
    assert "职工总数" in found[0].accepted.zh


def test_a_ledger_header_leads_to_its_field() -> None:
    (found,) = faults("研发费用 > 0")
    assert found.accepted is not None
    assert "研发费用（会计口径）" in found.accepted.zh


def test_options_are_stored_by_their_chinese_word() -> None:
    literal = resolved("数字化水平 = l3")
    assert literal == resolved("数字化水平 = 三级")
    assert resolved("数字化水平 in 高水平") == ast.InSet(
        Fact("annual_return", "digital_level"), ("三级", "四级"), False, "高水平"
    )
    assert [one.code for one in faults("数字化水平 = 九级")] == ["option-unknown"]
    assert [one.code for one in faults("行业代码 in [C, ZZ]")] == ["option-unknown"]


def test_industries_in_square_brackets_are_a_set() -> None:
    assert resolved("行业代码 in [51, 65]") == ast.InSet(Fact("enterprise", "industry"), ("51", "65"))


def test_years_beside_an_age_are_calendar_time() -> None:
    age = resolved("age >= 2年")
    assert isinstance(age, ast.Compare)
    assert age.right == ast.Duration(years=2)
    number = resolved("full_years(成立日期) >= 2年")
    assert isinstance(number, ast.Compare)
    assert isinstance(number.right, ast.Number)


def units(text: str) -> list[str]:
    return [one.code for one in type_of(resolved(text), SCOPE, lambda _: POINTS)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "资产总额 / 职工总数 >= 5万元 / 1人",
        "count(知识产权) >= 2",
        "资产总额 > 0",
        "净利润 / 资产总额 >= 0.05",
        "min(5, floor(从事特定细分市场年限 / 2年)) > 1",
        "主导产品国内细分市场排名 <= 3",
        "cagr(资产总额 over 2 years) in [5%, 10%)",
        "growth(资产总额) + 1 > 120%",
        "age(成立日期, year_end) < 10年",
        "成立日期 >= 2020-01-01",
        "境内居民企业 = 是",
    ],
)
def test_units_that_meet_their_like(text: str) -> None:
    assert units(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("资产总额 >= 500人", "units-differ"),
        ("资产总额 + 职工总数 > 0", "units-differ"),
        ("资产总额 >= 500", "unit-missing"),
        ("资产总额 / 职工总数 >= 5万元", "units-differ"),
        ("cagr(资产总额 over 2 years) * 2 > 1", "cagr-compared"),
        ("5% <= cagr(资产总额 over 2 years)", "cagr-compared"),
        ("age + 1 > 2", "age-compared"),
        ("age = 2年", "parts-compared"),
        ("职工总数 and 境内居民企业", "condition-expected"),
        ("境内居民企业 + 1 > 0", "number-expected"),
        ("age(职工总数) > 1年", "date-expected"),
        ("prior(注册资本) > 0", "year-fact-expected"),
        ("境内居民企业 > 否", "parts-compared"),
        ("max(资产总额, 职工总数) > 0", "units-differ"),
        ("资产总额 in [1万元, 5人]", "units-differ"),
    ],
)
def test_units_that_do_not(text: str, code: str) -> None:
    assert units(text) == [code]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("资产总额 / 职工总数 > 0", True),
        ("资产总额 / 2 > 0", False),
        ("资产总额 / 0 > 0", True),
        ("prior(资产总额) > 0", True),
        ("sum(资产总额 over 3 years) > 0", True),
        ("职工总数 > 0", False),
        ("first_known(资产总额 / 职工总数, 资产总额) > 0", False),
        ("count(知识产权 where 授权日期 in last 1 rolling years) > 0", False),
        ("not growth(资产总额) > 0", True),
    ],
)
def test_what_may_be_undefined(text: str, may: bool) -> None:
    assert can_be_undefined(resolved(text)) is may
