"""Each rule of repair: what it mends with which evidence, and what it leaves alone."""

from __future__ import annotations

import pytest

from peiyu.document.mend import Mended, mend

BODY = "为加快培育科技型中小企业，增强全市创新能力，结合实际，制定本方案。\n"


def kinds(mended: Mended) -> list[str]:
    return [repair.kind for repair in mended.repairs]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("包府发201513", "包府发〔2015〕13号"),
        ("按照国科发政2017115号文件执行。", "按照国科发政〔2017〕115号文件执行。"),
        ("包府发〔201513号", "包府发〔2015〕13号"),
        ("包府发2015〕13号", "包府发〔2015〕13号"),
        ("（20152020年）", "（2015—2020年）"),
        ("“十三五”时期（2016年2020年）", "“十三五”时期（2016年—2020年）"),
        ("（20152020年）建设3-5个平台", "（2015-2020年）建设3-5个平台"),
        ("2015210", "2015年2月10日"),
        ("某市人民政府办公室 2015210日印发", "某市人民政府办公室 2015年2月10日印发"),
        ("20150210", "2015年02月10日"),
        ("围绕8337发展思路，推进工作。", "围绕“8337”发展思路，推进工作。"),
        ("编制十三五规划，落实放管服改革。", "编制“十三五”规划，落实“放管服”改革。"),
        ("专精特新小巨人企业，“小巨人”企业", "专精特新“小巨人”企业，“小巨人”企业"),
        ("建立工程中心技术中心重点实验室等研发机构", "建立工程中心、技术中心、重点实验室等研发机构"),
        ("（市科技局市财政局）", "（市科技局、市财政局）"),
        ("布局合理配套完善优质高效的体系", "布局合理、配套完善、优质高效的体系"),
        ("科技水平高竞争实力强成长性好管理规范的企业", "科技水平高、竞争实力强、成长性好、管理规范的企业"),
        ("市场潜力大在本行业具有领先优势的产品", "市场潜力大、在本行业具有领先优势的产品"),
        ("增强综合实力发展活力和竞争力", "增强综合实力、发展活力和竞争力"),
        ("制定国家标准、行业标准；参与国家行业标准30项", "制定国家标准、行业标准；参与国家、行业标准30项"),
        ("按照国家自治区相关要求", "按照国家、自治区相关要求"),
        ("引进院士工作站10家；建立院士工作站5", "引进院士工作站10家；建立院士工作站5家"),
        ("申报发明专利100件,授权50。", "申报发明专利100件,授权50件。"),
        ("对50户企业列出名单；培育优质企业50", "对50户企业列出名单；培育优质企业50户"),
        ("建设专业孵化器4个；新建专业孵化器2以上", "建设专业孵化器4个；新建专业孵化器2个以上"),
        ("实施“筑巢计划”，深化“筑巢计划实施。", "实施“筑巢计划”，深化“筑巢计划”实施。"),
    ],
)
def test_what_was_lost_comes_back(raw: str, text: str) -> None:
    mended = mend(raw)
    assert mended.text == text
    for repair in mended.repairs:
        assert repair.confidence in {"certain", "high"}
        assert repair.evidence.zh
        assert repair.evidence.en
        assert repair.before == raw[slice(*repair.raw_span)]


@pytest.mark.parametrize(
    "raw",
    [
        "国家863计划成果交易中心",
        "内蒙古自治区包头市人民政府",
        "联系电话20152020",
        "附件2，附表3。",
        "建设35个产业平台。",
        "到2020年，培育企业50家。",
        "形成“铺天盖地”的态势，形成铺天盖地的格局。",
        "增加至1000，详见附件。",
        "第三章 第2条",
        "“十三五”规划",
        "推进科技创新、体制创新，深化科技体制创新。",
        "加强科技创新、成果转化，推动科技创新成果转化。",
        "推广新技术新产品，建设云计算大数据中心。",
        "认定国家级专精特新小巨人企业。",
        "主办单位承办活动，备案号2015123号。",
        "支持高校院所合作",
        "2015111",
    ],
)
def test_what_is_no_damage_or_has_no_evidence_stays(raw: str) -> None:
    assert mend(raw).text == raw


