"""library.md §3, sentence by sentence. As-of is 30 June 2022, so the base year is 2021."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.policy.reference.conditions import truth, value

from peiyu.policy.engine.reference.intervals import Rate
from peiyu.policy.verdict import FactKey, Interval, Reason, Undefined

R3 = {"营业收入": {2019: "100元", 2020: "200元", 2021: "300元"}}


@pytest.mark.parametrize(
    ("written", "facts", "expected"),
    [
        ("职工总数 <= 500人", {"职工总数": "500人"}, True),
        ("职工总数 <= 500人", {"职工总数": "501人"}, False),
        ("职工总数 <= 500人", {}, None),
        ("职工总数 <= 500人", {"职工总数": ["100人", "200人"]}, True),
        ("职工总数 <= 500人", {"职工总数": ["501人", None]}, False),
        ("职工总数 <= 500人", {"职工总数": ["100人", None]}, None),
        ("科技人员 / 职工总数 >= 30%", {"科技人员": "3人", "职工总数": "10人"}, True),
        ("科技人员 / 职工总数 > 30%", {"科技人员": "3人", "职工总数": "10人"}, False),
        ("科技人员 / 职工总数 != 30%", {"科技人员": "3人", "职工总数": "10人"}, False),
        ("科技人员 / 职工总数 >= 30%", {"科技人员": "3人", "职工总数": ["0人", "9人"]}, None),
        ("营业收入 in [100元, 300元)", {"营业收入": "300元"}, False),
        ("营业收入 in [100元, 300元)", {"营业收入": "100元"}, True),
        ("营业收入 in [100元, 300元)", {}, None),
        ("营业收入 > 5元 or 职工总数 > 5人", {"职工总数": "6人"}, True),
        ("营业收入 > 5元 and 职工总数 > 5人", {"职工总数": "5人"}, False),
        ("not 营业收入 > 5元", {}, None),
        ("行业代码 in [C, 51, 6513]", {"行业代码": "3912"}, True),
        ("行业代码 in [C, 51, 6513]", {"行业代码": "6513"}, True),
        ("行业代码 in [C, 51, 6513]", {"行业代码": "65"}, None),
        ("行业代码 in [C, 51, 6513]", {"行业代码": "66"}, False),
        ("行业代码 in [C, 51, 6513]", {}, None),
        ("数字化水平 in [三级, 四级]", {"数字化水平": "三级"}, True),
        ("数字化水平 != 一级", {"数字化水平": "一级"}, False),
        ("数字化水平 = 一级", {}, None),
        ("拥有自主品牌 = 是", {"拥有自主品牌": "否"}, False),
        ("拥有自主品牌", {"拥有自主品牌": "是"}, True),
        ("拥有自主品牌", {}, None),
        ("age >= 2年", {"成立日期": "2020-06-30"}, True),
        ("age >= 2年", {"成立日期": "2020-07-01"}, False),
        ("age >= 365天", {"成立日期": "2021-06-30"}, True),
        ("age > 2年", {"成立日期": "2020-06-30"}, False),
        ("age(成立日期, year_end) >= 2年", {"成立日期": "2020-01-01"}, False),
        ("age >= 2年", {}, None),
        ("full_years(成立日期) >= 2年", {"成立日期": "2020-06-30"}, True),
        ("full_years(成立日期) >= 2年", {"成立日期": "2020-07-01"}, False),
    ],
)
def test_comparisons(written: str, facts: dict[str, Any], expected: bool | None) -> None:
    found = truth(written, facts)
    assert found.value is expected
    assert bool(found.reasons) is (expected is None)


@pytest.mark.parametrize(
    ("written", "facts", "low", "high"),
    [
        ("营业收入 * 0", {}, None, None),
        ("营业收入 + 1元", {}, None, None),
        ("营业收入 * 2", {"营业收入": ["1元", None]}, 200, None),
        ("营业收入 * -2", {"营业收入": ["1元", None]}, None, -200),
        ("净利润 * 净利润", {"净利润": ["-2元", "3元"]}, -60000, 90000),
        ("营业收入 - 净利润", {"营业收入": ["1元", "2元"], "净利润": ["1元", "4元"]}, -300, 100),
        ("100元 / 营业收入", {"营业收入": ["1元", "4元"]}, 25, 100),
        ("100元 / 营业收入", {"营业收入": ["0元", "4元"]}, None, None),
        ("min(职工总数, 10人)", {"职工总数": [None, "5人"]}, None, 5),
        ("max(职工总数, 10人)", {"职工总数": [None, "5人"]}, 10, 10),
        ("max(职工总数, 10人)", {}, None, None),
        ("min(职工总数, 10人)", {"职工总数": ["20人", None]}, 10, 10),
        ("floor(职工总数 / 2)", {"职工总数": ["3人", "5人"]}, 1, 2),
        ("first_known(营业收入, 销售收入)", {"销售收入": "3元"}, 300, 300),
        ("first_known(营业收入, 销售收入)", {"营业收入": ["1元", "2元"], "销售收入": ["3元", "4元"]}, 300, 400),
        ("sum(营业收入 over 3 years)", R3, 60000, 60000),
        ("avg(营业收入 over 3 years)", R3, 20000, 20000),
        ("prior(营业收入, 2)", R3, 10000, 10000),
        ("max(营业收入 over 2 years)", R3, 30000, 30000),
        ("sum(营业收入 over 4 years)", R3, None, None),
        ("sum(营业收入 over 4 years)", {**R3, "成立日期": "2019-01-01"}, 60000, 60000),
        ("avg(营业收入 over 4 years)", {**R3, "成立日期": "2019-12-31"}, 20000, 20000),
        ("sum(营业收入 over 4 years)", {**R3, "成立日期": "2018-12-31"}, None, None),
        ("growth(营业收入)", R3, "1/2", "1/2"),
        ("mean_growth(营业收入 over 3 years)", R3, "3/4", "3/4"),
        ("growth(营业收入)", {"营业收入": {2020: ["1元", "2元"], 2021: "4元"}}, 1, 3),
        ("growth(净利润)", {"净利润": {2020: ["-1元", "2元"], 2021: "4元"}}, None, None),
    ],
)
def test_intervals(written: str, facts: dict[str, Any], low: Any, high: Any) -> None:
    found = value(written, facts)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == tuple(None if end is None else Fraction(end) for end in (low, high))
    assert bool(found.reasons) is not found.is_point


@pytest.mark.parametrize(
    ("written", "facts", "kind"),
    [
        ("科技人员 / 职工总数", {"职工总数": "0人"}, "undefined"),
        ("科技人员 / 职工总数 + 1", {"职工总数": "0人"}, "undefined"),
        ("growth(净利润)", {"净利润": {2020: "0元"}}, "undefined"),
        ("growth(净利润)", {"净利润": {2020: "-1元", 2021: "5元"}}, "undefined"),
        ("prior(营业收入)", {"成立日期": "2021-01-01"}, "not_applicable"),
        ("growth(营业收入)", {"营业收入": "5元", "成立日期": "2021-01-01"}, "not_applicable"),
        ("sum(营业收入 over 2 years)", {"成立日期": "2022-01-01"}, "not_applicable"),
        ("cagr(营业收入 over 2 years)", {"营业收入": "5元", "成立日期": "2020-05-01"}, "not_applicable"),
    ],
)
def test_values_that_do_not_exist(written: str, facts: dict[str, Any], kind: str) -> None:
    assert value(written, facts) == Undefined(kind)  # type: ignore[arg-type]


def test_a_fact_before_founding_that_is_given_all_the_same_counts() -> None:
    facts = {"营业收入": {2020: "2元", 2021: "3元"}, "成立日期": "2021-03-01"}
    assert value("sum(营业收入 over 2 years)", facts) == Interval(Fraction(500), Fraction(500))


@pytest.mark.parametrize(
    ("word", "expected"), [("not met", False), ("met", True), ("refer", None), (None, None), ("0分", False)]
)
def test_an_undefined_operand_takes_the_nearest_word(word: str | None, expected: bool | None) -> None:
    found = truth("科技人员 / 职工总数 >= 30%", {"职工总数": "0人"}, word)
    assert found.value is expected
    assert found.reasons == (frozenset({Reason("undefined")}) if expected is None else frozenset())


def test_an_operand_that_may_be_undefined_leaves_the_comparison_unknown() -> None:
    assert truth("科技人员 / 职工总数 >= 0", {"科技人员": "3人", "职工总数": ["0人", "5人"]}, "not met").value is None


@pytest.mark.parametrize(
    ("written", "facts", "expected"),
    [
        ("each(营业收入 >= 2元 over 2 years)", {"营业收入": {2020: "2元", 2021: "3元"}}, True),
        ("each(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "1元"}}, False),
        ("each(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "2元"}}, None),
        ("each(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "2元"}, "成立日期": "2021-01-01"}, True),
        ("any(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "2元"}}, True),
        ("any(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "1元"}}, None),
        ("any(营业收入 >= 2元 over 2 years)", {"营业收入": {2021: "1元"}, "成立日期": "2021-01-01"}, False),
        ("each(营业收入 >= 2元 over 2 years)", {"成立日期": "2022-01-01"}, None),
    ],
)
def test_each_and_any_over_years(written: str, facts: dict[str, Any], expected: bool | None) -> None:
    assert truth(written, facts).value is expected


def test_a_window_wholly_before_founding_takes_the_word_for_undefined() -> None:
    assert truth("any(营业收入 >= 2元 over 2 years)", {"成立日期": "2022-01-01"}, "not met").value is False


@pytest.mark.parametrize(("base", "now", "expected"), [(100, 121, True), (100, 120, False), (1000, 1210, True)])
def test_compound_growth_is_compared_exactly(base: int, now: int, expected: bool) -> None:
    facts = {"营业收入": {2019: f"{base}元", 2021: f"{now}元"}}
    assert truth("cagr(营业收入 over 2 years) >= 10%", facts).value is expected
    assert truth("cagr(营业收入 over 2 years) in [10%, 20%)", facts).value is expected
    assert value("cagr(营业收入 over 2 years)", facts) == Rate(Interval(Fraction(now, base), Fraction(now, base)), 2)


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ("last 3 fiscal years", ["2019-01-01", "2021-12-31"], ["2018-12-31", "2022-01-01"]),
        ("last 3 rolling years", ["2019-07-01", "2022-06-30"], ["2019-06-30", "2022-07-01"]),
        ("this and last 1 fiscal years", ["2021-01-01", "2022-06-30"], ["2020-12-31", "2022-07-01"]),
    ],
)
def test_windows_over_dates(window: str, inside: list[str], outside: list[str]) -> None:
    written = f"exists(科技奖励 where 获奖日期 in {window})"
    for days, expected in ((inside, True), (outside, False)):
        for day in days:
            assert truth(written, {"科技奖励": [{"获奖日期": day}], "complete": ["科技奖励"]}).value is expected


IP = [{"类别": "发明专利", "法律状态": "有效"}, {"类别": "发明专利"}, {"类别": "实用新型", "法律状态": "有效"}]


@pytest.mark.parametrize(("complete", "low", "high"), [(["知识产权"], 1, 2), ([], 1, None)])
def test_records_are_counted_from_certain_to_possible(complete: list[str], low: int, high: int | None) -> None:
    found = value("count(知识产权 where 类别 = 发明专利 and 法律状态 = 有效)", {"知识产权": IP, "complete": complete})
    assert isinstance(found, Interval)
    assert (found.low, found.high) == (low, high)
    assert (Reason("open_list", FactKey("ip_right", "", 0)) in found.reasons) is not bool(complete)
    assert FactKey("ip_right", "status", 0) in {r.fact for r in found.reasons}


@pytest.mark.parametrize(
    ("rows", "complete", "low", "high"),
    [
        ([{"实缴金额": "5元", "融资类别": "股权融资"}, {"实缴金额": "3元"}], True, 500, 800),
        ([{"实缴金额": "5元", "融资类别": "股权融资"}, {"融资类别": "股权融资"}], True, 500, None),
        ([{"实缴金额": "5元", "融资类别": "股权融资"}], False, 500, None),
        ([{"融资类别": "贷款"}], True, 0, 0),
        ([], True, 0, 0),
    ],
)
def test_sums_of_records(rows: list[dict[str, str]], complete: bool, low: int, high: int | None) -> None:
    facts = {"融资": rows, "complete": ["融资"] if complete else []}
    found = value("sum(融资.实缴金额 where 融资类别 = 股权融资)", facts)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == (low, high)


HNTE = {"称号": "高新技术企业", "发证日期": "2020-12-01", "有效期至": "2023-12-01"}


@pytest.mark.parametrize(
    ("row", "complete", "expected"),
    [
        (HNTE, [], True),
        ({**HNTE, "有效期至": "2022-06-30"}, ["称号资质"], False),
        ({**HNTE, "有效期至": "2022-07-01"}, ["称号资质"], True),
        ({**HNTE, "发证日期": "2022-07-01"}, ["称号资质"], False),
        ({**HNTE, "发证日期": "2022-06-30"}, ["称号资质"], True),
        ({**HNTE, "撤销日期": "2022-06-30"}, ["称号资质"], False),
        ({**HNTE, "撤销日期": "2022-07-01"}, [], True),
        ({**HNTE, "有效期至": None}, ["称号资质"], None),
        ({**HNTE, "称号": "瞪羚企业"}, [], None),
        ({**HNTE, "称号": "瞪羚企业"}, ["称号资质：高新技术企业"], False),
        ({**HNTE, "称号": "瞪羚企业"}, ["称号资质：瞪羚企业"], None),
    ],
)
def test_certificates(row: dict[str, Any], complete: list[str], expected: bool | None) -> None:
    assert truth("holds(高新技术企业)", {"称号资质": [row], "complete": complete}).value is expected


def test_reasons_name_the_fact_its_year_and_who_can_answer() -> None:
    found = truth("营业收入 > 5元 and prior(上缴税费) > 5元 and 属于国家重点支持的高新技术领域", {})
    assert found.reasons == {
        Reason("missing", FactKey("annual_return", "revenue", 2021), "enterprise"),
        Reason("missing", FactKey("annual_return", "tax_paid", 2020), "department:税务"),
        Reason("expert", FactKey("enterprise", "key_field", 0), "expert"),
    }
