"""How explanations of the carried packs read: no parameters, no codes, nothing said twice."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from tests.policy.explain.pack import written as written_as

from peiyu.facts.given import snapshot_of
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Selection
from peiyu.policy.condition.printing import printed
from peiyu.policy.explain import explain, text
from peiyu.policy.explain.amounts import Measure, amount
from peiyu.policy.explain.build import note_of
from peiyu.policy.explain.model import Part
from peiyu.policy.explain.settled import without_settled
from peiyu.policy.pack.load import PackRegistry
from peiyu.problems import Text

REGISTRY = PackRegistry()
AS_OF = dt.date(2026, 6, 30)


def said(tier: str, lang: str = "zh", **facts: Any) -> str:
    bound = bind(REGISTRY, [tier], Selection(as_of=AS_OF, known_at=AS_OF, rules_at=AS_OF))
    return text(explain(bound, snapshot_of(facts, as_of=AS_OF), tier), lang)


def part(tier: str, key: str, **facts: Any) -> Part:
    bound = bind(REGISTRY, [tier], Selection(as_of=AS_OF, known_at=AS_OF, rules_at=AS_OF))
    root = explain(bound, snapshot_of(facts, as_of=AS_OF), tier).root
    return next(p for p in root.within() if p.key == f"{tier}.{key}")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tier", ["cn-tech-sme-2017.tech_sme", "cn-gradient-2026.little_giant", "cn-size-2011.sme"])
def test_parameters_leave_no_yes_equals_no(tier: str, lang: str) -> None:
    lines = said(tier, lang, 行业代码="3912")
    for word in ("是 ＝ 否", "yes = no", "。；", "首个已知"):
        assert word not in lines
    assert lang == "zh" or "＝" not in lines


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("是 = 否 or 职工总数 > 3人", "职工总数 > 3人"),
        ("是 = 是 and 职工总数 > 3人", "职工总数 > 3人"),
        ("是 = 否 or 是 = 否 or 职工总数 > 3人 or 境内居民企业 = 是", "职工总数 > 3人 or 境内居民企业 = 是"),
        ("是 = 是 or 职工总数 > 3人", "是 = 是 or 职工总数 > 3人"),
        ("是 = 否", "是 = 否"),
    ],
)
def test_only_what_parameters_settle_without_effect_is_left_out(written: str, left: str) -> None:
    assert printed(without_settled(written_as(written))) == printed(written_as(left))


def test_an_absence_reads_as_one_and_is_settled_by_the_department() -> None:
    conduct = part("cn-tech-sme-2017.tech_sme", "conduct")
    assert conduct.rule.zh.startswith("无失信违法事件（")
    assert conduct.rule.en.startswith("no conduct event (")
    assert [w.who.zh for w in conduct.waiting] == ["待部门核（市场监管）"]
    assert [(c.what.zh, c.value.zh, c.note.zh) for c in conduct.children] == [
        ("失信违法事件清单", "0条", "清单可能不全")
    ]


def test_a_case_of_a_table_is_named_by_its_condition_in_both_languages() -> None:
    assert "从业人员 ＜ 1000人 或 营业收入 ＜ 40000万元：符合" in said(
        "cn-size-2011.sme", 行业代码="3912", 从业人员={2025: 9}
    )
    english = said("cn-size-2011.sme", "en", 行业代码="3912", 从业人员={2025: 9})
    assert "persons employed < 1000 persons or operating revenue < 400,000,000 yuan: met" in english


def test_a_quantity_of_an_earlier_year_names_it() -> None:
    ratio = part("cn-gradient-2026.little_giant", "rd_ratio")
    assert [c.what.zh for c in ratio.children] == ["研发强度", "研发强度（2024年度）"]


def test_definitions_are_named_in_words() -> None:
    assert "口径：研发费用口径＝会计口径" in said("cn-gradient-2026.little_giant")
    assert "definitions: Basis of R&D expense = By the accounts" in said("cn-gradient-2026.little_giant", "en")


def test_years_before_founding_are_not_asked_for() -> None:
    firm = {"成立日期": "2024-05-01", "研发费用（高企口径）": {2024: "30万元", 2025: "40万元"}}
    ratio = next(p for p in part("cn-hnte.hnte", "rd", **firm).within() if p.key == "cn-hnte.rd_ratio")
    early = {c.what.zh: (c.value.zh, c.waiting) for c in ratio.children}
    assert early["2023年度研发费用（高企口径）"] == ("当年尚未成立", ())
    assert early["2025年度销售收入"][0] == "未知"


def test_mean_growth_counts_rates_not_years_of_data() -> None:
    growth = part("cn-gradient-2022.little_giant", "growth")
    assert growth.rule.zh == "近2年主营业务收入平均增长率（按3个年度的数据） ≥ 5%"
    assert growth.rule.en == "mean growth of main business revenue over 2 years (3 years of data) ≥ 5%"


def test_notes_are_said_in_the_language_asked_for() -> None:
    tier = "cn-hnte.hnte"
    assert "只看最近一年" in said(tier)
    assert "Only the latest year counts" in said(tier, "en")
    assert "只看最近一年" not in said(tier, "en")
    assert note_of(Text("只看本年。", "")) == Text("只看本年", "只看本年")


@pytest.mark.parametrize(
    ("yuan", "said"),
    [("120000", "12万元"), ("49999.99", "约5万元"), ("0", "0亿元"), ("-300", "-300元"), ("5000000", "0.05亿元")],
)
def test_an_amount_of_which_the_regulation_s_unit_leaves_nothing_is_said_in_a_smaller_one(yuan: str, said: str) -> None:
    measure = Measure("money", "亿元", Fraction(10**10))
    assert amount(Fraction(yuan) * 100, measure).zh == said
