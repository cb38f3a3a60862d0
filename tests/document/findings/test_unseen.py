"""Forms of a three-year plan that none of the labelled documents has: goals on the ground of an earlier year, a floor
under what is aimed at, one bound that demands, years with goals of their own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.document.findings.made import found, said

from peiyu.document.model import TargetFinding

Bound = tuple[str, str, object, object]
END = date(2025, 12, 31)


def bounds(words: str) -> list[Bound]:
    return [said(t)[:4] for t in found(words).targets]


@pytest.mark.parametrize(
    ("words", "goals"),
    [
        (
            "到2025年末，高新技术企业数量在2020年基础上翻一番，总量不低于280家。",
            [("高新技术企业数量", "exactly", 2, 2), ("高新技术企业总量", "floor", 280, None)],
        ),
        ("在现有基础上新建孵化器5家。", [("孵化器", "exactly", 5, 5)]),
        (
            "研发活动覆盖率由2020年的41%提高到60%以上，研发经费投入强度达到2.2%。",
            [
                ("研发活动覆盖率", "floor", Fraction(6, 10), None),
                ("研发经费投入强度", "exactly", Fraction(22, 1000), Fraction(22, 1000)),
            ],
        ),
    ],
)
def test_an_earlier_year_that_is_grown_from_makes_nothing_past(words: str, goals: list[Bound]) -> None:
    assert bounds(words) == goals


def test_what_has_been_reached_on_the_ground_of_a_year_is_still_past() -> None:
    assert found("截至2020年底，高新技术企业在2018年基础上增加到138家。").targets == ()


def test_a_yearly_gain_takes_the_name_before_it() -> None:
    targets = found("到2025年末，科技型中小企业突破1200家，年均净增不少于250家。").targets
    assert [(t.subject, t.quantity, t.low) for t in targets] == [
        ("科技型中小企业", "", 1200), ("科技型中小企业", "年均净增", 250)
    ]  # fmt: skip


def test_the_bound_of_a_part_demands_nothing_of_what_follows() -> None:
    goals = bounds("新培育小巨人企业十五家左右，其中上市的不得少于三家；省级“专精特新”中小企业累计达到150—180家。")
    assert goals[0][1:] == ("about", 15, 15)
    assert goals[1][1:] == ("floor", 3, None)
    assert goals[2] == ("省级“专精特新”中小企业", "range", 150, 180)


def one(words: str) -> TargetFinding:
    (target,) = found(words).targets
    return target


def test_a_floor_after_what_is_aimed_at_is_one_goal() -> None:
    target = one("全社会研发经费投入强度力争达到2.2%，确保不低于2%。")
    assert (target.comparator, target.low, target.stretch) == ("floor", Fraction(2, 100), Fraction(22, 1000))
    assert target.text == "全社会研发经费投入强度力争达到2.2%，确保不低于2%"


def test_years_side_by_side_have_their_own_first_days() -> None:
    targets = found("2022年、2023年分别建成院士专家工作站2家和3家。").targets
    assert [(t.since, t.by, t.low) for t in targets] == [
        (date(2022, 1, 1), date(2022, 12, 31), 2), (date(2023, 1, 1), date(2023, 12, 31), 3)
    ]  # fmt: skip


def test_what_is_reached_after_a_growth_is_a_level_of_so_many() -> None:
    targets = found("全年万人有效发明专利拥有量较上年提高0.8件，达到9.3件。").targets
    assert [(t.quantity, t.low, t.unit) for t in targets] == [
        ("提高", Fraction(8, 10), "件/万人"), ("", Fraction(93, 10), "件/万人")
    ]  # fmt: skip


def test_every_award_of_a_sentence_names_its_own_receiver() -> None:
    amounts = found("对首次认定的高新技术企业给予一次性奖励20万元，重新认定的给予10万元。").amounts
    assert [(a.name, a.amount) for a in amounts] == [("首次认定的高新技术企业", 200000), ("重新认定", 100000)]


def test_who_reports_together_every_half_year_is_responsible() -> None:
    (duty,) = found("市科技局会同市财政局、市统计局每半年对目标完成情况进行通报。").responsibilities
    assert (duty.lead, duty.joined) == (("市科技局",), ("市财政局", "市统计局"))


def test_words_before_a_name_are_no_part_of_it() -> None:
    bodies = found("总结评估报告报市人民政府，每家孵化器要配备创业导师。").organisations
    assert [body.name for body in bodies] == ["市人民政府"]
