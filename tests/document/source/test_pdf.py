"""The text layer of a pdf: what is drawn on a page becomes the paragraphs that a reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.document.source.pdf_file import Line, pdf_bytes

from peiyu.document import read
from peiyu.document.source import load
from peiyu.problems import Level

FULL = "为深入贯彻落实创新驱动发展战略，充分发挥企业作用"


def lines(tmp_path: Path, *pages: list[Line]) -> list[str]:
    path = tmp_path / "方案.pdf"
    path.write_bytes(pdf_bytes(pages))
    return load(path).raw.split("\n")


def test_lines_of_paragraphs_that_lost_their_stops_are_not_joined(tmp_path: Path) -> None:
    goals = ["到2020年，培育科技小巨人企业50", "2020年，建设10个战略联盟"]
    assert lines(tmp_path, [*goals, FULL, FULL, FULL])[:2] == goals


def test_indented_paragraphs_begin_where_they_are_indented(tmp_path: Path) -> None:
    words = "全市新增高新技术企业一百家以上，培育科技型中小企业。"
    page: list[Line] = [((2, FULL[:-2]),), f"{FULL[:-1]}。", "用。", ((2, FULL[:-2]),), words[:24], words[24:]]
    found = lines(tmp_path, page * 2)
    assert found == [f"{FULL[:-2]}{FULL[:-1]}。用。", f"{FULL[:-2]}{words}"] * 2


def test_what_was_drawn_later_stands_where_it_is_seen(tmp_path: Path) -> None:
    page: list[Line] = [((0, "打造科技"), (5, "小巨人"), (9, "企业"), (4, "“"), (8, "”")), FULL, FULL]
    assert lines(tmp_path, page)[0] == "打造科技“小巨人”企业"


@pytest.mark.parametrize("number", ["（2014年4月22日）", "清政发〔2014〕5号"])
def test_a_title_does_not_go_on_in_its_date_or_number(tmp_path: Path, number: str) -> None:
    title = "清河市人民政府关于实施工业强市战略推进创新的意见"
    assert lines(tmp_path, [title, number, FULL, FULL])[:2] == [title, number]


def test_a_number_after_a_break_is_no_heading(tmp_path: Path) -> None:
    page: list[Line] = [FULL, FULL, "设立总规模不低于十亿元的创业投资基金，当年投入达到", "2.5亿元。"]
    assert lines(tmp_path, page)[-1].endswith("当年投入达到2.5亿元。")


def test_radicals_in_place_of_characters_are_read_as_characters(tmp_path: Path) -> None:
    assert (
        lines(tmp_path, ["培育科技型中⼩企业，引进⾼层次⼈才", FULL, FULL])[0] == "培育科技型中小企业，引进高层次人才"
    )


TABLE: list[Line] = [
    ((0, "序号"), (5, "指标"), (15, "2022年"), (22, "2025年目标")),
    ((0, "1"), (5, "高新技术企业")),
    ((5, "数（家）"),),
    ((15, "180"), (22, "300")),
    ((0, "2"), (5, "技术合同额（亿元）"), (15, "12"), (22, "30")),
]


def test_cells_of_several_lines_are_put_together_under_their_header(tmp_path: Path) -> None:
    found = lines(
        tmp_path, ["清河市科技计划（2023—2025年）", "一、主要指标", *TABLE, "二、保障措施", "加强领导。", FULL, FULL]
    )
    assert found[2:6] == [
        "序号\t指标\t2022年\t2025年目标",
        "1\t高新技术企业数（家）\t180\t300",
        "2\t技术合同额（亿元）\t12\t30",
        "二、保障措施",
    ]
    reading = read(tmp_path / "方案.pdf")
    goals = [(one.subject, one.low, one.unit) for one in reading.findings.targets]
    assert goals == [("高新技术企业数", 300, "家"), ("技术合同额", 3_000_000_000, "元")]
    (problem,) = reading.problems
    assert (problem.code, problem.level, problem.found) == ("document-pdf-tables", Level.WARNING, "1")


def test_words_set_apart_are_no_table(tmp_path: Path) -> None:
    page: list[Line] = [((0, "关"), (4, "于"), (8, "印"), (12, "发")), FULL, f"{FULL[:10]}。", FULL, FULL]
    path = tmp_path / "方案.pdf"
    path.write_bytes(pdf_bytes([page]))
    assert load(path).problems == ()
