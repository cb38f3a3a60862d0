"""The sender's own workbook comes back with the findings at its cells, and says what it said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.facts.round.answered import WAN, answer, asked_of

from peiyu.facts.intake.workbooks import open_file
from peiyu.facts.round import Answer, Finding, Firm, Unit, comments, examine, merge, read, write
from peiyu.problems import FactsError, Problem, Text, Where

FIRM = Firm(1, "91150203MA0N7HQD8X", "虚构甲科技有限公司", "启航园")
UNIT = Unit("u1", "甲园", (FIRM,))
SHEET, FILE = "月度数据", "甲园.xlsx"
ASKED = asked_of("revenue", "employees", "sci_staff", required=("revenue",))


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A returned workbook: no revenue, more S&T staff than staff, a formula with its result beside the table."""
    path = write(ASKED, UNIT, tmp_path / FILE, held={})
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    page["E5"], page["F5"], page["P5"] = 5, 9, "=SUM(E5:F5)"
    book.save(path)
    return _with_result(path, "P5", "14")


def _with_result(path: Path, cell: str, result: str) -> Path:
    """The workbook as a spreadsheet program saves it: the formula with its result."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            made = content.replace(b"</f><v></v>", f"</f><v>{result}</v>".encode())
            archive.writestr(name, made.replace(b"</f><v/>", f"</f><v>{result}</v>".encode()))
    return path


def findings(*, why: str = "") -> tuple[Finding, ...]:
    def at(field: str, value: int | None, cell: str) -> Answer:
        where = Where(FILE, sheet=SHEET, cell=cell)
        return Answer(answer(field, value).place, value, "" if value is None else str(value), where, why)

    given = [at("revenue", None, "D5"), at("employees", 5, "E5"), at("sci_staff", 9, "F5")]
    return examine(ASKED, given, held={}, before={})


def test_each_finding_stands_at_its_cell_and_first_in_a_list(sent: Path, tmp_path: Path) -> None:
    made = openpyxl.load_workbook(comments(sent, findings(), tmp_path / "核对意见.xlsx"))
    assert made.sheetnames[0] == "核对意见"
    assert made.active.title == "核对意见"
    page = made[SHEET]
    assert "必填项“营业收入”未填" in page["D5"].comment.text
    assert "required" in page["D5"].comment.text
    assert "科技人员多于从业人员" in page["F5"].comment.text
    assert {page[cell].fill.fgColor.rgb[2:] for cell in ("D5", "F5")} == {"FFC7CE"}
    assert page["E5"].comment is None
    listed = [[cell.value for cell in row] for row in made["核对意见"].iter_rows(min_row=2)]
    assert [(row[0], row[1], row[2]) for row in listed] == [("错误", SHEET, "D5"), ("错误", SHEET, "F5")]
    assert [one.title for one in made.worksheets if one.sheet_view.tabSelected] == ["核对意见"]


def test_values_results_of_formulas_and_the_mark_stay(sent: Path, tmp_path: Path) -> None:
    out = comments(sent, findings(), tmp_path / "out.xlsx")
    before = {one.name: one.cells.rows() for one in open_file(sent).sheets}
    after = {one.name: one.cells.rows() for one in open_file(out).sheets}
    assert after.pop("核对意见")
    assert after == before
    assert openpyxl.load_workbook(out, data_only=True)[SHEET]["P5"].value == 14
    assert openpyxl.load_workbook(out)[SHEET]["P5"].value == "=SUM(E5:F5)"
    assert openpyxl.load_workbook(out)[SHEET].protection.sheet
    assert sent.read_bytes() != out.read_bytes()


def test_a_warning_that_has_its_sentence_is_shown_as_settled(tmp_path: Path) -> None:
    asked = asked_of("admin_expense")
    path = write(asked, UNIT, tmp_path / FILE, held={})
    where = Where(FILE, sheet=SHEET, cell="D5")
    given = Answer(answer("admin_expense", -1).place, -1 * WAN, "-1", where, "冲回上年多计")
    (told,) = examine(asked, [given], held={}, before={})
    made = openpyxl.load_workbook(comments(path, [told], tmp_path / "out.xlsx"))
    assert "已说明：冲回上年多计" in made[SHEET]["D5"].comment.text
    assert made["核对意见"]["A2"].value == "说明"


def test_a_corrected_copy_of_what_went_back_is_read_again(sent: Path, tmp_path: Path) -> None:
    out = comments(sent, findings(), tmp_path / "改后.xlsx")
    book = openpyxl.load_workbook(out)
    book[SHEET]["D5"], book[SHEET]["F5"] = 90, 4
    book.save(out)
    arrived = read(out, rounds={ASKED.id: ASKED}, units={ASKED.id: (UNIT,)})
    assert arrived.aside == ()
    merged = merge(arrived.parts).answers[UNIT.id]
    assert {one.place.field: one.value for one in merged} == {"revenue": 90 * WAN, "employees": 5, "sci_staff": 4}
    assert examine(ASKED, merged, held={}, before={}, unit=UNIT) == ()


def test_the_sentence_beside_a_row_settles_its_warnings(tmp_path: Path) -> None:
    asked = asked_of("admin_expense")
    path = write(asked, UNIT, tmp_path / FILE, held={})
    book = openpyxl.load_workbook(path)
    book[SHEET]["D5"], book[SHEET]["E5"] = -3, "冲回上年多计"
    book.save(path)
    (part,) = read(path, rounds={asked.id: asked}, units={asked.id: (UNIT,)}).parts
    (told,) = examine(asked, part.answers, held={}, before={}, unit=UNIT)
    assert (told.problem.code, told.explanation, told.is_open) == ("cost-negative", "冲回上年多计", False)


def test_what_was_put_aside_is_told_too_and_other_files_findings_are_not(sent: Path, tmp_path: Path) -> None:
    aside = Problem("row-unknown", Text("不在名单内", "not listed"), Where(FILE, sheet=SHEET, cell="B6"))
    other = Problem("row-unknown", Text("别的文件", "another file"), Where("乙园.xlsx", sheet=SHEET, cell="B6"))
    made = openpyxl.load_workbook(comments(sent, [], tmp_path / "out.xlsx", also=[aside, other]))
    assert "不在名单内" in made[SHEET]["B6"].comment.text
    assert "别的文件" not in made[SHEET]["B6"].comment.text


def test_a_copy_under_another_name_is_known_by_the_name_that_it_had(sent: Path, tmp_path: Path) -> None:
    stored = sent.rename(tmp_path / "3f2a.xlsx")
    made = openpyxl.load_workbook(comments(stored, findings(), tmp_path / "out.xlsx", name=FILE))
    assert made[SHEET]["D5"].comment is not None


def test_a_file_without_a_mark_and_of_another_kind_comes_back_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "甲园.csv"
    path.write_bytes("企业名称,从业人员,科技人员\n虚构甲科技有限公司,5,9\n".encode("gb18030"))
    given = Answer(answer("employees", -5).place, -5, "-5", Where("甲园.csv", cell="B2"))
    told = examine(asked_of("employees"), [given], held={}, before={})
    made = openpyxl.load_workbook(comments(path, told, tmp_path / "out.xlsx"))
    assert made.sheetnames[0] == "核对意见"
    page = made.worksheets[1]
    assert page["B2"].comment is not None
    assert (page["A2"].value, page["B2"].value) == ("虚构甲科技有限公司", 5)


def test_what_cannot_be_read_has_no_comments(tmp_path: Path) -> None:
    path = tmp_path / "甲园.et"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(FactsError) as caught:
        comments(path, [], tmp_path / "out.xlsx")
    assert caught.value.problems[0].code == "file-wps"
    assert [one.name for one in tmp_path.iterdir()] == ["甲园.et"]
