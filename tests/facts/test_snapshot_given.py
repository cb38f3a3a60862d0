"""A Snapshot from plain values, as packs' cases write them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from peiyu.facts.given import snapshot_of, stored_value
from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import FactsError

AS_OF = dt.date(2021, 6, 30)
WORDS = vocabulary()


def given(**facts: Any) -> Snapshot:
    return snapshot_of(facts, as_of=AS_OF)


def test_a_yearly_figure_stands_for_the_base_year_unless_it_names_its_years() -> None:
    seen = given(职工总数="500人", 营业收入={2019: "1亿元", 2020: None, 2018: 0})
    assert {key: d.value for key, d in seen.facts.items()} == {
        ("annual_return", "staff", 2020): 500,
        ("annual_return", "revenue", 2019): 10**10,
        ("annual_return", "revenue", 2018): 0,
    }


def test_chinese_names_and_codes_are_one() -> None:
    assert given(职工总数="5人", 行业代码="C3912", 成立日期="2010-01-31") == given(
        staff="5人", industry="3912", founded=dt.date(2010, 1, 31)
    )


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("revenue", "1元", 100), ("revenue", "0.5千元", 50_000), ("revenue", "5,000 万元", 5 * 10**9),
        ("revenue", "１．５亿元", 15 * 10**9), ("revenue", 100, 100), ("revenue", "-1元", -100), ("revenue", "0", 0),
        ("staff", Fraction(5), 5), ("staff_195", "5.25人", 525), ("market_share", "12.5%", 12_500_000),
        ("market_share", "0.3", 30_000_000), ("market_share", 0.3, 30_000_000), ("segment_years", "3.5年", 350),
        ("platform_score", "60.5分", 6050), ("class_1_ip", "2件", 2), ("class_1_ip", "2", 2), ("market_rank", "1", 1),
    ],
)  # fmt: skip
def test_numbers_are_stored_whole(field: str, written: Any, stored: int) -> None:
    assert stored_value(WORDS.field("annual_return", field), written) == stored


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("revenue", "5"), ("revenue", "5人"), ("revenue", "五百万元"), ("revenue", "0.001元"), ("revenue", "nan"),
        ("revenue", True), ("staff", "0.5人"), ("staff", "50%"), ("revenue", "100000000亿元"), ("revenue", ""),
        ("market_share", "0.000000001%"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_refused_with_their_units(field: str, written: Any) -> None:
    with pytest.raises(FactsError) as caught:
        stored_value(WORDS.field("annual_return", field), written)
    problem = caught.value.problems[0]
    assert problem.code == "value-unfit"
    assert problem.accepted is not None


@pytest.mark.parametrize(("written", "stored"), [("是", True), ("否", False), (True, True), ("False", False)])
def test_flags(written: Any, stored: bool) -> None:
    assert stored_value(WORDS.field("enterprise", "own_brand"), written) is stored


def test_an_enum_is_stored_as_its_chinese_text_and_given_either_way() -> None:
    kind = WORDS.field("ip_right", "kind")
    assert stored_value(kind, "invention") == stored_value(kind, "发明专利") == "发明专利"
    with pytest.raises(FactsError) as caught:
        stored_value(kind, "专利")
    assert "发明专利" in caught.value.problems[0].said("zh")
    assert "invention" in caught.value.problems[0].said("en")


def test_child_records_lists_and_attestations() -> None:
    seen = given(
        知识产权=[{"类别": "发明专利", "法律状态": None}, {"kind": "design"}],
        complete=["知识产权", "称号资质：高新技术企业"],
        attested={"p.t.c": "是", "p.t.d": False},
    )
    assert [(c.record_id, dict(c.values)) for c in seen.rows("ip_right")] == [
        (1, {"kind": "发明专利"}),
        (2, {"kind": "外观设计"}),
    ]
    assert seen.complete == {("ip_right", ""), ("title", "高新技术企业")}
    assert seen.is_complete("title", "高新技术企业")
    assert not seen.is_complete("title", "瞪羚企业")
    assert [(a.condition, a.outcome) for a in seen.attestations] == [("p.t.c", True), ("p.t.d", False)]


def test_a_pair_is_a_band() -> None:
    datum = given(资产总额=["1万元", None]).datum("annual_return", "total_assets", 2020)
    assert datum is not None
    assert (datum.value, datum.low, datum.high, datum.is_band) == (None, 10**6, None, True)


def test_every_fault_is_told_at_once_and_names_are_suggested() -> None:
    with pytest.raises(FactsError) as caught:
        given(
            职工总=1,
            营业收入="5人",
            知识产权=[{"类别": "专利", "年代": 1}],
            complete=["专利"],
            attested={"p.t.c": "也许"},
        )
    codes = [p.code for p in caught.value.problems]
    assert codes == [
        "unknown-fact-name",
        "value-unfit",
        "value-unfit",
        "unknown-fact-name",
        "unknown-fact-name",
        "value-unfit",
    ]
    assert "职工总数" in caught.value.problems[0].said("zh")


@pytest.mark.parametrize(
    "facts",
    [
        {"资产总额": ["1万元"]},
        {"知识产权": ["发明专利"]},
        {"营业收入": {"去年": "1元"}},
        {"complete": "知识产权"},
        {"知识产权": 3},
        {"attested": ["p.t.c"]},
    ],
)
def test_a_shape_that_does_not_fit_is_a_problem_and_no_traceback(facts: dict[str, Any]) -> None:
    with pytest.raises(FactsError) as caught:
        snapshot_of(facts, as_of=AS_OF)
    assert caught.value.problems
