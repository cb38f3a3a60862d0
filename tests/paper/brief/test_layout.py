"""The document is laid out as GB/T 9704 asks, and every figure in it is locked."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from tests.paper.brief.issues import AS_OF, TOTAL, brief, count, district_table, monthly_chart, notice

from peiyu.paper.brief.reading import read
from peiyu.paper.brief.snapshot import read_snapshot, to_json
from peiyu.paper.brief.values import Chart, Distribution, Kind, Marked, Number, Paragraph, Row, Table, Tone
from peiyu.paper.brief.write import Written, write
from peiyu.problems import InputError


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(notice(), tmp_path_factory.mktemp("issued") / "通报.docx")


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def runs(path: Path) -> list[str]:
    names = [n for n in zipfile.ZipFile(path).namelist() if re.match(r"word/(document|header\d+|footer\d+)\.xml", n)]
    return [run for name in names for run in re.findall(r"<w:r>.*?</w:r>", part(path, name), flags=re.S)]


def test_the_sheet_is_a4_with_the_type_area_of_the_standard(issued: Written) -> None:
    for section in docx.Document(str(issued.path)).sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
        assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
        assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225


def test_body_lines_are_28_points_apart_in_size_3_with_28_characters_a_line(issued: Written) -> None:
    document = docx.Document(str(issued.path))
    body = next(p for p in document.paragraphs if p.text.startswith("1—9月，全区"))
    assert body.paragraph_format.line_spacing == Pt(28)
    assert {run.font.size for run in body.runs} == {Pt(16)}
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    spacing = int(document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert 28 * (16 + spacing / 20) <= 156 / 25.4 * 72 < 29 * (16 + spacing / 20)
    assert 22 <= 225 / 25.4 * 72 / 28 < 23


@pytest.mark.parametrize(
    ("begins", "font", "size"),
    [
        ("关于2012年", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（一）新增数量", "楷体_GB2312", 16),
        ("现将2012年", "仿宋_GB2312", 16),
        ("天津高新区科技型中小企业发展领导小组办公室", "方正小标宋简体", None),
    ],
)
def test_each_level_has_its_font(issued: Written, begins: str, font: str, size: int | None) -> None:
    paragraph = next(p for p in docx.Document(str(issued.path)).paragraphs if p.text.startswith(begins))
    fonts = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs}
    assert fonts == {font}
    assert size is None or {run.font.size for run in paragraph.runs} == {Pt(size)}


def test_every_run_names_its_east_asian_font(issued: Written) -> None:
    held = [run for run in runs(issued.path) if "<w:t" in run]
    assert len(held) > 100
    assert [run for run in held if "w:eastAsia=" not in run] == []


def test_fonts_that_are_not_installed_have_fallbacks(issued: Written) -> None:
    table = part(issued.path, "word/fontTable.xml")
    assert re.findall(r'w:name="仿宋_GB2312"><w:altName w:val="([^"]+)"', table)[0].startswith("仿宋,")
    assert table.count('<w:charset w:val="86"/>') == 5


def test_page_numbers_stand_at_the_outer_edge_with_the_id_on_every_page(issued: Written) -> None:
    document = docx.Document(str(issued.path))
    assert document.settings.odd_and_even_pages_header_footer
    assert "<w:mirrorMargins/>" in part(issued.path, "word/settings.xml")
    for section in document.sections:
        odd, even = section.footer.paragraphs[0].text, section.even_page_footer.paragraphs[0].text
        assert re.fullmatch(r"编号：津通报2012-09\u3000.*\t— 1 —\u3000", odd)
        assert re.fullmatch(r"\u3000— 1 —\t编号：津通报2012-09\u3000.*", even)


def test_made_up_data_says_so_at_the_head_and_foot_of_every_page(issued: Written, tmp_path: Path) -> None:
    for section in docx.Document(str(issued.path)).sections:
        for side in (section.header, section.even_page_header):
            assert "虚构数据" in side.paragraphs[0].text
        for side in (section.footer, section.even_page_footer):
            assert "虚构数据" in side.paragraphs[0].text
    real = write(notice(made_up=False), tmp_path / "real.docx")
    assert not any("虚构" in passage.text for passage in read(real.path).passages)


def test_tables_repeat_their_header_and_split_no_row(issued: Written) -> None:
    tables = [t for t in docx.Document(str(issued.path)).tables if t.style.name == "Table Grid"]
    assert len(tables) == 3
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_colour_comes_with_a_sign_and_a_word(issued: Written) -> None:
    rows = [p.text for p in read(issued.path).passages if "\t" in p.text]
    assert any("▲\u00a0滞后" in row for row in rows)
    assert any("■\u00a0严重滞后" in row for row in rows)


def test_a_chart_has_its_description(issued: Written) -> None:
    assert 'descr="柱状图：1—9月各月新增家数，8月最多，为187家。"' in part(issued.path, "word/document.xml")


def test_every_figure_is_a_bookmark_and_stands_in_the_snapshot(issued: Written) -> None:
    expected = [n for n in notice().numbers() if "[" not in n.id or "month[" not in n.id]
    marks = [m for p in read(issued.path).passages for m in p.marks if m.name in issued.snapshot.marks]
    assert len(marks) == len(expected)
    assert len({m.name for m in marks}) == len(marks)
    assert all(len(m.name) <= 40 and re.fullmatch(r"[A-Za-z]\w*", m.name, re.A) for m in marks)
    for number in notice().numbers():
        assert issued.snapshot.figures[number.id].number.value == number.value


def test_the_snapshot_says_text_value_unit_definition_day_and_sentence(issued: Written) -> None:
    held = json.loads(issued.numbers.read_text("utf-8"))["numbers"]["new_sme.total"]
    assert (held["text"], held["value"], held["unit"], held["as_of"]) == ("1067家", "1067", "家", AS_OF.isoformat())
    assert held["definition"] == TOTAL.definition
    assert held["sentence"].startswith("1—9月，全区累计新增科技型中小企业1067家")
    assert issued.numbers.name == "通报.numbers.json"


def test_a_snapshot_is_read_back_as_it_was(issued: Written) -> None:
    assert read_snapshot(issued.numbers) == issued.snapshot
    assert to_json(read_snapshot(issued.numbers)) == issued.numbers.read_text("utf-8")


def test_the_same_brief_gives_the_same_bytes(issued: Written, tmp_path: Path) -> None:
    again = write(notice(), tmp_path / "again.docx")
    assert again.path.read_bytes() == issued.path.read_bytes()
    assert again.snapshot.sha256 == issued.snapshot.sha256


def test_a_brief_has_its_red_head_foreword_and_end_matter(tmp_path: Path) -> None:
    text = [p.text for p in read(write(brief(), tmp_path / "b.docx").path).passages]
    assert text[0] == "科技型中小企业发展信息简报"
    assert text[1] == "第9期（总第21期）"
    assert any(line.startswith("按语：前三季度") for line in text)
    assert {"报：市科委，滨海新区科委。", "送：管委会领导，各成员单位。", "发：各园区。"} <= {t.strip() for t in text}
    assert any("共印80份" in line for line in text)
    xml = part(tmp_path / "b.docx", "word/document.xml")
    assert 'w:color="C8102E"' in xml
    assert 'w:vertAnchor="margin"' in xml
    assert 'w:tblpYSpec="bottom"' in xml


def test_an_english_brief_has_english_fixed_words(tmp_path: Path) -> None:
    said = write(brief(lang="en"), tmp_path / "e.docx")
    text = "\n".join(p.text for p in read(said.path).passages)
    assert "No. 9 (21 in all)" in text
    assert "Foreword: " in text
    assert "Made-up data" in text


def test_a_turned_page_carries_a_wide_table(tmp_path: Path) -> None:
    held = notice()
    wide = replace(held, annexes=(replace(held.annexes[0], wide=True),))
    section = docx.Document(str(write(wide, tmp_path / "w.docx").path)).sections[-1]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


BAD = Number("x", "1066家", 1067, "家", "口径", AS_OF)
REFUSED = {
    "number-not-as-written": {"items": (Paragraph(("共", BAD)),)},
    "number-contradicts-itself": {"items": (Paragraph((TOTAL, "，", replace(TOTAL, value=1068, text="1068家"))),)},
    "brief-incomplete": {"title": " "},
    "colour-without-word": {"items": (Paragraph((Marked("", Tone.RED),)),)},
    "chart-without-words": {"items": (replace(monthly_chart(), alt=""),)},
    "table-uneven": {"items": (replace(district_table(), rows=(Row((("1",),)),)),)},
    "chart-unreadable": {"items": (replace(monthly_chart(), spec={"mark": "nonsense"}),)},
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_faulty_brief_is_refused_and_nothing_is_written(code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        write(notice(**REFUSED[code]), tmp_path / "x.docx")
    assert code in {p.code for p in refused.value.problems}
    assert list(tmp_path.iterdir()) == []


def test_a_typed_figure_is_pointed_out(tmp_path: Path) -> None:
    written = write(notice(items=(Paragraph(("新增企业88家。",)),), annexes=()), tmp_path / "x.docx")
    assert [(p.code, p.found) for p in written.problems] == [("number-not-locked", "88家")]


def test_a_figure_may_be_written_in_another_unit_or_be_absent(tmp_path: Path) -> None:
    yuan = Number("fund", "12 345.7", Fraction(123456789), "元", "口径", AS_OF)
    none = Number("gap", "—", None, "家", "口径", AS_OF)
    percent = Number("rate", "78.4", Fraction(7838, 10000), "%", "口径", AS_OF)
    written = write(notice(items=(Paragraph(("万元：", yuan, none, "，", percent)),), annexes=()), tmp_path / "x.docx")
    assert written.snapshot.figures["gap"].number.value is None
    assert written.snapshot.figures["fund"].occurrences[0].text == "12\u00a0345.7"


def test_a_notice_is_signed_and_dated(issued: Written) -> None:
    text = [p.text for p in read(issued.path).passages]
    place = text.index("高新区科技型中小企业发展领导小组办公室")
    assert text[place + 1] == "2012年10月8日"
    assert notice().kind is Kind.NOTICE
    assert dt.date(2012, 10, 8) == issued.snapshot.date


def test_charts_and_tables_are_values(issued: Written) -> None:
    kinds = {type(block) for block in notice().blocks()}
    assert {Chart, Table, Paragraph} <= kinds
    assert [p.numbers[0] for p in issued.snapshot.pictures] == ["new_sme.month[1]"]
    assert count("a", 3).family == "a"
    assert count("a@2011-09-30", 3).family == "a"


def test_the_end_matter_has_room_of_its_own_so_that_it_covers_nothing(tmp_path: Path) -> None:
    long = "市直有关部门、" * 20
    end = docx.Document(str(write(notice(sent=Distribution(report=long)), tmp_path / "b.docx").path))
    anchor, table = end.paragraphs[-1], end.tables[-1]
    lines = -(-len(long) // 28) + 1
    assert anchor.paragraph_format.line_spacing is not None
    assert anchor.paragraph_format.line_spacing.pt >= 22 * lines
    assert all(p.paragraph_format.keep_with_next for row in table.rows for cell in row.cells for p in cell.paragraphs)
