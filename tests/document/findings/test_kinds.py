"""The other kinds: figures, money, thresholds, programmes, duties, bodies, references, contradictions, review."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.document.findings.made import found


def test_the_past_and_the_background_are_figures() -> None:
    figures = found("截至2020年底，高新技术企业达到210家。围绕5个产业链招商。").figures
    assert [(f.subject, f.role, f.value, f.unit) for f in figures] == [
        ("高新技术企业", "achievement", 210, "家"),
        ("产业链招商", "background", 5, "个"),
    ]


def test_a_heading_of_the_past_makes_figures() -> None:
    findings = found(("一", "", "工作基础", "工作基础。高新技术企业达到210家。"))
    assert findings.targets == ()
    assert [f.role for f in findings.figures] == ["achievement"]


def test_a_fund_has_its_year_and_purposes() -> None:
    words = "设立“企业发展专项资金”，2012年投入财政资金2亿元，用于人才的引进、支持孵化器建设、企业融资等方面。"
    (fund,) = found(words, title="2012年度安排", issued=date(2012, 2, 1)).amounts
    assert (fund.name, fund.role, fund.amount, fund.year) == ("企业发展专项资金", "fund", 200000000, 2012)
    assert fund.purposes == ("人才的引进", "支持孵化器建设", "企业融资")


def test_a_fund_without_a_sum_is_one_too() -> None:
    (fund,) = found("设立科技“小巨人”财政专项资金，支持初创期企业发展。").amounts
    assert (fund.name, fund.amount, fund.purposes) == ("科技“小巨人”财政专项资金", None, ("初创期企业发展",))


def test_an_award_names_who_gets_it_and_its_threshold_is_a_condition() -> None:
    findings = found("对年销售收入首次突破1亿元的企业，给予最高50万元奖励。")
    (award,) = findings.amounts
    assert (award.name, award.role, award.comparator, award.amount) == (
        "年销售收入首次突破1亿元的企业",
        "award",
        "ceiling",
        500000,
    )
    (condition,) = findings.conditions
    assert (condition.subject, condition.comparator, condition.low, condition.applies_to) == (
        "年销售收入",
        "above",
        10**8,
        "企业",
    )


def test_conditions_under_their_heading_and_after_their_words() -> None:
    rows = (
        ("三", "", "入库条件", "入库条件"),
        ("三1", "三", "", "职工总数不超过500人；"),
        ("四", "", "", "申报企业应当具备下列条件：研发占比不低于3%。"),
    )
    conditions = found(*rows).conditions
    assert [(c.subject, c.comparator, c.low, c.high, c.unit) for c in conditions] == [
        ("职工总数", "ceiling", None, 500, "人"),
        ("研发占比", "floor", Fraction(3, 100), None, "%"),
    ]
    assert conditions[1].applies_to == "申报企业"


def test_conditions_listed_under_the_clause_that_demands_them() -> None:
    rows = (
        ("第四条", "", "", "申请资金的企业应当同时具备下列条件："),
        ("第四条（一）", "第四条", "", "拥有自主知识产权2项以上；"),
    )
    findings = found(*rows)
    assert findings.targets == ()
    assert [c.low for c in findings.conditions] == [2]


def test_a_programme_says_whom_it_addresses_and_what_it_gives() -> None:
    words = "实施“筑巢计划”。针对初创型企业，以建设载体为中心，建立创业导师队伍，启动天使资金。深入推动“五大工程”。"
    (programme,) = found(words).programmes
    assert (programme.name, programme.addressed) == ("筑巢计划", "初创型企业")
    assert programme.gives == ("建立创业导师队伍", "启动天使资金")


@pytest.mark.parametrize(
    ("words", "lead", "joined"),
    [
        ("完善体系。（责任单位：市工业和信息化局、市科技局，各县〔市、区〕人民政府）",
         ("市工业和信息化局", "市科技局", "各县〔市、区〕人民政府"), ()),
        ("支持攻关。（牵头单位：市科技局；配合单位：市财政局、市人社局）", ("市科技局",), ("市财政局", "市人社局")),
        ("放宽准入。（市工商局牵头，市政务服务办配合）", ("市工商局",), ("市政务服务办",)),
        ("支持创业。（市科技局、市教育局按职责分工负责）", ("市科技局", "市教育局"), ()),
        ("支持创业。（市科技局、团市委）", ("市科技局", "团市委"), ()),
        ("由组织部门负责，将发展情况纳入考核。", ("组织部门",), ()),
        ("各工业园区要积极开展合作。", ("各工业园区",), ()),
        ("各有关部门、有关单位制定实施方案。", ("各有关部门", "有关单位"), ()),
        ("市科技局会同市财政局制定办法。", ("市科技局",), ("市财政局",)),
    ],
)  # fmt: skip
def test_who_does_what(words: str, lead: tuple[str, ...], joined: tuple[str, ...]) -> None:
    (one,) = found(words).responsibilities
    assert (one.lead, one.joined) == (lead, joined)
    assert one.duty


def test_a_bracket_that_names_nobody_is_no_duty() -> None:
    assert found("引进高层次人才（团队）8个（含柔性引进）。").responsibilities == ()


def test_bodies_are_given_once_and_general_names_are_none() -> None:
    words = (
        "由市科技局牵头，发挥中科院包头稀土研发中心和清华大学的作用，建设科技企业孵化器、公共服务平台。市科技局负责。"
    )
    bodies = found(words).organisations
    assert [(b.name, b.kind) for b in bodies] == [
        ("市科技局", "department"),
        ("中科院包头稀土研发中心", "institute"),
        ("清华大学", "university"),
    ]


def test_references_with_their_numbers_and_without_the_document_itself() -> None:
    words = "按照《关于促进发展的若干意见》（某政发〔2020〕3号）和某科发〔2019〕12号文件，制定《实施办法》。"
    references = found(words, title="实施办法").references
    assert [(r.title, r.number) for r in references] == [
        ("关于促进发展的若干意见", "某政发〔2020〕3号"),
        ("", "某科发〔2019〕12号"),
    ]


def test_deadlines_say_what_is_due() -> None:
    (one,) = found("2023年6月底前，出台实施细则。3年内不得申报。").deadlines
    assert (one.by, one.what, one.text) == (date(2023, 6, 30), "出台实施细则", "2023年6月底前")


def test_a_target_said_of_two_populations() -> None:
    rows = ("培育5家以上科技型小巨人企业上市。", "培育5家以上科技型中小企业上市。")
    (one,) = found(*rows).contradictions
    assert (one.kind, one.other.clause) == ("contradiction", "正文第2段")
    assert "小巨人" in one.said.zh
    assert "populations" in one.said.en


def test_a_target_in_two_units_and_doubly_bounded() -> None:
    rows = ("企业专利申请量超过3000件以上。", "实现全年企业专利申请量超过3000项。")
    found_ = found(*rows, title="2012年度安排", issued=date(2012, 2, 22)).contradictions
    assert [c.kind for c in found_] == ["contradiction", "contradiction"]
    assert any("件与项" in c.said.zh for c in found_)
    assert any("以上" in c.said.zh for c in found_)


def test_one_thing_under_three_names() -> None:
    rows = (
        "建设3—5个产业技术创新战略联盟。",
        ("三", "", "建设科技创新战略联盟", "建设科技创新战略联盟。组建3—5个产学研创新战略联盟。"),
    )
    names = [c for c in found(*rows).contradictions if c.kind == "names"]
    assert [c.said.zh for c in names] == [
        "同一事项名称不一：“产业技术创新战略联盟”、“产学研创新战略联盟”、“科技创新战略联盟”"
    ]


def test_parts_that_do_not_add_up() -> None:
    words = "新增企业1000家，其中，注册资金2000万元以上的企业70家，注册资金2000万元以下的企业{}家。"
    assert found(words.format(930)).contradictions == ()
    (one,) = found(words.format(900)).contradictions
    assert "970" in one.said.zh


def test_two_numbers_for_one_thing() -> None:
    (one,) = found("高新技术企业达到500家。", "高新技术企业达到600家。").contradictions
    assert (one.kind, one.text, one.other.text) == ("contradiction", "高新技术企业达到500家", "高新技术企业达到600家")


def test_a_range_from_more_to_less_is_told() -> None:
    (one,) = found("组建9—3个创新联盟。").contradictions
    assert (one.kind, one.text) == ("contradiction", "组建9—3个创新联盟")
    assert "9—3" in one.said.en
    assert found("组建3—5个创新联盟，2023—2025年引进9000—1万家企业。").contradictions == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("对新引进的总部企业给予100万元奖励。", "moving_in"),
        ("使企业进入高新区即可进入资金支持模式。", "moving_in"),
        ("按企业对地方财政贡献的50%给予奖励。", "tax_paid"),
        ("对50户企业列出名单，进行分类支持。", "named_list"),
        ("对国有控股企业给予补贴。", "holdings"),
        ("优先采购本地企业产品，给予补助。", "local_only"),
    ],
)
def test_what_a_review_would_question(words: str, kind: str) -> None:
    (one,) = found(words).fair_competition
    assert one.kind == kind
    assert "条例" in one.why.zh
    assert "Regulation" in one.why.en


def test_support_open_to_all_is_not_questioned() -> None:
    assert found("对认定的高新技术企业给予20万元奖励。").fair_competition == ()
