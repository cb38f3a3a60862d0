"""The two documents that the system exists for: every repair of the one, none in the other."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from peiyu.document import read
from peiyu.document.model import Reading

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
pytestmark = pytest.mark.shared


@cache
def reading(name: str) -> Reading:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the checkout")
    return read(path)


def baotou() -> Reading:
    return reading("baotou-2015.txt")


@pytest.mark.parametrize(
    ("kind", "before", "after", "times"),
    [
        ("number_brackets", "包府发201513", "包府发〔2015〕13号", 1),
        ("year_dash", "(20152020年)的", "(2015—2020年)的", 1),
        ("year_dash", "(20152020年)》", "(2015—2020年)》", 1),
        ("year_dash", "\n20152020年)", "\n(2015—2020年)", 1),
        ("date", "\n2015210\n", "\n2015年2月10日\n", 1),
        ("date", "2015210日印发", "2015年2月10日印发", 1),
        ("quotes", "自治区8337发展思路", "自治区“8337”发展思路", 1),
        ("quotes", "我市5421战略定位", "我市“5421”战略定位", 1),
        ("quotes", "打造科技小巨人企业", "打造科技“小巨人”企业", 1),
        ("until", "\n2020年,", "\n到2020年,", 5),
        ("unit", "巨人企业50\n", "巨人”企业50户。\n", 1),
        ("range_dash", "建设35个以", "建设3—5个以", 1),
        ("enumeration", "市场潜力大在本行业", "市场潜力大、在本行业", 1),
        ("enumeration", "制定国家行业标准30项", "制定国家、行业标准30项", 1),
        ("unit", "100件,授权50\n", "100件,授权50件。\n", 1),
        ("enumeration", "工程中心技术中心重点实验室等", "工程中心、技术中心、重点实验室等", 1),
        ("unit", "院士工作站10\n", "院士工作站10家。\n", 1),
        ("enumeration", "与高校科研院所联合", "与高校、科研院所联合", 1),
        ("enumeration", "综合实力发展活力和", "综合实力、发展活力和", 1),
        ("enumeration", "科技水平高竞争实力强成长性好管理规范", "科技水平高、竞争实力强、成长性好、管理规范", 1),
        ("enumeration", "国家自治区相关", "国家、自治区相关", 1),
        ("enumeration", "按照自治区包头市鼓励", "按照自治区、包头市鼓励", 1),
        ("heading_number", "\n总体要求\n", "\n一、总体要求\n", 1),
        ("heading_number", "\n发展目标\n", "\n二、发展目标\n", 1),
        ("heading_number", "\n重点任务\n", "\n三、重点任务\n", 1),
        ("enumeration", "办公厅政协办公厅", "办公厅、政协办公厅", 1),
        ("stop", "特制定本实施意见\n", "特制定本实施意见。\n", 1),
    ],
)
def test_every_repair_of_the_first(kind: str, before: str, after: str, times: int) -> None:
    held = baotou()
    assert held.raw.count(before) >= times
    assert held.mended.count(after) == times
    assert any(repair.kind == kind for repair in held.repairs)


def test_labels_are_quoted_everywhere_and_nothing_is_asked() -> None:
    held = baotou()
    assert "科技小巨人" not in held.mended
    assert held.mended.count("科技“小巨人”") == 11
    assert held.questions == ()


def test_site_chrome_is_dropped() -> None:
    held = baotou()
    assert "访问次数" not in held.mended
    assert held.mended.startswith("包头市培育科技“小巨人”发展实施意见(2015—2020年)\n包府发〔2015〕13号\n")


def test_the_alliances_stand_in_their_clause_with_their_raw_place() -> None:
    held = baotou()
    clause = held.clause("二第2段")
    at = clause.text.index("3—5个")
    assert held.raw[slice(*held.raw_span(clause, (at, at + 4)))] == "35个"


def test_the_tree_of_the_first() -> None:
    held = baotou()
    numbered = [c.address for c in held.clauses if c.level == "item"]
    parts = (("一", 5), ("二", 4), ("三", 5))
    assert numbered == [f"三（{part}）{n}" for part, count in parts for n in range(1, count + 1)]
    assert [c.address for c in held.clauses if c.parent == "二"] == [f"二第{n}段" for n in range(1, 6)]
    assert held.frame.number == "包府发〔2015〕13号"
    assert held.frame.issuers == ("包头市人民政府",)
    assert (held.frame.issued, held.frame.printed) == (date(2015, 2, 10), date(2015, 2, 10))
    assert held.clause("抄送").text == "抄送:市委办公厅\n市人大常委会办公厅、政协办公厅"


def test_none_in_the_second_but_chrome() -> None:
    held = reading("tianjin-hitech-2012.txt")
    assert {repair.kind for repair in held.repairs} == {"chrome"}
    assert [repair.before.strip()[:4] for repair in held.repairs] == ["当前位置", "政策法规", "政策法规", "推荐"]
    assert held.questions == ()


def test_the_tree_of_the_second() -> None:
    held = reading("tianjin-hitech-2012.txt")
    assert [c.address for c in held.clauses if c.level == "item"] == [
        *(f"二{n}" for n in range(1, 6)),
        *(f"三{n}" for n in range(1, 11)),
    ]
    assert [c.address for c in held.clauses if c.parent == "四（一）"] == ["四（一）第1段", "四（一）第2段"]
    assert held.frame.number == "津高新区管发〔2012〕7号"
    assert held.frame.title == "2012年度天津高新区科技型中小企业重点工作安排"