def test_a_range_that_another_clause_writes_out() -> None:
    raw = "到2020年，建设35个产业技术创新战略联盟。\n组建3—5个产学研创新战略联盟。\n建设35个孵化器。"
    mended = mend(raw)
    assert mended.text == raw.replace("35个产业", "3—5个产业")
    (repair,) = mended.repairs
    assert (repair.kind, repair.confidence) == ("range_dash", "certain")


def test_an_uncertain_place_is_asked_and_left() -> None:
    raw = "到2020年，培育科技型中小企业300，形成梯队。\n2015111"
    mended = mend(raw)
    assert mended.text == raw
    assert [(q.kind, q.before) for q in mended.questions] == [("unit", "300"), ("date", "2015111")]
    assert "2015年1月11日、2015年11月1日" in mended.questions[1].asked.zh


def test_two_units_for_one_thing_are_no_evidence() -> None:
    raw = "建立院士工作站10家；院士工作站10个；新建院士工作站5。"
    mended = mend(raw)
    assert mended.text == raw
    assert [q.kind for q in mended.questions] == ["unit"]


def test_a_title_that_kept_its_quotes_mends_the_label_everywhere() -> None:
    title = "某市培育科技“小巨人”发展实施意见"
    raw = f"{title}\n某市培育科技小巨人发展实施意见\n{BODY}一、目标\n培育科技小巨人企业。\n"
    mended = mend(raw)
    assert mended.text.count("科技“小巨人”") == 3
    assert set(kinds(mended)) == {"quotes"}


def test_a_label_quoted_once_in_a_sound_document_is_left() -> None:
    raw = f"某市支持“专精特新”中小企业发展若干措施\n{BODY}一、目标\n培育专精特新中小企业100家。\n"
    assert kinds(mend(raw)) == []


def test_headings_get_the_numbers_that_the_numbering_lacks() -> None:
    raw = f"某市实施方案\n{BODY}总体要求\n{BODY}发展目标\n{BODY}三、保障措施\n{BODY}"
    mended = mend(raw)
    assert [line for line in mended.text.split("\n") if len(line) < 10] == [
        "某市实施方案",
        "一、总体要求",
        "二、发展目标",
        "三、保障措施",
    ]
    assert kinds(mended) == ["heading_number"] * 2


def test_headings_more_than_numbers_are_left() -> None:
    raw = f"某市实施方案\n{BODY}总体要求\n{BODY}发展目标\n{BODY}重点任务\n{BODY}三、保障措施\n{BODY}"
    assert kinds(mend(raw)) == []


def test_heading_numbers_that_lost_their_mark() -> None:
    raw = f"某市实施方案\n{BODY}一总体要求\n{BODY}二发展目标\n{BODY}三、保障措施\n{BODY}"
    assert mend(raw).text == raw.replace("一总", "一、总").replace("二发", "二、发").rstrip("\n")


def test_goals_of_the_last_year_and_full_stops() -> None:
    goals = "2020年，培育科技型中小企业，建设创新型城市，增强创新能力，形成梯队"
    raw = (
        f"某市实施方案（2015—2020年）\n{BODY}{BODY}一、目标\n{goals}\n"
        "2020年，全市建设创新型城市，增强能力，形成梯队。\n"
    )
    lines = mend(raw).text.split("\n")
    assert lines[-2:] == [f"到{goals}。", "2020年，全市建设创新型城市，增强能力，形成梯队。"]


def test_site_chrome_is_dropped_with_its_blank_lines() -> None:
    raw = (
        "首页 > 政策\n政策法规\n\n某市实施方案\n来源: 作者: 日期:2015年04月08日 访问次数:731\n\n"
        f"  {BODY}\n【打印】 【关闭】\n上一篇：通知"
    )
    mended = mend(raw)
    assert mended.text == f"某市实施方案\n{BODY}".rstrip("\n")
    assert kinds(mended) == ["chrome"] * 5


def test_a_clean_text_keeps_every_character_but_blank_space() -> None:
    raw = f"\n  某市实施方案  \n\n\n　　{BODY}　　一、目标\n"
    mended = mend(raw)
    assert mended.text == f"某市实施方案\n{BODY}一、目标"
    assert mended.repairs == ()
