"""Files of every kind, damaged, disguised or huge: a sentence that says what to do, and never a guess or a fault."""

from __future__ import annotations

import csv
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlwt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.facts.round.returned import ASKED, LIST, A, Book, came, codes, expected, only, told, values

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _rows(path: Path) -> list[list[object]]:
    page = openpyxl.load_workbook(path)["月度数据"]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    page = made.add_sheet("月度数据")
    for r, row in enumerate(_rows(Book(tmp_path).filled().save())):
        for c, value in enumerate(row):
            if value is not None:
                page.write(r, c, value)
    made.save(str(tmp_path / "甲.xls"))
    part = only(came(tmp_path / "甲.xls"))
    assert (part.how, values(part.answers)) == ("printed_mark", expected(A.firms))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_file_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "甲.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(_rows(Book(tmp_path).filled().save()))
    part = only(came(path))
    assert (part.how, values(part.answers)) == ("printed_mark", expected(A.firms))


def test_a_workbook_without_its_dimensions_and_shared_texts_is_read(tmp_path: Path) -> None:
    path = Book(tmp_path).filled().save()
    found = came(_parts(path, lambda name, data: _without_dimension(data) if "worksheets" in name else data))
    assert values(only(found).answers) == expected(A.firms)


def test_a_macro_workbook_is_read_for_its_values(tmp_path: Path) -> None:
    path = Book(tmp_path).filled().save("甲.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    found = came(path)
    assert values(only(found).answers) == expected(A.firms)
    assert "workbook-macros" in told(found)


@pytest.mark.parametrize("name", ["甲.et", "甲.ett"])
def test_what_wps_saves_as_excel_does_is_read_under_its_own_ending(tmp_path: Path, name: str) -> None:
    path = Book(tmp_path).filled().save()
    found = came(path.rename(tmp_path / name))
    assert values(only(found).answers) == expected(A.firms)
    assert "file-misnamed" not in told(found)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("甲.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        ("甲.et", OLE + b"x" * 600, "file-wps"),
        ("甲.wps", b"x", "file-wps"),
        ("甲.xlsx", b"PK\x03\x04broken", "file-damaged"),
        ("甲.xlsx", b"", "file-empty"),
        ("甲.xlsx", b"\x89PNG\r\n", "file-not-table"),
        ("甲.xls", b"<html><table></table></html>", "file-web-page"),
        ("甲.docx", b"%PDF-1.7", "file-not-table"),
    ],
)
def test_what_cannot_be_opened_waits_with_what_to_do(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    arrived = came(path)
    assert (arrived.parts, codes(arrived)) == ((), [why])
    assert arrived.aside[0].why.next_step is not None


@settings(max_examples=30, deadline=None)
@example(part=9, at=67, change=b"", cut=200)
@given(part=st.integers(0, 30), at=st.integers(0, 10**6), change=st.binary(max_size=30), cut=st.integers(0, 200))
def test_a_damaged_file_is_read_or_waits(part: int, at: int, change: bytes, cut: int) -> None:
    """No damage to any part of it raises anything."""
    with TemporaryDirectory() as folder:
        path = Book(Path(folder), asked=ASKED).path
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()

        def spoiled(name: str, data: bytes) -> bytes:
            place = at % len(data)
            return data[:place] + change + data[place + cut :] if name == names[part % len(names)] else data

        arrived = came(_parts(path, spoiled), asked=ASKED)
    assert arrived.parts or arrived.aside


def test_a_file_that_is_not_there_waits_too(tmp_path: Path) -> None:
    assert codes(came(tmp_path / "没有.xlsx")) == ["file-not-found"]


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(80):
                part.write(b"\0" * 1024**2)
    assert codes(came(path)) == ["file-zip-bomb"]


def test_a_ledger_of_something_else_waits(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["食堂", "菜单"])
    book.active.append(["一号", "面条"])
    book.save(tmp_path / "菜单.xlsx")
    arrived = came(tmp_path / "菜单.xlsx")
    assert (arrived.parts, codes(arrived)) == ((), ["form-not-recognised"])


def test_a_picture_in_place_of_the_table_is_said_to_be_one(tmp_path: Path) -> None:
    book = Book(tmp_path)
    page = book.page()
    for block in list(page.merged_cells.ranges):
        page.unmerge_cells(str(block))
    page.delete_rows(1, 20)
    arrived = came(_pictured(book.save()))
    assert (arrived.parts, codes(arrived)) == ((), ["table-is-picture"])


def test_a_picture_beside_the_table_is_no_trouble(tmp_path: Path) -> None:
    arrived = came(_pictured(Book(tmp_path).filled().save()))
    assert values(only(arrived).answers) == expected(A.firms)
    assert arrived.aside == ()


def test_a_sheet_that_is_missing_is_told(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED)
    del book.book["知识产权"]
    arrived = book.back()
    assert [one.found for one in arrived.problems if one.code == "sheet-missing"] == ["知识产权"]


def test_a_sheet_of_the_senders_own_is_told_and_not_taken(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.book.create_sheet("草稿").append(["三月", 12])
    arrived = book.back()
    assert told(arrived) == ["sheet-not-asked"]
    assert values(only(arrived).answers) == expected(A.firms)


def scratch(book: Book, *rows: Sequence[object]) -> Book:
    page = book.book.create_sheet("测算")
    for row in (["企业名称", "营业收入（万元）", "利润总额（万元）", "从业人员（人）"], *rows):
        page.append(list(row))
    return book


def test_a_sheet_beside_the_form_that_says_something_else_is_not_taken(tmp_path: Path) -> None:
    arrived = scratch(Book(tmp_path).filled(), [A.firms[0].name, 999, 9, 9]).back()
    assert codes(arrived) == ["form-beside"]
    assert values(only(arrived).answers) == expected(A.firms)


def test_a_sheet_beside_the_form_does_not_fill_its_blanks(tmp_path: Path) -> None:
    arrived = scratch(Book(tmp_path).filled(A.firms[1:]), [A.firms[0].name, 999, 9, 9]).back()
    assert codes(arrived) == ["form-beside"]
    assert values(only(arrived).answers) == expected(A.firms[1:])


def test_a_sheet_beside_the_form_that_says_the_same_is_no_trouble(tmp_path: Path) -> None:
    arrived = scratch(Book(tmp_path).filled(), [A.firms[0].name, 1234.5, -20.25, 86]).back()
    assert arrived.aside == ()


def test_a_small_sheet_with_a_header_of_the_form_is_the_senders_own(tmp_path: Path) -> None:
    book = Book(tmp_path)
    page = book.book.create_sheet("测算")
    page.append(["企业名称", "营业收入（万元）"])
    page.append([A.firms[0].name, 999])
    arrived = book.back()
    assert told(arrived) == ["sheet-not-asked"]
    assert values(only(arrived).answers) == {}


def test_a_renamed_sheet_without_its_lines_is_still_the_form(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    for block in list(book.page().merged_cells.ranges):
        book.page().unmerge_cells(str(block))
    page = book.page()
    page.delete_rows(1, 3)
    page.title = "Sheet1"
    arrived = came(book.save())
    assert values(only(arrived).answers) == expected(A.firms)


def test_a_hidden_sheet_of_the_form_waits(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED).filled()
    book.page(LIST).cell(5, 4).value = "ZL-1"
    book.page(LIST).sheet_state = "hidden"
    arrived = book.back()
    assert codes(arrived) == ["form-hidden"]
    assert values(only(arrived).answers) == expected(A.firms)


@pytest.mark.parametrize("row", [b'<row r="%d"/>', b'<row r="%d"><c r="B%d" s="2"/><c r="C%d" s="2"/></row>'])
def test_a_million_blank_rows_cost_little(tmp_path: Path, row: bytes) -> None:
    path = Book(tmp_path).filled().save()

    def widened(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return data
        blanks = b"".join(row.replace(b"%d", b"%d" % number) for number in range(100, 1_048_577))
        return data.replace(b"</sheetData>", blanks + b"</sheetData>")

    path = _parts(path, widened)
    tracemalloc.start()
    began = time.process_time()
    found = came(path)
    took, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert values(only(found).answers) == expected(A.firms)
    assert took < 8
    assert most < 400 * 1024**2


def test_one_stray_blank_at_the_last_row_costs_little(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().cell(1_048_576, 3).value = " "
    began = time.process_time()
    found = book.back()
    assert values(only(found).answers) == expected(A.firms)
    assert time.process_time() - began < 8


def _pictured(path: Path) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG")
    return path


def _parts(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            made.writestr(info, change(info.filename, source.read(info)))
    return target


def _without_dimension(data: bytes) -> bytes:
    start = data.find(b"<dimension")
    return data if start < 0 else data[:start] + data[data.find(b">", start) + 1 :]
