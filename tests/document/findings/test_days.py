"""The day of a target: its sentence's, its clause's, its heading's, the document's."""

from __future__ import annotations

from datetime import date

import pytest
from tests.document.findings.made import found


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("到2023年，建成孵化器5家。", date(2023, 12, 31)),
        ("2024年底前，建成孵化器5家。", date(2024, 12, 31)),
        ("2025年6月底前，建成孵化器5家。", date(2025, 6, 30)),
        ("2023年9月15日前，建成孵化器5家。", date(2023, 9, 15)),
        ("二〇二三年建成孵化器5家。", date(2023, 12, 31)),
        ("“十五五”末，孵化器达到5家。", date(2030, 12, 31)),
        ("2021年上半年建成孵化器5家。", date(2021, 6, 30)),
        ("6月底前，建成孵化器5家。", date(2021, 6, 30)),
        ("三季度前，建成孵化器5家。", date(2021, 9, 30)),
        ("今年，建成孵化器5家。", date(2021, 12, 31)),
        ("明年，建成孵化器5家。", date(2022, 12, 31)),
        ("三年内，建成孵化器5家。", date(2024, 12, 31)),
        ("每年建成孵化器5家。", date(2025, 12, 31)),
        ("建成孵化器5家。", date(2025, 12, 31)),
    ],
)
def test_the_day_a_sentence_names(words: str, by: date) -> None:
    assert [t.by for t in found(words).targets] == [by]


def test_a_day_holds_until_the_next_is_named() -> None:
    targets = found("到2022年，建成孵化器5家。引进团队8个。到2024年，建成孵化器9家。").targets
    assert [t.by and t.by.year for t in targets] == [2022, 2022, 2024]


def test_a_clause_that_leads_in_gives_its_day_to_its_siblings() -> None:
    rows = (
        ("二", "", "工作目标", "工作目标"),
        ("二第1段", "二", "", "2023年要实现以下目标："),
        ("二1", "二", "", "新增企业100家。"),
        ("三", "", "任务", "任务。组建联盟2个。"),
    )
    targets = found(*rows).targets
    assert [(t.clause, t.by) for t in targets] == [("二1", date(2023, 12, 31)), ("三", date(2025, 12, 31))]


def test_a_title_of_one_year_is_the_span() -> None:
    (target,) = found("新增企业100家。", title="2012年度重点工作安排", issued=date(2012, 2, 22)).targets
    assert (target.since, target.by) == (date(2012, 1, 1), date(2012, 12, 31))


def test_without_a_span_in_the_title_the_goals_state_it() -> None:
    rows = ("到2017年，企业达到2000家。", "每年新认定高新技术企业40家。")
    targets = found(*rows, title="实施意见", issued=date(2013, 5, 16)).targets
    assert [t.by for t in targets] == [date(2017, 12, 31)] * 2


def test_without_any_day_there_is_none() -> None:
    (target,) = found("新增企业100家。", title="实施意见", issued=None).targets
    assert target.by is None
