"""Targets: number, comparator, subject, unit, day, parts, 力争, repetition."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.document.findings.made import found, said

END = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("words", "subject", "comparator", "low", "high", "unit"),
    [
        ("新增科技型中小企业300家以上。", "科技型中小企业", "floor", 300, None, "家"),
        ("科技型中小企业不少于300家。", "科技型中小企业", "floor", 300, None, "家"),
        ("每个区至少建成2家众创空间。", "众创空间", "floor", 2, None, "家"),
        ("专利申请量超过3000件以上。", "专利申请量", "above", 3000, None, "件"),
        ("高新技术企业突破一千五百家。", "高新技术企业", "above", 1500, None, "家"),
        ("高新技术企业达到500家左右。", "高新技术企业", "about", 500, 500, "家"),
        ("引进约20名领军人才。", "领军人才", "about", 20, 20, "名"),
        ("组建3—5个创新联盟。", "创新联盟", "range", 3, 5, "个"),
        ("组建1-2个创新联盟。", "创新联盟", "range", 1, 2, "个"),
        ("培育上市企业4至6家。", "上市企业", "range", 4, 6, "家"),
        ("高新技术企业达到500家。", "高新技术企业", "exactly", 500, 500, "家"),
        ("不良率控制在3%以内。", "不良率", "ceiling", None, Fraction(3, 100), "%"),
        ("企业开办时间压缩至2个工作日以内。", "企业开办时间", "ceiling", None, 2, "个工作日"),
        ("建设10万平米孵化器。", "孵化器", "exactly", 100000, 100000, "平方米"),
        ("新投用孵化面积5万㎡。", "孵化面积", "exactly", 50000, 50000, "平方米"),
        ("技术合同成交额达到2.5亿元。", "技术合同成交额", "exactly", 250000000, 250000000, "元"),
        ("五年累计实现技术合同成交额超千亿元。", "技术合同成交额", "above", 10**11, None, "元"),
        ("研发投入占比达到百分之三点五。", "研发投入占比", "exactly", Fraction(35, 1000), Fraction(35, 1000), "%"),
        ("研发投入占比提高2个百分点。", "研发投入占比", "exactly", 2, 2, "百分点"),
        ("带动就业6万人以上。", "就业", "floor", 60000, None, "人"),
        ("每万名从业人员拥有发明专利达到30件以上。", "每万名从业人员拥有发明专利", "floor", 30, None, "件/万人"),
        ("吸引创投公司、担保公司等20家金融机构进区。", "金融机构进区", "exactly", 20, 20, "家"),
        ("建立工程中心、重点实验室等研发机构50家。", "工程中心、重点实验室等研发机构", "exactly", 50, 50, "家"),
        ("组建3个以龙头企业为主导，多方参与的创新联盟，开展攻关。", "创新联盟", "exactly", 3, 3, "个"),
        ("形成2至3个产值过百亿元的产业集群。", "产值过百亿元的产业集群", "range", 2, 3, "个"),
        ("新三板挂牌企业达30家。", "新三板挂牌企业", "exactly", 30, 30, "家"),
        ("引进高层次创新创业团队20个。", "高层次创新创业团队", "exactly", 20, 20, "个"),
        ("建成双创示范基地（含众创空间）20个以上。", "双创示范基地", "floor", 20, None, "个"),
        ("重点实验室由现有的12家增加到30家。", "重点实验室", "exactly", 30, 30, "家"),
        ("企业总量实现倍增。", "企业总量", "exactly", 2, 2, "倍"),
    ],
)
def test_a_number_is_read_with_what_it_counts(
    words: str, subject: str, comparator: str, low: object, high: object, unit: str
) -> None:
    targets = found(words).targets
    assert [said(t) for t in targets] == [(subject, comparator, low, high, unit)]
    assert targets[0].by == END


def test_numbers_of_one_sentence_share_verb_and_day() -> None:
    targets = found("到2023年底，培育高新技术企业100家、科技小巨人50家，上市企业5家以上。").targets
    assert [(t.subject, t.low) for t in targets] == [("高新技术企业", 100), ("科技小巨人", 50), ("上市企业", 5)]
    assert {t.by for t in targets} == {date(2023, 12, 31)}


def test_a_number_without_a_subject_takes_that_before_it() -> None:
    targets = found("申报发明专利100件，授权50件。技术合同成交额超过25亿元，2023年突破40亿元。").targets
    assert [(t.subject, t.low) for t in targets] == [
        ("申报发明专利", 100),
        ("授权发明专利", 50),
        ("技术合同成交额", 2500000000),
        ("技术合同成交额", 4000000000),
    ]
    assert targets[3].by == date(2023, 12, 31)


def test_growth_is_a_quantity_of_its_subject() -> None:
    targets = found("营业收入达到200亿元，年均增长18%以上。贷款余额年均增长不低于20%。").targets
    assert [(t.subject, t.quantity, t.low) for t in targets] == [
        ("营业收入", "", 20000000000),
        ("营业收入", "年均增长", Fraction(18, 100)),
        ("贷款余额", "年均增长", Fraction(20, 100)),
    ]


def test_parts_know_their_whole_until_a_new_goal_begins() -> None:
    targets = found("新增企业1000家，其中，注册资金2000万元以上的企业70家，以下的企业930家，引进团队5个。").targets
    assert [t.of for t in targets] == [None, 0, 0, None]


def test_a_level_alone_is_completed_from_its_whole() -> None:
    targets = found("建成省级以上孵化器10家，其中国家级3家；众创空间30家，其中国家级8家。").targets
    assert [(t.subject, t.of) for t in targets] == [
        ("省级以上孵化器", None),
        ("国家级孵化器", 0),
        ("众创空间", None),
        ("国家级众创空间", 2),
    ]


def test_a_striven_for_number_belongs_to_the_floor_before_it() -> None:
    (target,) = found("新增上市企业2家以上，力争达到4家。").targets
    assert (target.comparator, target.low, target.stretch) == ("floor", 2, 4)
    assert target.text == "新增上市企业2家以上，力争达到4家"


def test_striving_alone_changes_nothing() -> None:
    (target,) = found("科技进步贡献率力争达到68%。").targets
    assert (target.comparator, target.low, target.stretch) == ("exactly", Fraction(68, 100), None)


def test_separately_divides_a_list() -> None:
    targets = found("国家级、省级企业技术中心分别达到5家和20家。").targets
    assert [(t.subject, t.low) for t in targets] == [("国家级企业技术中心", 5), ("省级企业技术中心", 20)]


def test_separately_divides_days_and_carries_the_bound() -> None:
    days = found("到2023年和2025年，高新技术企业分别达到300家、500家。").targets
    assert [(t.low, t.by) for t in days] == [(300, date(2023, 12, 31)), (500, END)]
    bounds = found("省级企业、市级企业分别不少于30家、100家。").targets
    assert [t.comparator for t in bounds] == ["floor", "floor"]


@pytest.mark.parametrize(
    "words",
    [
        "截至2020年底，全区高新技术企业达到210家。",
        "2019年，全市拥有高新技术企业320家，技术合同成交额50亿元。",
        "目前，全区已建成孵化器12家。",
        "“十三五”期间，累计培育高新技术企业98家。",
        "发挥与国内50多所高校院所的合作优势。",
        "完善以4个专业孵化器、8个孵化中心为主体的体系。",
        "围绕5个优势产业链开展攻关。",
        "对50户企业列出名单，分类服务。",
        "销售收入在亿元以上的企业列为重点。",
        "对新认定的高新技术企业给予20万元奖励。",
        "设立总规模20亿元的产业基金，首期规模5亿元。",
        "每年安排专项资金5000万元。",
        "入库企业应当具备下列条件：职工人数不超过500人，研发占比不低于3%。",
        "单个项目支持额度最高500万元。",
        "管委会自收到材料之日起20个工作日内完成审核。",
        "实施“8337”思路和国家863计划。",
        "围绕五大产业实施十项行动。",
        "实施百家企业培育工程。",
        "发展壮大一批骨干企业，打造一个品牌。",
        "在现有5个孵化器、32万平方米面积的基础上扩大规模。",
        "研发费用按75%加计扣除。",
        "绩效评价权重不低于20%。",
    ],
)
def test_what_is_no_promise_is_no_target(words: str) -> None:
    assert found(words).targets == ()


def test_a_repetition_is_no_goal_of_its_own() -> None:
    findings = found("建设3—5个产业技术创新战略联盟。", "组建3—5个产学研创新战略联盟，聚集企业。")
    assert [t.subject for t in findings.targets] == ["产业技术创新战略联盟"]
    assert [(t.subject, t.restates) for t in findings.restatements] == [("产学研创新战略联盟", 0)]


def test_another_number_or_day_is_a_goal_of_its_own() -> None:
    findings = found("2022年新建众创空间15家。", "2023年新建众创空间15家。", "2023年新建众创空间20家。")
    assert len(findings.targets) == 3
    assert findings.restatements == ()


def test_flow_and_stock() -> None:
    targets = found("新增高新技术企业20家，高新技术企业总数达到130家。").targets
    assert [t.measure for t in targets] == ["flow", "stock"]


def test_a_heading_or_a_label_gives_the_subject() -> None:
    (headed,) = found(("一", "", "高新技术企业培育", "高新技术企业培育。到2025年达到500家以上。")).targets
    assert (headed.subject, headed.comparator, headed.low) == ("高新技术企业", "floor", 500)
    labelled = found(("二", "", "发展目标", "发展目标。孵化器：50个以上；众创空间：80个以上。")).targets
    assert [(t.subject, t.low) for t in labelled] == [("孵化器", 50), ("众创空间", 80)]


def test_what_is_done_so_many_times_is_its_own_subject() -> None:
    assert [t.subject for t in found("签约入驻企业30家以上，培训2000人次。").targets] == ["入驻企业", "培训"]


def test_growth_over_last_year_can_be_a_goal() -> None:
    targets = found("完成工业投资150亿元，同比增长12%。").targets
    assert [(t.quantity, t.low) for t in targets] == [("", 15000000000), ("同比增长", Fraction(12, 100))]
