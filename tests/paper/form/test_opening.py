"""What a form's file says is read as it stands; what cannot be filled in place is refused with a next step."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.paper.form import blanks

from peiyu.facts.intake.sheets import Range
from peiyu.paper.form.grid import Cell, CellAddress, Form
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError, Level


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="module")
def monthly(folder: Path) -> Form:
    return open_form(blanks.monthly(folder / "monthly.xlsx"))


def at(form: Form, said: str) -> Cell:
    cell = form.cell(CellAddress.read(said))
    assert cell is not None
    return cell


def test_an_address_is_written_as_people_write_it() -> None:
    address = CellAddress("月报!(一)", 4, 27)
    assert str(address) == "月报!(一)!AB5"
    assert CellAddress.read(str(address)) == address


@pytest.mark.parametrize("said", ["表!5C", "表!C0", "表!ABCD1", "表!C5x", ""])
def test_what_is_no_address_is_not_read(said: str) -> None:
    with pytest.raises(ValueError, match="^" + said + "$"):
        CellAddress.read(said)


def test_a_workbook_is_read_as_it_stands(monthly: Form) -> None:
    assert (monthly.format, monthly.file) == ("xlsx", "monthly.xlsx")
    assert [sheet.name for sheet in monthly.sheets] == ["月报 (一)", "汇总", "空表"]
    sheet = monthly.sheets[0]
    assert (sheet.rows, sheet.columns, sheet.title) == (9, 6, "")
    assert at(monthly, "月报 (一)!A1").merged == Range(0, 0, 0, 5)
    assert at(monthly, "月报 (一)!D1").text == "科技型中小企业培育情况月报表"
    assert at(monthly, "月报 (一)!E8").formula == "IFERROR(D8/1000,0)"
    assert at(monthly, "月报 (一)!E8").number_format == "0.0%"
    assert at(monthly, "月报 (一)!C5") == Cell(4, 2, comment="按新认定口径填报")
    assert not at(monthly, "月报 (一)!C5").filled
    assert at(monthly, "月报 (一)!C8").filled
    assert dict(monthly.names) == {"全年累计": "'月报 (一)'!$D$8"}
    assert monthly.problems == ()


def test_every_place_of_the_area_is_a_cell_or_covered(monthly: Form) -> None:
    sheet = monthly.sheets[0]
    assert all(sheet.at(row, column) for row in range(sheet.rows) for column in range(sheet.columns))
    assert sheet.at(sheet.rows, 0) is None
    assert list(sheet.cells) == sorted(sheet.cells, key=lambda cell: (cell.row, cell.column))


def test_locks_hold_on_a_protected_sheet_by_cell_and_by_column(folder: Path) -> None:
    form = open_form(blanks.shared(folder / "shared.xlsx"))
    assert form.sheets[0].protected
    assert {place: at(form, f"报表!{place}").locked for place in ("A3", "B3", "B7", "D3", "B8")} == {
        "A3": True, "B3": False, "B7": True, "D3": False, "B8": False,
    }  # fmt: skip
    assert at(form, "报表!A2").text == "单位"
    assert (at(form, "报表!C6").text, at(form, "报表!C6").number) == ("135", Decimal(135))
    assert (at(form, "报表!A9").text, at(form, "报表!D3").number_format) == ("2026年5月", "0.00%")


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "hidden.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write(2, 0, "d")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = book.add_worksheet("乙")
        other.write(0, 0, "e")
        other.very_hidden()
    first, second = open_form(tmp_path / "hidden.xlsx").sheets
    assert (first.hidden_rows, first.hidden_columns, first.hidden) == (frozenset({1}), frozenset({1}), False)
    assert second.hidden


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ('0"年"', "2026年"), ('"第"0\\期', "第2026期"), ("General", "2026"), ("#,##0", "2026"), ("0.00%", "2026"),
        ('#,##0"家";-0', "2026"), ('yyyy"年"m"月"d"日"', "1905-07-18"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_the_words_that_stand_at_it(tmp_path: Path, format_: str, text: str) -> None:
    with xlsxwriter.Workbook(tmp_path / "words.xlsx") as book:
        book.add_worksheet("甲").write(0, 0, 2026, book.add_format({"num_format": format_}))
    cell = open_form(tmp_path / "words.xlsx").sheets[0].cells[0]
    assert (cell.text, cell.number) == (text, 2026)


def test_a_shared_formula_is_written_out_for_each_cell(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.write_formula("C1", "=A1+B1", None, 3)
        sheet.write_formula("C2", "=A2+B2", None, 5)
    path = blanks.rewritten(
        tmp_path / "plain.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<f>A1+B1</f>", '<f t="shared" ref="C1:C2" si="0">A1+B1</f>').replace(
            "<f>A2+B2</f>", '<f t="shared" si="0"/>'
        ),
    )
    assert [cell.formula for cell in open_form(path).sheets[0].cells if cell.formula] == ["A1+B1", "A2+B2"]


def test_tables_of_a_document_are_sheets(folder: Path) -> None:
    form = open_form(blanks.document(folder / "form.docx"))
    first, inner, last = form.sheets
    assert (first.name, first.rows, first.columns, first.title) == ("表1", 4, 4, "附件2\n企业培育情况统计表")
    assert (at(form, "表1!A2").text, at(form, "表1!A1").merged) == ("指标", Range(0, 0, 1, 0))
    assert (at(form, "表1!D1").text, at(form, "表1!B1").merged) == ("完成情况", Range(0, 1, 0, 3))
    assert at(form, "表1!B3").text == "    "
    assert not at(form, "表1!B3").filled
    assert (inner.name, inner.rows, inner.columns, at(form, "表2!A1").text) == ("表2", 1, 2, "其中")
    assert at(form, "表1!D4").text == ""
    assert (last.name, last.title) == ("表3", "填表说明：按季报送。")


def test_opening_changes_nothing(folder: Path) -> None:
    path = blanks.monthly(folder / "again.xlsx")
    held = path.read_bytes()
    open_form(path)
    assert path.read_bytes() == held


# --- refusals -----------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_form(path)
    problem = caught.value.problems[0]
    assert problem.level is Level.ERROR
    assert problem.next_step is not None
    assert problem.where.file == path.name
    return problem.code


def ole(path: Path, said: str) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + said.encode("utf-16-le") + bytes(600))
    return path


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return path


def test_old_formats_are_not_converted(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("甲").write(0, 0, "a")
    book.save(str(tmp_path / "old.xls"))
    assert refused(tmp_path / "old.xls") == "form-old-format"
    assert refused(ole(tmp_path / "old.doc", "WordDocument")) == "form-old-format"
    assert refused(ole(tmp_path / "form.et", "Workbook")) == "form-old-format"
    assert refused(ole(tmp_path / "form.wps", "WordDocument")) == "form-old-format"


def test_encrypted_files_are_refused(tmp_path: Path) -> None:
    assert refused(ole(tmp_path / "locked.xlsx", "EncryptedPackage")) == "form-encrypted"
    assert refused(ole(tmp_path / "locked.docx", "EncryptedPackage")) == "form-encrypted"


@pytest.mark.parametrize("name", ["form.xlsm", "form.xlsx"])
def test_macros_are_refused_whatever_the_name(tmp_path: Path, name: str) -> None:
    path = blanks.monthly(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert refused(path.rename(tmp_path / name)) == "form-macros"


def test_macros_in_a_document_are_refused(tmp_path: Path) -> None:
    path = blanks.document(tmp_path / "form.docm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    assert refused(path) == "form-macros"


def test_what_is_no_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n1,2\n")
    assert refused(tmp_path / "list.csv") == "form-not-a-form"
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4\n" + bytes(100))
    assert refused(tmp_path / "scan.pdf") == "form-not-a-form"
    assert refused(zipped(tmp_path / "other.zip", {"a.txt": b"a"})) == "form-not-a-form"
    assert refused(tmp_path / "nowhere.xlsx") == "file-not-found"
    (tmp_path / "empty.xlsx").touch()
    assert refused(tmp_path / "empty.xlsx") == "file-empty"


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    good = blanks.monthly(tmp_path / "good.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(good[: len(good) // 2])
    assert refused(tmp_path / "cut.xlsx") == "file-damaged"
    for name, parts in {
        "no-sheets.xlsx": {"xl/workbook.xml": b"<workbook/>"},
        "half.xlsx": {"xl/workbook.xml": b"<workbook", "_rels/.rels": b"<Relationships/>"},
        "bare.docx": {"word/document.xml": b"not xml"},
    }.items():
        assert refused(zipped(tmp_path / name, parts)) == "form-damaged"


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [("<sheetData>", "<sheetData"), ('r="C5"', 'r="甲5"'), ('r="C5"', 'r="XFE5"'), ("<row", "<!DOCTYPE x><row")],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = blanks.monthly(tmp_path / "good.xlsx")
    assert refused(blanks.rewritten(path, SHEET, lambda xml: xml.replace(old, new, 1))) == "form-damaged"


def test_entities_are_not_followed(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = blanks.monthly(tmp_path / "good.xlsx")
    assert refused(blanks.rewritten(path, SHEET, lambda xml: bomb + xml)) == "form-damaged"


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "blank.xlsx")
    assert refused(tmp_path / "blank.xlsx") == "form-without-table"


def test_a_pasted_picture_of_a_table_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "picture.xlsx") as book:
        book.add_worksheet("图").insert_image("A1", "table.png", {"image_data": blanks.picture()})
        book.add_worksheet("表").write("A1", "指标")
    problems = open_form(tmp_path / "picture.xlsx").problems
    assert [(one.code, one.level, one.where.sheet) for one in problems] == [("form-picture", Level.WARNING, "图")]


def test_links_to_other_files_and_signatures_are_told(tmp_path: Path) -> None:
    path = blanks.monthly(tmp_path / "linked.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    assert [one.code for one in open_form(path).problems] == ["form-links", "form-signed"]


# --- size ---------------------------------------------------------------------------------------------------------


def test_blank_rows_without_end_do_not_belong_to_the_form(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "long.xlsx") as book:
        lined = book.add_format({"border": 1})
        sheet = book.add_worksheet("甲")
        sheet.write(0, 0, "指标")
        for row in range(20_000):
            sheet.set_row(row, 20)
        sheet.write_blank(19_999, 3, None, lined)
        sheet.write_blank(9, 3, None, lined)
        sheet.merge_range("A2:XFD2", "", lined)
    form = open_form(tmp_path / "long.xlsx")
    assert (form.sheets[0].rows, form.sheets[0].columns) == (10, 51)


def test_a_sheet_larger_than_a_form_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = blanks.monthly(tmp_path / "form.xlsx")
    monkeypatch.setattr("peiyu.paper.form.xlsx.read.MOST_CELLS", 10)
    assert refused(path) == "form-too-large"
    monkeypatch.setattr("peiyu.paper.form.package.LARGEST_PART", 1000)
    assert refused(blanks.document(tmp_path / "form.docx")) == "form-too-large"
