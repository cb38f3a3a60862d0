"""Files that are not what they seem: one clear problem, never a traceback."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.facts.ledgers import KNOWN, book, told

from peiyu.facts.intake import load
from peiyu.facts.intake.delimited import delimiter_of, encoding_of
from peiyu.facts.intake.sheets import column_of, letters
from peiyu.facts.intake.workbooks import open_file
from peiyu.problems import Level

ROWS = [["企业名称", "职工总数"], ["甲", 10]]


def _only(path: Path, code: str) -> None:
    loaded = load([path], known_from=KNOWN)
    assert [p.code for p in loaded.problems] == [code]
    assert loaded.refused
    assert loaded.frames == {}
    assert loaded.problems[0].message.zh
    assert loaded.problems[0].message.en


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file-empty"),
        ("a.et", b"\xd0\xcf\x11\xe0", "file-wps"),
        ("a.xlsx", b"PK\x03\x04 broken", "file-damaged"),
        ("a.xls", b"<html><table></table></html>", "file-web-page"),
        ("a.csv", b"\x00\x01\x02\x00", "file-not-table"),
        ("a.csv", b"\x81\xff\xff,\xff", "text-encoding"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600, "file-not-workbook"),
        ("a.csv", "天气,心情\n晴,好\n".encode(), "table-not-found"),
    ],
)
def test_what_cannot_be_a_ledger(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    _only(tmp_path / name, code)


@pytest.mark.parametrize("name", ["a.et", "a.xls", "a.wps"])
def test_a_workbook_is_read_by_what_it_is_whatever_its_ending(tmp_path: Path, name: str) -> None:
    with xlsxwriter.Workbook(tmp_path / name) as made:
        made.add_worksheet("表").write_row(0, 0, ["统一社会信用代码", "企业名称"])
    opened = open_file(tmp_path / name)
    assert [sheet.name for sheet in opened.sheets] == ["表"]
    assert [one.code for one in opened.problems] == (["file-misnamed"] if name == "a.xls" else [])


def test_an_old_workbook_of_wps_is_read_and_a_document_asked_for_again(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    made.add_sheet("表").write(0, 0, "企业名称")
    made.save(str(tmp_path / "a.et"))
    opened = open_file(tmp_path / "a.et")
    assert ([sheet.name for sheet in opened.sheets], opened.problems) == (["表"], ())
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    (tmp_path / "a.wps").write_bytes(ole + "WordDocument".encode("utf-16-le"))
    _only(tmp_path / "a.wps", "file-wps")


def test_no_such_file(tmp_path: Path) -> None:
    _only(tmp_path / "没有.xlsx", "file-not-found")


def test_a_zip_bomb_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (100 * 1024**2))
    _only(path, "file-zip-bomb")


def test_a_workbook_that_was_cut_short_inside_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    data[start : start + 40] = bytes(40)
    path.write_bytes(bytes(data))
    _only(path, "file-damaged")


def test_a_workbook_that_lost_the_list_of_its_sheets_is_damaged(tmp_path: Path) -> None:
    """A reader that meets broken XML lists the sheets that stood before the break: none is no empty workbook."""
    whole = book(tmp_path / "whole.xlsx", ROWS)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as cut:
        for name in archive.namelist():
            data = archive.read(name)
            cut.writestr(name, data.replace(b"<sheets>", b"<sheets><") if name == "xl/workbook.xml" else data)
    _only(tmp_path / "a.xlsx", "file-damaged")


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    _only(tmp_path / "a.xlsx", "file-not-workbook")


def test_a_workbook_by_another_name_is_read_with_a_warning(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ROWS).rename(tmp_path / "a.csv")
    loaded = load([path], known_from=KNOWN)
    assert told(loaded, "file-misnamed")[0].level is Level.WARNING
    assert loaded.frames["annual_return"]["staff"].to_list() == [10]


def test_the_old_format(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    page = made.add_sheet("台账")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            page.write(r, c, value)
    made.save(str(tmp_path / "a.xls"))
    loaded = load([tmp_path / "a.xls"], known_from=KNOWN)
    assert not loaded.refused
    assert loaded.frames["annual_return"]["staff"].to_list() == [10]


def _edited(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with bytes of one part replaced."""
    target = path.with_name(f"x{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for info in source.infolist():
            data = source.read(info)
            assert info.filename != part or old in data
            made.writestr(info, data.replace(old, new) if info.filename == part else data)
    return target


@pytest.mark.parametrize("wrong", [b'ref="A1:A1"', b'ref="A1:XFD1048576"'])
def test_a_wrong_declared_dimension(tmp_path: Path, wrong: bytes) -> None:
    path = _edited(book(tmp_path / "a.xlsx", ROWS), "xl/worksheets/sheet1.xml", b'ref="A1:B2"', wrong)
    assert load([path], known_from=KNOWN).frames["annual_return"]["staff"].to_list() == [10]


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx", ROWS))
    made.active["XFD1048576"] = "x"
    made.save(tmp_path / "a.xlsx")
    loaded = load([tmp_path / "a.xlsx"], known_from=KNOWN)
    assert told(loaded, "cell-far-away")[0].where.cell == "XFD1048576"


def test_formulas_without_a_value_and_to_other_files(tmp_path: Path) -> None:
    rows = [["企业名称", "职工总数", "科技人员"], ["甲", "=1+1", 2]]
    path = book(tmp_path / "a.xlsx", rows)
    loaded = load([path], known_from=KNOWN)
    assert told(loaded, "formula-without-value")[0].where.cell == "B2"
    assert loaded.frames["annual_return"]["staff"].null_count() == 1
    outside = _edited(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v></v>", b"<f>[1]Sheet1!A1</f><v>9</v>")
    loaded = load([outside], known_from=KNOWN)
    assert told(loaded, "formula-external")[0].where.cell == "B2"
    assert loaded.frames["annual_return"]["staff"].to_list() == [9]


def test_an_error_in_a_cell_is_told_and_no_value(tmp_path: Path) -> None:
    path = book(tmp_path / "台账.xlsx", [["企业名称", "营业收入（万元）"], ["甲", "#REF!"], ["乙", 5]])
    opened = open_file(path)
    assert opened.sheets[0].cells.rows() == [("企业名称", "营业收入（万元）"), ("甲", None), ("乙", "5")]
    assert [(p.code, p.where.cell) for p in opened.problems] == [("cell-error", "B2")]


@pytest.mark.parametrize(
    ("form", "shown"),
    [("0%", "12.5%"), ("0.00%", "12.5%"), ("0.0##%", "12.5%"), ('0.00"%"', "0.125"), ("0.00", "0.125")],
)
def test_a_number_shown_in_percent_is_read_as_it_is_seen(tmp_path: Path, form: str, shown: str) -> None:
    made = openpyxl.Workbook()
    made.active.append(["市场占有率（%）", "说明"])
    made.active.append([0.125, "0.125"])
    made.active["A2"].number_format = form
    made.active["B2"].number_format = "0.00"
    made.save(tmp_path / "台账.xlsx")
    assert open_file(tmp_path / "台账.xlsx").sheets[0].cells.rows()[1] == (shown, "0.125")


def test_a_table_that_does_not_begin_at_a1_stands_in_its_place(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["C4"] = 0
    made.active["D6"] = "x"
    made.save(tmp_path / "台账.xlsx")
    cells = open_file(tmp_path / "台账.xlsx").sheets[0].cells
    assert (cells.shape, cells["c2"][3], cells["c3"][5]) == ((6, 4), "0", "x")


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path / "a.xlsx", ROWS))
    page = made.active
    page.column_dimensions["B"].hidden = True
    page.row_dimensions[2].hidden = True
    other = made.create_sheet("旧数据")
    for row in ROWS:
        other.append(row)
    other.sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    loaded = load([tmp_path / "a.xlsx"], known_from=KNOWN)
    assert told(loaded, "columns-hidden")[0].where.cell == "B"
    assert told(loaded, "rows-hidden")[0].where.cell == "2"
    assert told(loaded, "sheet-hidden")[0].where.sheet == "旧数据"
    assert loaded.frames["annual_return"].height == 1


def test_columns_have_their_letters() -> None:
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_of(letters(i)) == i for i in range(1000))


def test_encodings_and_delimiters_are_told_by_content() -> None:
    assert encoding_of("企业".encode("gb18030")) == "gb18030"
    assert encoding_of("企业".encode()) == "utf-8"
    assert encoding_of("企业".encode("utf-8-sig")) == "utf-8-sig"
    assert delimiter_of(b"a;b;c\n1,5;2;3\n2,5;3;4") == ";"
