"""The workbook that goes out: locked where nothing is asked, prefilled, marked, ready to be printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.facts.round.returned import ASKED, EVENT, FIRMS, LIST, ONE, OWN, RETURN, A, B, Book, came, only, values

from peiyu.facts.round import Basis, Unit, write
from peiyu.facts.round.guidance import MADE_UP
from peiyu.facts.round.mark import printed
from peiyu.facts.round.model import Place
from peiyu.problems import FactsError

HELD = {
    Place(RETURN, FIRMS[0].key, None, "revenue"): 123_456_789,
    Place(RETURN, FIRMS[3].key, None, "revenue"): 5,
    Place(OWN, FIRMS[1].key, None, "founded"): dt.date(2014, 3, 5),
    Place(LIST, FIRMS[1].key, 41, "number"): "ZL-1",
    Place(EVENT, 0, 7, "title"): "论坛",
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path, asked=ASKED, held=HELD)


def head(page: Worksheet) -> list[object]:
    return [cell.value for cell in page[4]]


def test_it_has_a_page_of_guidance_a_sheet_a_kind_of_record_and_the_mark(book: Book) -> None:
    assert book.book.sheetnames == ["填报说明", "月度数据", "知识产权", "企业", "活动", "收表标记"]
    assert book.book["收表标记"].sheet_state == "veryHidden"
    assert book.book.custom_doc_props["PeiyuRound"].value.startswith("2026-05-02|11|1|")


def test_the_guidance_says_what_who_when_and_by_what_right(tmp_path: Path) -> None:
    basis = Basis("统计", "授权文件", "包科统 1 表", "包统制〔2026〕3号", dt.date(2027, 12, 31))
    book = Book(tmp_path, asked=replace(ASKED, basis=basis, made_up=True))
    said = "\n".join(str(c.value) for row in book.book["填报说明"].iter_rows() for c in row if c.value)
    for word in (
        ASKED.title, A.name, "2026年5月（累计）", "2026年6月8日", "授权文件", "包科统 1 表", "包统制〔2026〕3号",
        "2027年12月31日", "月度数据（6 项）", MADE_UP, "可以增行", printed(ASKED, A),
    ):  # fmt: skip
        assert word in said, word
    above = str(book.page()["A2"].value)
    assert "表号：包科统 1 表" in above
    assert "有效期至：2027-12-31" in above
    assert MADE_UP in str(book.page()["A1"].value)


def test_headers_have_units_and_required_ones_a_star(book: Book) -> None:
    assert head(book.page()) == [
        "序号", "企业名称", "统一社会信用代码", "营业收入\n（万元）*", "利润总额\n（万元）", "从业人员\n（人）*",
        "主导产品全国细分市场占有率\n（%）", "数字化水平", "有效发明专利数\n（件）", "说明",
    ]  # fmt: skip
    assert head(book.page(EVENT))[:2] == ["序号", "活动名称"]
    assert head(book.page(LIST))[-1] == "记录号"


def test_each_enterprise_has_a_row_with_its_code_as_text(book: Book) -> None:
    page = book.page()
    assert [[page.cell(r, c).value for c in (1, 2, 3)] for r in (5, 6, 7)] == [
        [n, one.name, one.code] for n, one in enumerate(A.firms, 1)
    ]
    assert page.cell(5, 3).number_format == "@"
    assert page.cell(8, 2).value is None


def test_what_is_held_stands_locked_and_only_answers_are_open(book: Book) -> None:
    page = book.page()
    assert page["D5"].value == 123.456789
    assert [page[cell].protection.locked for cell in ("B5", "C5", "D5", "D6", "J5")] == [True, True, True, False, False]
    assert page["D5"].fill.fgColor.rgb != page["D6"].fill.fgColor.rgb
    assert book.page(OWN).cell(6, book.column("founded", OWN)).value == dt.datetime(2014, 3, 5)
    assert page.protection.sheet
    assert not page.protection.password
    assert not page.protection.formatColumns
    assert not page.protection.autoFilter
    assert page.protection.insertRows


def test_nothing_of_another_units_enterprises_goes_out(tmp_path: Path) -> None:
    data = Book(tmp_path, asked=ASKED, held=HELD).path.read_bytes()
    other = Book(tmp_path, asked=ASKED, held={p: v for p, v in HELD.items() if p.enterprise != FIRMS[3].key})
    assert data == other.path.read_bytes()


def test_lists_have_their_records_and_open_rows_to_add(book: Book) -> None:
    page = book.page(LIST)
    record = book.column("#record", LIST)
    assert (page["B5"].value, page["D5"].value, page.cell(5, record).value) == (FIRMS[1].name, "ZL-1", "41")
    assert page.column_dimensions[page.cell(4, record).column_letter].hidden
    assert [page[cell].protection.locked for cell in ("D5", "E5", "B6", "D6")] == [True, False, False, False]
    assert not page.protection.insertRows
    assert book.page(EVENT)["B5"].value == "论坛"


def test_answers_are_chosen_from_lists_and_numbers_have_their_least(book: Book) -> None:
    rules = {str(one.sqref): one for one in book.page().data_validations.dataValidation}
    assert rules["H5:H7"].type == "list"
    assert (rules["F5:F7"].type, rules["F5:F7"].formula1) == ("whole", "0")
    assert (rules["G5:G7"].formula1, rules["G5:G7"].formula2) == ("0", "100")
    assert "date" in {one.type for one in book.page(OWN).data_validations.dataValidation}


def test_a_list_that_is_too_long_for_a_cell_stands_on_the_hidden_sheet(tmp_path: Path) -> None:
    many = Unit("11", A.name, tuple(replace(FIRMS[0], key=n, name=f"虚构第{n}号科技有限公司") for n in range(1, 60)))
    book = Book(tmp_path, many, asked=ASKED)
    (rule,) = [one for one in book.page(LIST).data_validations.dataValidation if str(one.sqref).startswith("B")]
    assert rule.formula1 == "'收表标记'!$B$1:$B$59"
    assert book.book["收表标记"]["B59"].value == "虚构第59号科技有限公司"


def test_it_prints_on_a4_with_its_headers_and_its_mark(book: Book) -> None:
    page = book.page()
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.print_title_rows, page.freeze_panes) == ("$4:$4", "D5")
    assert printed(ASKED, A) in str(page.oddFooter.left.text)


def test_a_made_up_round_says_so_on_every_sheet(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=replace(ASKED, made_up=True))
    for page in book.book.worksheets[1:5]:
        assert MADE_UP in str(page["A1"].value)
        assert MADE_UP in str(page.oddFooter.center.text)


def test_long_names_and_odd_signs_are_no_trouble(tmp_path: Path) -> None:
    unit = Unit("a|b&c", "甲·乙 & 丙<" + "很长的名称" * 60, (replace(FIRMS[0], name="=甲,乙&丙有限公司"), FIRMS[1]))
    book = Book(tmp_path, unit, asked=ASKED)
    book.put(unit.firms[0], "revenue", 5)
    for strip in (lambda: None, book.strip):
        strip()
        arrived = came(book.save(), asked=ASKED, units=[unit])
        assert [one.unit for one in arrived.parts] == [unit.id]
        assert list(values(only(arrived).answers).values()) == [5_000_000]


def test_a_list_that_may_not_grow_and_holds_nothing_is_a_page_of_headers(tmp_path: Path) -> None:
    asked = replace(ASKED, sheets=(replace(ASKED.sheets[1], new_rows=False),))
    book = Book(tmp_path, asked=asked)
    assert book.page(LIST).max_row == 4
    assert only(book.back()).answers == ()


def test_a_unit_without_enterprises_gets_a_form_of_its_own_rows(tmp_path: Path) -> None:
    asked = replace(ASKED, sheets=ASKED.sheets[3:])
    page = Book(tmp_path, Unit("9", "科技局·成果处"), asked=asked).page(EVENT)
    assert page["B5"].protection.locked is False


def test_nothing_is_left_behind_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as refused:
        write(ONE, B, tmp_path / "没有" / "乙.xlsx", held={})
    assert refused.value.problems[0].code == "cannot-write"
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_whole_over_an_older_one(tmp_path: Path) -> None:
    path = write(ONE, A, tmp_path / "甲.xlsx", held={})
    write(ONE, B, path, held={})
    assert openpyxl.load_workbook(path)["月度数据"]["B5"].value == FIRMS[3].name
    assert [one.name for one in tmp_path.iterdir()] == ["甲.xlsx"]
