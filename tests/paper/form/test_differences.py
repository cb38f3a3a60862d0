"""Whatever differs outside the filled cells is told, with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.paper.form import blanks

from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress

SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", "word/document.xml"
CELLS = (CellAddress("月报 (一)", 4, 2), CellAddress("月报 (一)", 9, 2))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A blank and the form filled from it."""
    blank = blanks.monthly(tmp_path_factory.mktemp("forms") / "blank.xlsx")
    entries = [Entry(CELLS[0], 5), Entry(CellAddress("月报 (一)", 5, 3), 7)]
    return blank, fill(blank, entries, blank.with_name("filled.xlsx")).path


FILLED = (CellAddress("月报 (一)", 4, 2), CellAddress("月报 (一)", 5, 3))


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new, 1)


@pytest.mark.parametrize(
    ("part", "change", "place", "said"),
    [
        (SHEET, replaced('<c r="D7" s="', '<c r="D7" s="1'), "月报 (一)!D7", "样式或写法变了"),
        (SHEET, replaced("SUM(C5:C7)", "SUM(C5:C6)"), "月报 (一)!C8", "未填的单元格变了"),
        (SHEET, replaced('<c r="C5" s="', '<c r="C5" s="1'), "月报 (一)!C5", "样式变了"),
        (SHEET, replaced('<mergeCell ref="A3:A4"/>', ""), f"{SHEET} mergeCells", "这一处变了"),
        (SHEET, replaced('ht="32"', 'ht="33"'), f"{SHEET} row 1", "这一处变了"),
        (SHEET, replaced('width="18"', 'width="19"'), f"{SHEET} cols", "这一处变了"),
        (SHEET, replaced("</row><row", "</row> <row"), SHEET, "单元格之间的内容变了"),
        ("xl/styles.xml", replaced("宋体", "黑体"), "xl/styles.xml", "这一部分变了"),
        ("xl/workbook.xml", replaced("月报 (一)'!$D$8", "月报 (一)'!$D$7"), "xl/workbook.xml", "这一部分变了"),
    ],
)
def test_a_change_is_told_with_its_place(
    forms: tuple[Path, Path], part: str, change: Callable[[str], str], place: str, said: str
) -> None:
    blank, filled = forms
    assert differences(blank, filled, FILLED) == ()
    other = blanks.rewritten(filled, part, change)
    assert [(one.place, one.said.zh) for one in differences(blank, other, FILLED)] == [(place, said)]


def test_a_cell_that_was_not_meant_to_be_filled_is_told_with_both_texts(forms: tuple[Path, Path]) -> None:
    blank, filled = forms
    found = differences(blank, filled, FILLED[:1])
    assert [(one.place, one.before, one.after) for one in found] == [("月报 (一)!D6", "", "7")]


def test_the_result_of_a_formula_that_reads_nothing_filled_may_not_change(tmp_path: Path) -> None:
    blank = blanks.shared(tmp_path / "blank.xlsx")
    filled = fill(blank, [Entry(CellAddress("报表", 2, 1), 5)], tmp_path / "filled.xlsx")
    other = blanks.rewritten(filled.path, SHEET, replaced("<v>135</v>", "<v>136</v>"))
    assert [one.place for one in differences(blank, other, filled.cells)] == ["报表!C6"]


def test_parts_that_come_go_or_move_are_told(forms: tuple[Path, Path], tmp_path: Path) -> None:
    blank, filled = forms
    with zipfile.ZipFile(filled) as given, zipfile.ZipFile(tmp_path / "other.xlsx", "w") as made:
        for info in sorted(given.infolist(), key=lambda one: one.filename, reverse=True):
            if info.filename == "docProps/core.xml":
                continue
            stored = zipfile.ZIP_STORED if info.filename == "xl/styles.xml" else zipfile.ZIP_DEFLATED
            made.writestr(info.filename, given.read(info), compress_type=stored)
        made.writestr("xl/extra.xml", b"<x/>")
    found = differences(blank, tmp_path / "other.xlsx", FILLED)
    assert {(one.place, one.said.zh) for one in found} == {
        ("docProps/core.xml", "这一部分没有了"), ("xl/extra.xml", "多出这一部分"), ("xl/styles.xml", "压缩方式变了"),
    }  # fmt: skip


def test_another_order_of_the_parts_is_told(forms: tuple[Path, Path], tmp_path: Path) -> None:
    blank, filled = forms
    with zipfile.ZipFile(filled) as given, zipfile.ZipFile(tmp_path / "other.xlsx", "w") as made:
        for info in reversed(given.infolist()):
            made.writestr(info.filename, given.read(info), compress_type=info.compress_type)
    assert [one.said.zh for one in differences(blank, tmp_path / "other.xlsx", FILLED)] == ["各部分的次序变了"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (replaced("新增企业（家）", "新增企业（户）"), "表1!A3"),
        (replaced("填表说明", "说明"), DOCUMENT),
        (replaced("<w:tbl>", "<w:tbl><w:tblPr/>"), DOCUMENT),
    ],
)
def test_a_change_in_a_document_is_told(tmp_path: Path, change: Callable[[str], str], place: str) -> None:
    blank = blanks.document(tmp_path / "blank.docx")
    filled = fill(blank, [Entry(CellAddress("表1", 2, 1), 5)], tmp_path / "filled.docx")
    other = blanks.rewritten(filled.path, DOCUMENT, change, name="changed.docx")
    assert [one.place for one in differences(blank, other, filled.cells)] == [place]
    pictures = blanks.rewritten(filled.path, "word/styles.xml", lambda xml: xml + " ", name="styles.docx")
    assert [one.place for one in differences(blank, pictures, filled.cells)] == ["word/styles.xml"]
