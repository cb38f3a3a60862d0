"""Rows put into a blank: in the style of its own row, and all that refers to what stands below follows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.paper.form import listing

from peiyu.paper.form.growing.grow import grow
from peiyu.paper.form.growing.references import Insertion, in_formula, moved
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError

AFTER = listing.LAST - 1
MORE = 4
ONE = Insertion(listing.SHEET, AFTER, MORE)
LAST = listing.LAST + MORE
TOTAL = LAST + 1


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown")
    return grow(listing.workbook(folder / "名单.xlsx"), (ONE,), folder / "长.xlsx")


def test_new_rows_look_like_the_row_above(grown: Path) -> None:
    sheet = openpyxl.load_workbook(grown)[listing.SHEET]
    for row in range(listing.LAST + 1, LAST + 1):
        assert sheet.row_dimensions[row].height == 21
        assert f"G{row}:H{row}" in {str(one) for one in sheet.merged_cells.ranges}
        assert sheet.cell(row, 4).number_format == "#,##0.00"
        assert sheet.cell(row, 2).border.left.style == "thin"
        assert sheet.cell(row, 6).value == f'=IF(E{row}="","",D{row}/E{row})'
        assert sheet.cell(row, 2).value is None


def test_totals_take_the_new_rows_in(grown: Path) -> None:
    book = openpyxl.load_workbook(grown)
    sheet, other = book[listing.SHEET], book["汇总"]
    assert sheet[f"D{TOTAL}"].value == f"=SUM(D4:D{LAST})"
    assert sheet[f"F{TOTAL}"].value == f"=D{TOTAL}*1"
    assert other["B1"].value == f"={listing.SHEET}!D{TOTAL}+1"
    assert other["B3"].value == f"=SUM({listing.SHEET}!E4:E{LAST})"
    assert book.defined_names["收入合计"].attr_text == f"{listing.SHEET}!$D${TOTAL}"


def test_what_stands_around_follows(grown: Path) -> None:
    sheet = openpyxl.load_workbook(grown)[listing.SHEET]
    assert sheet[f"A{TOTAL + 1}"].value == "注：本表每年报一次。"
    assert f"A{TOTAL + 1}:H{TOTAL + 1}" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet[f"B{TOTAL}"].comment.text == "含全部企业"
    (rule,) = sheet.conditional_formatting
    assert str(rule.sqref) == f"D4:D{LAST}"
    assert rule.rules[0].formula == [f"$D${TOTAL}/10"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"G4:G{LAST}"
    assert sheet.print_area == f"'{listing.SHEET}'!$A$1:$H${TOTAL + 2}"
    assert sheet.print_title_rows == "$1:$3"
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == f"'{listing.SHEET}'!$D$4:$D${LAST}"
    assert chart.anchor._from.row == listing.LAST + 5 + MORE


def test_cells_above_and_below_say_the_same(grown: Path) -> None:
    before = open_form(grown.parent / "名单.xlsx").sheets[0]
    after = open_form(grown).sheets[0]
    assert after.rows == before.rows + MORE
    for cell in before.cells:
        now = after.at(ONE.row(cell.row), cell.column)
        assert now is not None
        assert (now.text, now.number_format, bool(now.formula)) == (cell.text, cell.number_format, bool(cell.formula))


def test_shared_formulas_are_written_out(tmp_path: Path) -> None:
    path = listing.workbook(tmp_path / "名单.xlsx")
    rewritten = tmp_path / "共用.xlsx"
    _replace(path, rewritten, "xl/worksheets/sheet1.xml", {
        b'<f>IF(E4="","",D4/E4)</f>': b'<f t="shared" ref="F4:F6" si="0">IF(E4="","",D4/E4)</f>',
        b'<f>IF(E5="","",D5/E5)</f>': b'<f t="shared" si="0"/>',
        b'<f>IF(E6="","",D6/E6)</f>': b'<f t="shared" si="0"/>',
    })  # fmt: skip
    sheet = openpyxl.load_workbook(grow(rewritten, (ONE,), tmp_path / "长.xlsx"))[listing.SHEET]
    assert [sheet.cell(row, 6).value for row in (5, 6, 7)] == [f'=IF(E{n}="","",D{n}/E{n})' for n in (5, 6, 7)]


def test_formulas_that_cannot_be_told_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = listing.workbook(tmp_path / "名单.xlsx")
    book = openpyxl.load_workbook(path)
    book["汇总"]["B4"] = f"=SUM('{listing.SHEET}:汇总'!A1)"
    book.save(path)
    with pytest.raises(InputError) as told:
        grow(path, (ONE,), tmp_path / "长.xlsx")
    assert told.value.problems[0].code == "form-cannot-grow"
    assert not (tmp_path / "长.xlsx").exists()


def test_a_table_of_a_document_grows(tmp_path: Path) -> None:
    out = grow(listing.document(tmp_path / "名单.docx"), (Insertion("表1", 3, 2),), tmp_path / "长.docx")
    sheet = open_form(out).sheets[0]
    assert (sheet.rows, sheet.columns) == (7, 4)
    total = sheet.at(6, 1)
    assert total is not None
    assert total.text == "合计"
    assert all(not sheet.at(row, column).filled for row in (4, 5) for column in range(4))  # type: ignore[union-attr]


@pytest.mark.parametrize(("said", "now"), [
    ("B5", "B5"), ("B6", "B6"), ("B7", "B11"), ("$B$4:$B$6", "$B$4:$B$10"), ("B4:B5", "B4:B5"), ("B7:B9", "B11:B13"),
    ("4:6", "4:10"), ("A:C", "A:C"), ("名称", "名称"),
])  # fmt: skip
def test_references(said: str, now: str) -> None:
    assert moved(said, ONE) == now


def test_a_row_adds_up_itself_and_not_those_below() -> None:
    assert in_formula("SUM(D6:F6)", listing.SHEET, ONE, row=AFTER) == "SUM(D6:F6)"
    assert in_formula("SUM(D$4:D6)", listing.SHEET, ONE, row=AFTER) == "SUM(D$4:D6)"
    assert in_formula("SUM(D4:D6)", listing.SHEET, ONE, row=1) == "SUM(D4:D10)"
    assert in_formula('SUM(D4:D6)&"D7"', "汇总", ONE) == 'SUM(D4:D6)&"D7"'


def _replace(path: Path, out: Path, name: str, changes: dict[bytes, bytes]) -> None:

    with zipfile.ZipFile(path) as given, zipfile.ZipFile(out, "w") as made:
        for info in given.infolist():
            data = given.read(info)
            for old, new in changes.items() if info.filename == name else ():
                assert old in data, old
                data = data.replace(old, new)
            made.writestr(info, data)
