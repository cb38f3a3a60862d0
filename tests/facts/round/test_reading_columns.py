"""Which column is which: word for word, by place only where header and place agree, else it waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.round.returned import A, Book, codes, expected, only, told, values


def test_columns_in_another_order_give_the_same_answers(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    page, (first, last) = book.page(), (book.column("revenue"), book.column("digital_level"))
    for row in range(4, 8):
        one, other = page.cell(row, first).value, page.cell(row, last).value
        page.cell(row, first).value, page.cell(row, last).value = other, one
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert arrived.problems == ()


def test_an_inserted_column_is_told_and_nothing_else(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().insert_cols(5)
    book.page().cell(4, 5).value = "上年同期营业收入（万元）"
    for row in (5, 6, 7):
        book.page().cell(row, 5).value = 1000
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert (told(arrived), arrived.aside) == (["column-not-asked"], ())


EDITED = (
    "营业收入(万元)", "营业收入 （ 万元 ）＊", "营业收入\n（万元）*", "营业收入", "营业总收入（万元）",
    "5月累计营业收入（万元）", "营业收人（万元）", "企业营业收入额（万元）",
)  # fmt: skip
OTHER = (
    "上年营业收入（万元）", "营业收入（上年同期）（万元）", "营业收入同比增长（%）", "本月营业收入（万元）",
    "2025年营业收入（万元）", "预计营业收入（万元）", "营业成本（万元）", "甲", "联系电话",
)  # fmt: skip


@pytest.mark.parametrize("header", EDITED)
def test_a_header_that_was_edited_a_little_is_known(tmp_path: Path, header: str) -> None:
    arrived = Book(tmp_path).filled().rename("revenue", header).back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert arrived.aside == ()


@pytest.mark.parametrize("header", OTHER)
def test_a_header_that_may_be_another_figure_is_not_taken(tmp_path: Path, header: str) -> None:
    arrived = Book(tmp_path).filled().rename("revenue", header).back()
    assert values(only(arrived).answers) == expected(A.firms, without=["revenue"])
    assert "column-missing" in told(arrived)
    assert codes(arrived) == ["column-unclear"] or "column-not-asked" in told(arrived)


@pytest.mark.parametrize("header", ["发明专利申请数（件）", "新增有效发明专利数（件）", "有效专利授权数（件）"])
def test_patents_that_are_counted_otherwise_are_not_taken(tmp_path: Path, header: str) -> None:
    arrived = Book(tmp_path).filled().rename("invention_patents", header).back()
    assert values(only(arrived).answers) == expected(A.firms, without=["invention_patents"])
    assert codes(arrived) == ["column-unclear"]


def test_an_unclear_column_waits_with_all_that_stands_in_it(tmp_path: Path) -> None:
    (waits,) = Book(tmp_path).filled().rename("revenue", "本月营业收入（万元）").back().aside
    assert waits.raw == (("本月营业收入（万元）", ""), ("5", "1234.5"), ("6", "1234.5"), ("7", "1234.5"))
    assert (waits.unit, waits.where.cell) == (A.id, "D4")


def test_the_unit_that_the_header_says_now_is_the_unit(tmp_path: Path) -> None:
    book = Book(tmp_path).filled().rename("revenue", "营业收入（元）")
    arrived = book.back()
    found = values(only(arrived).answers)
    assert {value for place, value in found.items() if place.field == "revenue"} == {123_450}
    assert told(arrived) == ["column-other-unit"]


def test_a_unit_that_does_not_fit_lets_the_column_wait(tmp_path: Path) -> None:
    arrived = Book(tmp_path).filled().rename("revenue", "营业收入（人）").back()
    assert codes(arrived) == ["column-wrong-unit"] * 3
    assert values(only(arrived).answers) == expected(A.firms, without=["revenue"])


def test_amounts_without_any_unit_wait_where_nothing_marks_the_sheet(tmp_path: Path) -> None:
    book = Book(tmp_path).filled().rename("revenue", "营业收入").rename("total_profit", "利润总额")
    book.strip(printed=True)
    for row in book.page().iter_rows(max_row=3):
        for cell in row:
            if cell.value == "金额单位：万元":
                cell.value = None
    arrived = book.back()
    assert set(codes(arrived)) == {"column-without-unit"}
    assert values(only(arrived).answers) == expected(A.firms, without=["revenue", "total_profit"])


def over(book: Book, *words: tuple[str, str]) -> Book:
    """A second row of headers above the first: (field, what stands over it)."""
    page = book.page()
    page.insert_rows(4)
    for field, word in words:
        page.cell(4, book.column(field)).value = word
    return book


def test_a_header_over_the_header_may_make_another_figure_of_it(tmp_path: Path) -> None:
    book = Book(tmp_path).filled().rename("total_profit", "营业收入（万元）")
    arrived = over(book, ("revenue", "1-5月累计"), ("total_profit", "上年同期"), ("employees", "人员")).back()
    assert values(only(arrived).answers) == expected(A.firms, without=["total_profit"])
    alone = over(Book(tmp_path).filled(), ("revenue", "上年同期"), ("total_profit", "本年累计")).back()
    assert values(only(alone).answers) == expected(A.firms, without=["revenue"])
    assert "column-unclear" in codes(alone)


def test_a_word_over_the_headers_that_is_the_spans_own_changes_nothing(tmp_path: Path) -> None:
    book = over(Book(tmp_path).filled(), ("revenue", "1-5月累计"), ("total_profit", "本年累计"), ("employees", "人员"))
    book.page().merge_cells("D4:E4")
    assert values(only(book.back()).answers) == expected(A.firms)


def test_two_columns_of_one_field_wait(tmp_path: Path) -> None:
    book = Book(tmp_path).filled().rename("total_profit", "营业收入（万元）*")
    arrived = book.back()
    assert set(codes(arrived)) == {"column-twice"}
    assert values(only(arrived).answers) == expected(A.firms, without=["revenue", "total_profit"])


def test_a_deleted_column_is_told(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().delete_cols(book.column("market_share"))
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms, without=["market_share"])
    assert told(arrived) == ["column-missing"]


def test_a_sheet_without_name_and_code_waits(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().delete_cols(2, 2)
    arrived = book.back()
    assert (arrived.parts, codes(arrived)) == ((), ["identity-missing"])


def test_a_title_and_lines_above_may_go(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    for block in list(book.page().merged_cells.ranges):
        book.page().unmerge_cells(str(block))
    book.page().delete_rows(1, 3)
    assert values(only(book.back()).answers) == expected(A.firms)
