"""The clause tree: addresses, headings, frame."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.document.alignment import align
from peiyu.document.tree import Grown, grow
from peiyu.document.tree.marks import mark_of


def tree(text: str) -> Grown:
    return grow(*align(text, []))


def addresses(text: str) -> list[str]:
    return [clause.address for clause in tree(text).clauses]


NOTICE = """某市人民政府
关于印发某市科技创新实施方案的通知
某政发〔2015〕13号
各县、区人民政府，市直各部门：
现将《某市科技创新实施方案》印发给你们，请认真贯彻执行。
附件：1.任务分工表
2.考核办法
某市人民政府
2015年2月10日
（此件公开发布）
某市科技创新实施方案
（2015—2020年）
为加快创新，制定本方案。
为增强能力，提出目标。
一、总体目标
到2020年，培育企业50家。
二、重点任务
（一）扩大规模。营造氛围，激励创业。
1.营造氛围。利用媒体宣传。
（1）举办大赛。
2.促进转型
加大投入。
（二）加强服务
附件1：任务分工表
一、分工
抄送：市委办公室
市政协办公室
某市人民政府办公室 2015年2月12日印发"""


def test_a_notice_with_what_it_issues() -> None:
    assert addresses(NOTICE) == [
        "标题第1段", "文号", "主送", "前言第1段", "附件说明", "署名", "成文日期", "附注",
        "标题第2段", "前言第2段", "前言第3段",
        "一", "一第1段", "二", "二（一）", "二（一）1", "二（一）1（1）", "二（一）2", "二（一）2第1段", "二（二）",
        "附件1", "附件1·一", "抄送", "印发",
    ]  # fmt: skip


def test_its_frame() -> None:
    frame = tree(NOTICE).frame
    assert frame.title == "某市科技创新实施方案（2015—2020年）"
    assert frame.issuers == ("某市人民政府",)
    assert frame.number == "某政发〔2015〕13号"
    assert frame.addressed == "各县、区人民政府，市直各部门"
    assert (frame.issued, frame.printed) == (date(2015, 2, 10), date(2015, 2, 12))


def test_texts_headings_and_parents() -> None:
    held = {clause.address: clause for clause in tree(NOTICE).clauses}
    assert held["二（一）1"].text == "营造氛围。利用媒体宣传。"
    assert (held["二（一）1"].heading, held["二（一）1"].mark, held["二（一）1"].parent) == (
        "营造氛围",
        "1.",
        "二（一）",
    )
    assert held["二（一）"].heading == "扩大规模"
    assert held["一"].heading == "总体目标"
    assert held["一第1段"].heading == ""
    assert held["标题第1段"].text == "某市人民政府\n关于印发某市科技创新实施方案的通知"
    assert all(NOTICE[c.start : c.end] == c.text for c in held.values())


def test_articles_are_addressed_as_they_cite_themselves() -> None:
    text = (
        "某区管理办法\n第一章 总则\n第一条 为规范管理，制定本办法。\n第二章 条件\n"
        "第二条 应当具备下列条件：\n（一）注册满1年；\n1.有资格\n另有规定的除外。\n"
        "第三条之一 本办法自公布之日起施行。"
    )
    assert addresses(text) == [
        "标题",
        "第一章",
        "第一条",
        "第二章",
        "第二条",
        "第二条（一）",
        "第二条（一）1",
        "第二条（一）1第1段",
        "第三条之一",
    ]


def test_chapters_and_sections_without_articles() -> None:
    text = (
        "某市规划\n第一章 基础\n第一节 成就\n成就显著。\n第二节 形势\n（一）机遇。机遇很多。\n"
        "第二章 目标\n一、总量\n总量增加。"
    )
    assert addresses(text) == [
        "标题",
        "第一章",
        "第一章第一节",
        "第一章第一节第1段",
        "第一章第二节",
        "第一章第二节（一）",
        "第二章",
        "第二章一",
        "第二章一第1段",
    ]


def test_headings_without_numbers() -> None:
    text = (
        "某市行动方案\n为加快发展，制定本方案。\n总体要求\n坚持创新驱动，突出企业主体。\n主要目标\n"
        "到2018年，培育企业50家。"
    )
    assert addresses(text) == ["标题", "前言", "总体要求", "总体要求第1段", "主要目标", "主要目标第1段"]


def test_a_document_of_paragraphs_only() -> None:
    text = "某市通知\n为加快发展，现就有关事项通知如下，请认真执行。\n到2018年，培育科技型中小企业50家，形成梯队。"
    assert addresses(text) == ["标题", "正文第1段", "正文第2段"]


def test_a_mark_used_twice_is_counted() -> None:
    assert addresses("一、目标\n（一）甲事项办理\n（一）乙事项办理") == ["一", "一（一）", "一（一）〔2〕"]


def test_number_and_day_told_in_a_sentence() -> None:
    text = (
        "某年度重点工作安排\n"
        "某高新技术产业开发区2012年2月22日印发津高新区管发〔2012〕7号《某年度重点工作安排》。全文如下：\n"
        "一、目标"
    )
    frame = tree(text).frame
    assert (frame.number, frame.issued) == ("津高新区管发〔2012〕7号", date(2012, 2, 22))
    assert frame.issuers == ("某高新技术产业开发区",)


def test_a_letterhead_is_no_preamble() -> None:
    text = "某市人民政府文件\n某政发〔2023〕18号\n某市科技企业三年行动方案\n一、总体目标\n到2025年，培育企业50家。"
    grown = tree(text)
    assert [c.address for c in grown.clauses][:3] == ["版头", "文号", "标题"]
    assert grown.frame.title == "某市科技企业三年行动方案"


def test_a_day_in_official_numerals() -> None:
    assert tree("某市通知\n一、目标\n某市人民政府\n二〇一五年二月十日").frame.issued == date(2015, 2, 10)


@pytest.mark.parametrize(
    ("line", "written"),
    [("一、目标", "一"), ("（十二）事项", "（十二）"), ("(3) 事项", "（3）"), ("12．事项", "12"), ("①事项", "①"),
     ("1.2017年新建孵化器", "1"), ("第 三条", None),
     ("1.5亿元", None), ("一、二级市场", None), ("第三条规定的条件", None),
     ("第三条规上工业企业", "第三条"),
     ("2015年，培育企业", None), ("（2015—2020年）", None), ("", None)],
)  # fmt: skip
def test_marks(line: str, written: str | None) -> None:
    mark = mark_of(line)
    assert (mark.written if mark else None) == written


LINES = st.sampled_from(
    ["一、目标", "二、任务", "（一）事项", "（二）事项", "1.措施", "2.措施", "（1）细则", "①要点",
     "第一章 总则", "第一条 为规范", "第一部分",
     "附件", "附件1", "某市实施方案", "某市人民政府", "2015年2月10日", "某政发〔2015〕1号",
     "到2020年，培育企业50家。", "抄送：市委", "各区政府：",
     "某市政府办公室2015年2月1日印发", "总体要求", "附件第1段", "一"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_addresses_are_unique_and_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    clauses = tree(text).clauses
    held = [clause.address for clause in clauses]
    assert len(set(held)) == len(held)
    assert all(text[c.start : c.end] == c.text for c in clauses)
    assert sum(len(c.text.split("\n")) for c in clauses) == len(lines)
    assert all(c.parent in {"", *held} for c in clauses)
