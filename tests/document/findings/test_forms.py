"""Forms of goals: shares, lists under one 分别 or 各, tables, days that a label or a year of the plan gives."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.document.findings.made import found, said

END = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("words", "subject", "comparator", "low"),
    [
        ("三分之一以上的加工企业通过质量认证。", "加工企业通过质量认证", "floor", Fraction(1, 3)),
        ("推动70%的企业实现核心业务上云。", "企业实现核心业务上云", "exactly", Fraction(7, 10)),
        ("规范化合作社占比超六成。", "规范化合作社占比", "above", Fraction(6, 10)),
        ("完成一半以上培育企业的数字化诊断。", "培育企业的数字化诊断", "floor", Fraction(1, 2)),
        ("工业用水重复利用率达到90%。", "工业用水重复利用率", "exactly", Fraction(9, 10)),
        ("全市登记技术合同2000项以上。", "技术合同", "floor", 2000),
        ("年均引进数字经济企业60家。", "数字经济企业", "exactly", 60),
        ("为企业提供贷款50亿元。", "贷款", "exactly", 5 * 10**9),
        ("参加企业1000家（次）以上。", "参加企业", "floor", 1000),
        ("专利申请量三年过万件。", "专利申请量", "above", 10000),
        ("茶园面积扩大到18万亩。", "茶园面积", "exactly", 180000),
        ("各县区建设小微企业创业基地，每县区不少于1个。", "小微企业创业基地", "floor", 1),
        ("实现每个县至少有1家省级以上孵化载体。", "省级以上孵化载体", "floor", 1),
        ("推动每户市级企业至少与1所高校院所建立合作关系。", "高校院所", "floor", 1),
    ],
)
def test_a_form_is_a_goal(words: str, subject: str, comparator: str, low: object) -> None:
    targets = found(words).targets
    assert [said(t)[:3] for t in targets] == [(subject, comparator, low)]


@pytest.mark.parametrize(
    "words",
    [
        "对项目给予1000万元资助，每个团队核心成员不少于3人。",
        "综合得分低于60分的不予立项。",
        "分割转让最小单元不小于500平方米。",
        "对销售收入过10亿元、50亿元的企业给予奖励。",
    ],
)
def test_a_demand_on_somebody_is_no_goal(words: str) -> None:
    assert found(words).targets == ()


def test_each_gives_its_number_to_every_name() -> None:
    targets = found("新建企业技术中心、工程研究中心各5家，普及率、知晓率分别达到60%和80%。").targets
    assert [(t.subject, t.low) for t in targets] == [
        ("企业技术中心", 5), ("工程研究中心", 5), ("普及率", Fraction(6, 10)), ("知晓率", Fraction(8, 10))
    ]  # fmt: skip


def test_respectively_divides_thresholds_and_days() -> None:
    targets = found(
        "收入过10亿元、50亿元的企业分别达到60户、10户；2022年、2023年分别竣工15万平方米、20万平方米。"
    ).targets
    assert [(t.subject, t.low) for t in targets[:2]] == [("收入过10亿元的企业", 60), ("收入过50亿元的企业", 10)]
    assert [t.by for t in targets[2:]] == [date(2022, 12, 31), date(2023, 12, 31)]


def test_a_baseline_is_left_out() -> None:
    goals = found("建成区面积由58平方公里扩展到100平方公里；创新平台由2020年的45家增加到2025年的100家。").targets
    assert [(t.subject, t.low) for t in goals] == [("建成区面积", 10**8), ("创新平台", 100)]


def test_a_table_gives_the_goals_of_its_column() -> None:
    rows = ("指标名称\t单位\t2020年\t2025年", "工业投资\t亿元\t56.3\t≥65", "2.高企数\t家\t37\t[50]", "其他说明")
    assert [(said(t), t.by) for t in found(*rows).targets] == [
        (("工业投资", "floor", 65 * 10**8, None, "元"), END),
        (("高企数", "exactly", 50, 50, "家"), END),
    ]


def test_a_table_without_a_column_of_goals_gives_none() -> None:
    assert found("指标名称\t单位\t2018年完成\t2019年完成", "工业投资\t亿元\t56.3\t60").targets == ()


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("组织项目15项。（责任单位：市科技局；完成时限：2024年10月底）", date(2024, 10, 31)),
        ("第二年新增企业60家。", date(2022, 12, 31)),
        ("到2023年，专利授权量（五年累计）800件。", date(2023, 12, 31)),
        ("通过3—5年努力，新增企业60家。", END),
        ("2022年入库企业500户；以后每年净增100户左右。", END),
    ],
)
def test_the_day_of_a_goal(words: str, by: date) -> None:
    assert found(words).targets[-1].by == by
