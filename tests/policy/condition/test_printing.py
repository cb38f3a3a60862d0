"""Printing is canonical: what is printed reads back to the same condition, in both languages."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.printing import printed
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope

RATIO = ast.Ref("quantity", "p.ratio")
SHADOW = ast.Ref("quantity", "p.revenue")
SCOPE = Scope(
    vocabulary(),
    objects={
        "ratio": (RATIO,), "研发占比": (RATIO,), "p.ratio": (RATIO,),
        "revenue": (SHADOW,), "营业收入": (SHADOW,), "p.revenue": (SHADOW,),
    },
    sets={"Ⅰ类": ("发明专利", "植物新品种")},
    tiers={"p.t": "p.t", "other-pack.t": "other-pack.t"},
)  # fmt: skip

decimals = st.builds(lambda n, p: Fraction(n, 10**p), st.integers(0, 10**9), st.integers(0, 4))
years = st.integers(1, 20)
numbers = st.one_of(
    st.builds(lambda v: ast.Number(v, "money"), decimals.map(lambda v: Fraction(int(v * 100)))),
    st.builds(ast.Number, decimals, st.sampled_from(["", "persons", "items", "years", "points", "area"])),
    st.builds(lambda v: ast.Number(v / 100, "ratio"), decimals),
    st.builds(lambda v: ast.Number(-v - 1, "persons"), decimals),
)
facts = st.sampled_from([
    ast.Fact("annual_return", "revenue"), ast.Fact("annual_return", "rd_119"), ast.Fact("enterprise", "founded"),
    ast.Fact("annual_return", "staff"), RATIO, SHADOW,
])  # fmt: skip
dates = st.sampled_from([ast.Fact("enterprise", "founded"), ast.ChildField("award", "awarded_on")])
KIND = ast.ChildField("ip_right", "kind")


def _is_positive(expr: Expr) -> bool:
    return isinstance(expr, ast.Number) and expr.value > 0


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(ast.Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(ast.Negate, inner.filter(lambda e: not _is_positive(e))),
        st.builds(ast.Extreme, st.sampled_from(["min", "max"]), several),
        st.builds(ast.FirstKnown, several),
        st.builds(ast.Floor, inner),
        st.builds(ast.Prior, inner, years),
        st.builds(ast.Over, st.sampled_from(["sum", "avg", "min", "max", "each", "any"]), inner, years),
        st.builds(lambda e: ast.Growth("growth", e, 1), inner),
        st.builds(ast.Growth, st.sampled_from(["mean_growth", "cagr"]), inner, years),
        st.builds(ast.Compare, st.sampled_from([">=", "<=", ">", "<", "=", "!="]), inner, inner),
        st.builds(ast.InRange, inner, inner, st.none() | inner, st.booleans(), st.booleans()),
        st.builds(ast.InRange, inner, st.none(), inner, st.booleans(), st.booleans()),
        st.builds(ast.And, several), st.builds(ast.Or, several), st.builds(ast.Not, inner),
        st.builds(lambda w: ast.Child("count", "ip_right", None, w), st.none() | inner),
        st.builds(lambda w: ast.Child("exists", "award", None, w), inner),
        st.builds(lambda w: ast.Child("sum", "financing", "amount", w), st.none() | inner),
    )  # fmt: skip


leaves: st.SearchStrategy[Expr] = st.one_of(
    numbers, facts,
    st.sampled_from([
        ast.Flag(True), ast.Flag(False), ast.DateLiteral(dt.date(2022, 8, 1)), ast.Duration(days=365),
        ast.Meets("other-pack.t"), ast.Holds("高新技术企业"), ast.Holds('专精特新"小巨人"企业', "year_end"),
        ast.Age(ast.Fact("enterprise", "founded")), ast.FullYears(ast.Fact("enterprise", "founded"), "year_end"),
        ast.Compare(">=", ast.Age(ast.Fact("enterprise", "founded"), "year_end"), ast.Duration(years=2)),
        ast.InSet(ast.Fact("enterprise", "industry"), ("C", "51")),
        ast.InSet(ast.Fact("enterprise", "industry"), ("51", "65")),
        ast.InSet(ast.Fact("annual_return", "digital_level"), ("三级", "四级"), True),
        ast.Compare("=", ast.Fact("annual_return", "digital_level"), ast.TextLiteral("三级")),
        ast.Compare("!=", ast.Fact("enterprise", "district"), ast.TextLiteral("1 号区")),
        ast.InWindow(ast.Fact("enterprise", "founded"), 3, "fiscal", True),
        ast.InWindow(ast.Fact("enterprise", "founded"), 5, "rolling"),
        ast.Child("count", "ip_right", None, ast.InSet(KIND, ("发明专利", "植物新品种"), set_name="Ⅰ类")),
        ast.Child("exists", "award", None, ast.InWindow(ast.ChildField("award", "awarded_on"), 3, "fiscal")),
    ]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.recursive(leaves, grown, max_leaves=12), st.sampled_from(["zh", "en"]))
def test_what_is_printed_reads_back(expr: Expr, lang: str) -> None:
    text = printed(expr, lang, scope=SCOPE)  # type: ignore[arg-type]
    assert resolve(parse(text), SCOPE) == expr, text


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("营业收入>=10000万元", "营业收入 >= 1亿元", "revenue >= 1亿元"),
        (
            "职工总数 <= 500 人 and not holds(hnte)",
            "职工总数 <= 500人 且 非 holds(高新技术企业)",
            "staff <= 500人 and not holds(hnte)",
        ),
        ("sum(rd_accounts over 3 years)", "sum(「研发费用（会计口径）」 近3年)", "sum(rd_accounts over 3 years)"),
        ("(1 + 2) * 3 - (4 - 5)", "(1 + 2) * 3 - (4 - 5)", "(1 + 2) * 3 - (4 - 5)"),
        ("founded in last 3 fiscal years", "成立日期 属于 近3财年", "founded in last 3 fiscal years"),
        ("营业收入 not in [3%, )", "营业收入 非 属于 [3%, )", "revenue not in [3%, )"),
    ],
)
def test_printed_forms(text: str, zh: str, en: str) -> None:
    scope = Scope(vocabulary())
    expr = resolve(parse(text), scope)
    assert (printed(expr), printed(expr, "en")) == (zh, en)


def test_a_shadowed_field_is_printed_by_its_full_name() -> None:
    fact = ast.Fact("annual_return", "revenue")
    assert printed(fact, scope=SCOPE) == "年度数据.营业收入"
    assert printed(SHADOW, scope=SCOPE) == "营业收入"
