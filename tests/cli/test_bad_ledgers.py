"""Ledgers as they should not be, through `facts load` and `checkup`: a clear sentence, and nothing written half."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.bad_inputs import HEADERS, Answer, Line, book, csv, firm, left_in, patched, uscc

KNOWN = ("--known-from", "2024-06-01")


def loaded(line: Line, path: Path, *more: str) -> Answer:
    """`facts load` of one file into `out` beside it."""
    return line("facts", "load", path, *KNOWN, "-o", path.parent / "out", *more)


def refused(line: Line, path: Path, problem: str) -> str:
    """Both commands refuse the ledger and leave nothing."""
    before = left_in(path.parent)
    said = line.refused(1, problem, "facts", "load", path, *KNOWN, "-o", path.parent / "out")
    line.refused(1, problem, "checkup", path, "--as-of", "2024-06-30", "-o", path.parent / "out")
    assert left_in(path.parent) == before
    return next(one for one in said.err.splitlines() if f"[{problem}]" in one)


# --- files that are not what their name says ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "problem", "found"),
    [
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-not-table", "PNG"),
        ("报告.xlsx", b"%PDF-1.7\nabc\n", "file-not-table", "PDF"),
        ("空.csv", b"", "file-empty", "0 B"),
        ("乱.csv", bytes(range(256)) * 9, "file-not-table", "0x00"),
        ("坏.xlsx", b"PK\x03\x04" + b"\x01" * 900, "file-damaged", ""),
        ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-wps", ".et"),
        ("表.wps", b"anything", "file-wps", ".wps"),
        ("网页.xls", b"<html><table></table></html>", "file-web-page", ".xls"),
        (
            "加密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000,
            "file-encrypted",
            "EncryptedPackage",
        ),
    ],
)
def test_a_file_that_is_no_table(
    tmp_path: Path, line: Line, name: str, content: bytes, problem: str, found: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = refused(line, tmp_path / name, problem)
    assert said.startswith(name)
    assert found in said


def test_a_zip_bomb_is_not_opened(tmp_path: Path, line: Line) -> None:
    path = book(tmp_path / "炸弹.xlsx", firm(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as part:
        for _ in range(200):
            part.write(bytes(1 << 20))
    assert "MiB" in refused(line, path, "file-zip-bomb")


@pytest.mark.parametrize("place", ["没有.csv", "文件夹"])
def test_no_file(tmp_path: Path, line: Line, place: str) -> None:
    (tmp_path / "文件夹").mkdir()
    problem = "place-unfit" if place == "文件夹" else "no-such-file"
    said = line.refused(2, problem, "facts", "load", tmp_path / place, *KNOWN, "-o", tmp_path / "out")
    assert place in said.err
    assert left_in(tmp_path) == ["文件夹"]


def test_a_wrong_name_is_only_a_warning(tmp_path: Path, line: Line) -> None:
    book(tmp_path / "a.xlsx", firm(1)).rename(tmp_path / "其实是工作簿.csv")
    csv(tmp_path / "其实是文本.xlsx", firm(1))
    for name in ("其实是工作簿.csv", "其实是文本.xlsx"):
        said = loaded(line, tmp_path / name, "--overwrite")
        assert said.code == 0
        assert f"{name}: warning[file-misnamed]" in said.err
    assert loaded(line, tmp_path / "其实是文本.xlsx", "--overwrite", "--strict").code == 1


# --- what stands in the cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "cell", "problem"),
    [
        ({"revenue": 10**13}, "D2", "number-over-limit"),
        ({"revenue": "9" * 40}, "D2", "number-over-limit"),
        ({"revenue": "1e400"}, "D2", "number-over-limit"),
        ({"revenue": "inf"}, "D2", "cell-not-number"),
        ({"revenue": "很多"}, "D2", "cell-not-number"),
        ({"revenue": "50人"}, "D2", "cell-wrong-unit"),
        ({"staff": "12万元"}, "E2", "cell-wrong-unit"),
        ({"founded": "2010.13.40"}, "C2", "cell-not-date"),
        ({"founded": 99999999}, "C2", "cell-not-date"),
    ],
)
def test_an_unreadable_cell_writes_nothing(
    tmp_path: Path, line: Line, row: dict[str, Any], cell: str, problem: str
) -> None:
    path = book(tmp_path / "台账.xlsx", firm(1, **row))
    said = line.refused(1, problem, "facts", "load", path, *KNOWN, "-o", tmp_path / "out")
    assert f"台账.xlsx[台账]!{cell}: error[{problem}]" in said.err
    assert left_in(tmp_path) == ["台账.xlsx"]
    done = json.loads(line("checkup", path, "--as-of", "2024-06-30", "-o", tmp_path / "out", "--json").out)
    assert done["problems"] == 1


@pytest.mark.parametrize("year", ["去年", "23", "20230", ""])
def test_a_year_that_is_missing_or_no_year(tmp_path: Path, line: Line, year: str) -> None:
    headers = ("统一社会信用代码", "企业名称", "年度", "营业收入（万元）")
    path = book(tmp_path / "台账.xlsx", [uscc(1), "甲", 2023, 5], [uscc(2), "乙", year or None, 5], headers=headers)
    said = line.refused(1, "cell-not-year", "facts", "load", path, *KNOWN, "-o", tmp_path / "out")
    assert "!C3:" in said.err
    assert left_in(tmp_path) == ["台账.xlsx"]


def test_no_year_anywhere_is_assumed_and_said(tmp_path: Path, line: Line) -> None:
    path = book(
        tmp_path / "台账.xlsx", [uscc(1), "甲", 5], headers=("统一社会信用代码", "企业名称", "营业收入（万元）")
    )
    said = loaded(line, path)
    assert said.code == 0
    assert "!C1: warning[year-assumed] 没有写明年度，按 2023 年读取" in said.err


def test_dates_as_numbers(tmp_path: Path, line: Line) -> None:
    path = book(tmp_path / "台账.xlsx", firm(1, founded=40180), firm(2, founded=dt.datetime(2010, 1, 2)))
    said = loaded(line, path)
    assert said.code == 0
    assert "!C2: note[date-as-number]" in said.err


def test_a_company_twice(tmp_path: Path, line: Line) -> None:
    same = book(tmp_path / "同.xlsx", firm(1), firm(1), firm(2))
    said = loaded(line, same)
    assert said.code == 0
    assert "warning[company-twice]" in said.err
    differs = book(tmp_path / "异.xlsx", firm(1), firm(1, revenue=9000), firm(2))
    said = loaded(line, differs, "--overwrite")
    assert "!D2: warning[company-twice-differs]" in said.err
    assert "!D3: warning[company-twice-differs]" in said.err
    explained = line("explain", uscc(1), "cn-size-2011", "--facts", tmp_path / "out", "--as-of", "2024-06-30")
    assert explained.code == 0
    assert "2023年度营业收入：未知" in explained.out


def test_a_wrong_check_character_names_the_right_one(tmp_path: Path, line: Line) -> None:
    right = uscc(1)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    said = loaded(line, csv(tmp_path / "台账.csv", [wrong, *firm(1)[1:]]))
    assert said.code == 0
    assert f"台账.csv!A2: warning[uscc-check-character] 校验码应为 {right[-1]}" in said.err
    assert wrong in said.err


def test_a_code_kept_as_a_number_has_lost_digits(tmp_path: Path, line: Line) -> None:
    path = book(tmp_path / "台账.xlsx", [911502000000000123, *firm(1)[1:]])
    said = loaded(line, path)
    assert said.code == 0
    assert "!A2: warning[code-as-number] 代码被当作数字保存，后几位已丢失" in said.err


def test_a_ledger_without_rows_names_or_table(tmp_path: Path, line: Line) -> None:
    assert "台账" in refused(line, book(tmp_path / "无行.xlsx"), "no-enterprise")
    nameless = book(tmp_path / "无名.xlsx", [5, 6], headers=("营业收入（万元）", "职工总数"))
    refused(line, nameless, "identity-missing")
    refused(line, csv(tmp_path / "无表.csv", ["b"], headers=("a",)), "table-not-found")


# --- workbooks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", [b'<dimension ref="A1"/>', b'<dimension ref="A1:XFD1048576"/>', b""])
def test_a_wrong_declared_dimension(tmp_path: Path, line: Line, declared: bytes) -> None:
    whole = book(tmp_path / "原.xlsx", *(firm(i) for i in range(1, 6)))
    path = patched(
        whole, tmp_path / "台账.xlsx", "sheet1.xml", lambda xml: re.sub(rb"<dimension [^>]*/>", declared, xml)
    )
    said = loaded(line, path, "--json")
    assert said.code == 0
    assert json.loads(said.out)["manifest"]["enterprises"] == 5


def test_formulas_with_and_without_saved_values(tmp_path: Path, line: Line) -> None:
    bare = book(tmp_path / "无值.xlsx", firm(1, revenue="=1+1"), firm(2))
    said = loaded(line, bare)
    assert said.code == 0
    assert "无值.xlsx[台账]!D2: warning[formula-without-value]" in said.err
    cached = patched(
        bare, tmp_path / "有值.xlsx", "sheet1.xml",
        lambda xml: re.sub(rb"<f>1\+1</f><v ?/>|<f>1\+1</f><v></v>", b"<f>[1]Sheet1!A1</f><v>2</v>", xml),
    )  # fmt: skip
    said = loaded(line, cached, "--overwrite")
    assert said.code == 0
    assert "有值.xlsx[台账]!D2: warning[formula-external]" in said.err
    assert "formula-without-value" not in said.err


# --- names that are code -----------------------------------------------------------------------------------------

NAMES = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1-1", "[bold]甲[/乙]", "甲/../../乙", "名" * 4000,
)  # fmt: skip


def test_names_that_are_code_stay_text(tmp_path: Path, line: Line) -> None:
    path = csv(tmp_path / "台账.csv", *(firm(i, name=name) for i, name in enumerate(NAMES, 1)))
    out = tmp_path / "out"
    said = line("checkup", path, "--as-of", "2024-06-30", "-o", out, "--docx")
    assert said.code == 0
    pages = [*out.rglob("*.html")]
    assert len(pages) == len(NAMES) + 1
    text = "".join(page.read_text("utf-8") for page in pages)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    for workbook in out.glob("*.xlsx"):
        with zipfile.ZipFile(workbook) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in sheet for sheet in sheets), workbook.name
    firms = CalamineWorkbook.from_path(str(out / "体检.xlsx")).get_sheet_by_index(4).to_python()
    assert any("=cmd|" in str(cell) for row in firms for cell in row)


# --- large -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_bad_cell_in_a_million_rows(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "百万.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(HEADERS) + "\n")
        for number in range(1_000_000):
            revenue = "五千" if number == 654_321 else str(number % 9000 + 1)
            stream.write(f"{uscc(number)},企业{number},2010-01-02,{revenue},{number % 300 + 1}\n")
    said = line("facts", "load", path, *KNOWN, "-o", tmp_path / "out")
    assert said.code == 1
    assert "百万.csv!D654323: error[cell-not-number]" in said.err
    assert "五千" in said.err
    assert left_in(tmp_path) == ["百万.csv"]
