"""A workbook is filled in place: the cells of the entries change, and nothing else does."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.paper.form import blanks

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import NO_DATA, Entry, Filled
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError, Level

SHEET = "xl/worksheets/sheet1.xml"
MONTHLY = "月报 (一)"


def entry(said: str, value: Decimal | int | dt.date | None = None, text: str = "") -> Entry:
    return Entry(CellAddress.read(said), value, text)


def monthly(place: str, value: Decimal | int | dt.date | None = None, text: str = "") -> Entry:
    return entry(f"{MONTHLY}!{place}", value, text)


def filled(path: Path, *entries: Entry, made_up: bool = False) -> Filled:
    """The filled form, after it was seen to differ in the filled cells alone and to hold every entry."""
    done = fill(path, entries, path.with_name(f"filled-{path.name}"), made_up=made_up)
    assert differences(path, done.path, (*done.cells, *done.marks), made_up=made_up) == ()
    assert compare(entries, done.path).same == entries
    return done


def says(path: Path, said: str) -> str:
    cell = open_form(path).cell(CellAddress.read(said))
    assert cell is not None
    return cell.text


def part(path: Path, name: str = SHEET) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return blanks.monthly(tmp_path / "monthly.xlsx")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    return blanks.shared(tmp_path / "shared.xlsx")


def test_only_the_sheet_changes_and_parts_keep_order_date_and_packing(blank: Path) -> None:
    done = filled(blank, monthly("C5", 1067), monthly("D5", Decimal("1067.25")))
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(done.path) as after:
        looks = [
            [(one.filename, one.compress_type, one.date_time, one.external_attr) for one in archive.infolist()]
            for archive in (before, after)
        ]
        assert looks[0] == looks[1]
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed == {SHEET, "xl/worksheets/sheet2.xml"}


def test_other_programs_read_what_was_filled(blank: Path) -> None:
    done = filled(blank, monthly("C5", 1067), monthly("D5", Decimal("0.1")), monthly("F5", text="说明 <&> \n 二"))
    sheet = openpyxl.load_workbook(done.path)[MONTHLY]
    assert (sheet["C5"].value, sheet["D5"].value, sheet["F5"].value) == (1067, 0.1, "说明 <&> \n 二")
    assert sheet["C5"].comment.text == "按新认定口径填报"
    assert sheet["D5"].number_format == "#,##0.00"
    assert sheet["C5"].border.left.style == "thin"
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["A1:F1", "A3:A4", "B3:B4", "C3:E3", "F3:F4"]
    assert sheet.data_validations.dataValidation[0].formula1 == '"是,否"'


def test_a_cell_that_is_not_written_is_made_in_order_in_the_style_of_its_row_or_column(locked: Path) -> None:
    done = filled(locked, entry("报表!D3", Decimal("0.125")), entry("报表!B4", 4), entry("报表!D8", text="补"))
    sheet = openpyxl.load_workbook(done.path)["报表"]
    assert (sheet["D3"].value, sheet["D3"].number_format) == (0.125, "0.00%")
    assert part(done.path).index('r="C3"') < part(done.path).index('r="D3"') < part(done.path).index('r="A4"')
    assert 'spans="1:4"' in part(done.path)


def test_a_row_that_is_not_written_is_made_in_order(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "gaps.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.write(1, 0, "指标")
        sheet.write(5, 2, "说明")
    done = filled(tmp_path / "gaps.xlsx", *(entry(f"甲!{place}", 3) for place in ("B1", "A4", "C4", "B6", "A6")))
    addresses = [f"{row[0].row}" for row in openpyxl.load_workbook(done.path)["甲"].iter_rows()]
    assert addresses == ["1", "2", "3", "4", "5", "6"]
    xml = part(done.path)
    assert [xml.index(f'r="{place}"') for place in ("B1", "A2", "A4", "C4", "A6", "B6", "C6")] == sorted(
        xml.index(f'r="{place}"') for place in ("B1", "A2", "A4", "C4", "A6", "B6", "C6")
    )


def test_merged_cells_go_to_their_first(blank: Path) -> None:
    done = filled(blank, monthly("E1", text="新题目"))
    assert done.cells == (CellAddress(MONTHLY, 0, 0),)
    assert says(done.path, f"{MONTHLY}!A1") == "新题目"


def test_days_follow_the_cell(locked: Path) -> None:
    done = filled(locked, entry("报表!B8", dt.date(2026, 5, 31)), entry("报表!B10", dt.date(2026, 5, 31)))
    sheet = openpyxl.load_workbook(done.path)["报表"]
    assert sheet["B8"].value == dt.datetime(2026, 5, 31)
    assert sheet["B10"].value == "2026-05-31"


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True}) as book:
        sheet = book.add_worksheet("甲")
        sheet.write(0, 0, "日期")
        sheet.write_blank(0, 1, None, book.add_format({"num_format": "yyyy-mm-dd", "border": 1}))
    done = filled(tmp_path / "mac.xlsx", entry("甲!B1", dt.date(2026, 5, 31)))
    assert openpyxl.load_workbook(done.path)["甲"]["B1"].value == dt.datetime(2026, 5, 31)


@pytest.mark.parametrize(
    "value",
    [Decimal("0.1"), Decimal("1E+3"), Decimal("-0.00001"), 0, -7, 10**15, Decimal("123456789012.345"), Decimal(2) / 3],
)
def test_numbers_keep_their_digits(blank: Path, value: Decimal | int) -> None:
    done = filled(blank, monthly("C5", value))
    assert openpyxl.load_workbook(done.path)[MONTHLY]["C5"].value == pytest.approx(float(value), rel=1e-15)


def test_an_entry_without_value_and_text_empties_the_cell(blank: Path) -> None:
    done = filled(blank, monthly("A9"), monthly("B5"))
    assert says(done.path, f"{MONTHLY}!B5") == ""


def test_texts_that_look_like_escapes_stay(blank: Path) -> None:
    done = filled(blank, monthly("F5", text="_x0041_ =1+1\x07"), monthly("F6", text="_x0041_ =1+1"))
    assert says(done.path, f"{MONTHLY}!F5") == "_x0041_ =1+1"
    assert openpyxl.load_workbook(done.path)[MONTHLY]["F6"].data_type != "f"


# --- formulas -----------------------------------------------------------------------------------------------------


def test_results_of_formulas_are_brought_up_to_date_across_sheets_and_names(blank: Path) -> None:
    done = filled(blank, monthly("D5", 1000), monthly("D6", 250), monthly("C5", 3))
    shown = openpyxl.load_workbook(done.path, data_only=True)
    sheet, other = shown[MONTHLY], shown["汇总"]
    assert (sheet["D8"].value, sheet["E8"].value, sheet["E5"].value, sheet["C8"].value) == (1250, 1.25, 1, 3)
    assert (other["B1"].value, other["B2"].value) == (2500, 1250)
    assert openpyxl.load_workbook(done.path)[MONTHLY]["D8"].value == "=D5+D6+D7"


def test_a_formula_that_is_not_computed_here_loses_its_old_result_and_is_left_to_the_program(locked: Path) -> None:
    with_result = blanks.rewritten(locked, SHEET, lambda xml: xml.replace("FALSE)</f><v>0</v>", "FALSE)</f><v>99</v>"))
    done = filled(with_result, entry("报表!B3", 5))
    assert done.stale == (CellAddress("报表", 6, 3),)
    assert done.recomputed == (CellAddress("报表", 5, 1), CellAddress("报表", 5, 3))
    assert "<v>99</v>" not in part(done.path)
    assert 'fullCalcOnLoad="1"' in part(done.path, "xl/workbook.xml")
    assert [(one.code, one.level, one.where.cell) for one in done.problems] == [("form-formula-left", Level.NOTE, "D7")]


def test_the_request_to_compute_is_added_where_the_workbook_says_nothing_of_it(locked: Path) -> None:
    def without(xml: str) -> str:
        return re.sub(r"<calcPr[^>]*/>", "", xml)

    silent = blanks.rewritten(locked, "xl/workbook.xml", without, name="silent.xlsx")
    done = filled(silent, entry("报表!B3", 5))
    book = part(done.path, "xl/workbook.xml")
    assert book.index("</sheets>") < book.index('<calcPr fullCalcOnLoad="1"/>')
    openpyxl.load_workbook(done.path)


def test_formulas_that_read_nothing_of_it_keep_their_results(locked: Path) -> None:
    done = filled(locked, entry("报表!B8", dt.date(2026, 5, 31)))
    assert (done.recomputed, done.stale, done.problems) == ((), (), ())
    assert part(done.path, "xl/workbook.xml") == part(locked, "xl/workbook.xml")


def test_no_data_stays_blank_where_a_formula_could_not_bear_it(blank: Path) -> None:
    done = filled(blank, monthly("D5", 5), monthly("D6", text=NO_DATA), monthly("C6", text=NO_DATA), monthly("C5", 2))
    assert done.left_blank == (CellAddress(MONTHLY, 5, 3),)
    assert says(done.path, f"{MONTHLY}!D6") == ""
    assert says(done.path, f"{MONTHLY}!C6") == NO_DATA
    assert (says(done.path, f"{MONTHLY}!D8"), says(done.path, f"{MONTHLY}!C8")) == ("5", "2")
    assert [one.where.cell for one in done.problems if one.code == "form-cell-left-blank"] == ["D6"]


def test_all_that_one_sum_could_not_bear_stays_blank_and_no_more(blank: Path) -> None:
    nothing = [monthly(place, text=NO_DATA) for place in ("D5", "D6", "D7", "C5", "F5")]
    done = filled(blank, *nothing)
    assert [at.place for at in done.left_blank] == ["D5", "D6", "D7"]
    assert says(done.path, f"{MONTHLY}!D8") == "0"


def test_no_data_is_said_where_blank_would_be_an_error_too(locked: Path) -> None:
    done = filled(locked, *(entry(f"报表!C{row}", text=NO_DATA) for row in (3, 4, 5)))
    assert done.left_blank == ()
    assert (says(done.path, "报表!C3"), says(done.path, "报表!D6")) == (NO_DATA, "#DIV/0!")


def test_zero_is_a_number(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "mean.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.write_formula("C1", "=AVERAGE(A1:B1)", None, 0)
        sheet.write_formula("D1", "=COUNT(A1:B1)", None, 0)
    done = filled(tmp_path / "mean.xlsx", entry("甲!A1", 0), entry("甲!B1", 4))
    assert (says(done.path, "甲!C1"), says(done.path, "甲!D1")) == ("2", "2")


def test_an_error_that_a_formula_comes_to_is_told_and_stands_in_the_form(locked: Path) -> None:
    done = filled(locked, *(entry(f"报表!C{row}", 0) for row in (3, 4, 5)))
    assert [(one.code, one.level, one.where.cell) for one in done.problems] == [
        ("form-formula-error", Level.WARNING, "D6")
    ]
    assert says(done.path, "报表!D6") == "#DIV/0!"


@pytest.mark.parametrize(
    ("format_", "number", "narrow"),
    [
        ("General", Decimal("12345.6789"), False),
        ("General", Decimal(123456), True),
        ("0.00", Decimal("12.345"), False),
        ("0.00", Decimal("123.4"), True),
        ("#,##0", Decimal(1234), False),
        ("#,##0", Decimal(12345), True),
        ("0.0%", Decimal("0.5"), False),
        ("0.0%", Decimal("10.5"), True),
        ("#,##0.00_ ", Decimal(999), True),
        ('0"家"', Decimal(123456), False),
    ],
)
def test_a_number_that_its_column_is_too_narrow_for_is_told(
    tmp_path: Path, format_: str, number: Decimal, narrow: bool
) -> None:
    with xlsxwriter.Workbook(tmp_path / "narrow.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.set_column(1, 2, 5, book.add_format({"num_format": format_}))
        sheet.write(0, 0, "指标")
        sheet.write_formula(0, 2, "=B1", book.add_format({"num_format": format_}), 0)
    done = filled(tmp_path / "narrow.xlsx", entry("甲!B1", number))
    assert [one.where.cell for one in done.problems if one.code == "form-cell-narrow"] == ["B1", "C1"] * narrow


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([monthly("E5", 1)], "form-cell-formula"),
        ([monthly("Z99", 1)], "form-cell-absent"),
        ([entry("别的表!A1", 1)], "form-cell-absent"),
        ([monthly("C5", 1), monthly("C5", 2)], "form-cell-twice"),
        ([monthly("A1", text="甲"), monthly("C1", text="乙")], "form-cell-twice"),
        ([monthly("C5", 91150291000100177)], "form-cell-too-long"),
        ([monthly("C5", Decimal("NaN"))], "form-cell-too-long"),
        ([monthly("C5", text="长" * 32_768)], "form-cell-too-long"),
    ],
)
def test_what_cannot_be_filled_is_refused_and_nothing_is_written(blank: Path, said: list[Entry], code: str) -> None:
    with pytest.raises(InputError) as caught:
        fill(blank, [monthly("C6", 1), *said], blank.with_name("out.xlsx"))
    assert [one.code for one in caught.value.problems] == [code]
    assert sorted(one.name for one in blank.parent.iterdir()) == ["monthly.xlsx"]


def test_locked_cells_are_not_filled(locked: Path) -> None:
    with pytest.raises(InputError) as caught:
        fill(locked, [entry("报表!A3", 1), entry("报表!B7", 1), entry("报表!B3", 1)], locked.with_name("out.xlsx"))
    assert [(one.code, one.where.cell) for one in caught.value.problems] == [
        ("form-cell-locked", "A3"), ("form-cell-locked", "B7"),
    ]  # fmt: skip


def test_the_heads_of_a_list_object_are_not_filled(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        book.add_worksheet("甲").add_table("A1:B4", {"columns": [{"header": "园区"}, {"header": "家数"}]})
    with pytest.raises(InputError) as caught:
        fill(tmp_path / "list.xlsx", [entry("甲!B1", text="户数")], tmp_path / "out.xlsx")
    assert caught.value.problems[0].code == "form-cell-locked"
    filled(tmp_path / "list.xlsx", entry("甲!B2", 5))


def test_a_full_disk_leaves_nothing_behind(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(InputError) as caught:
        fill(blank, [monthly("C5", 1)], blank.with_name("out.xlsx"))
    assert caught.value.problems[0].code == "cannot-write"
    assert sorted(one.name for one in blank.parent.iterdir()) == ["monthly.xlsx"]


def test_a_part_that_cannot_be_read_leaves_nothing_behind(blank: Path) -> None:
    held = bytearray(blank.read_bytes())
    with zipfile.ZipFile(blank) as archive:
        broken = archive.getinfo("docProps/app.xml")
    held[broken.header_offset + 60 : broken.header_offset + 80] = bytes(20)
    blank.write_bytes(held)
    with pytest.raises(InputError) as caught:
        fill(blank, [monthly("C5", 1)], blank.with_name("out.xlsx"))
    assert caught.value.problems[0].code == "form-damaged"
    assert sorted(one.name for one in blank.parent.iterdir()) == ["monthly.xlsx"]


def test_folders_and_long_sizes_in_the_file_are_kept_as_programs_take_them(blank: Path) -> None:
    with zipfile.ZipFile(blank) as given, zipfile.ZipFile(blank.with_name("odd.xlsx"), "w") as made:
        made.mkdir("xl/media")
        for info in given.infolist():
            with made.open(zipfile.ZipInfo(info.filename), "w", force_zip64=True) as part_:
                part_.write(given.read(info))
    done = filled(blank.with_name("odd.xlsx"), monthly("C5", 1))
    with zipfile.ZipFile(done.path) as archive:
        assert archive.testzip() is None
        assert {info.extra for info in archive.infolist()} == {b""}
        assert "xl/media/" in archive.namelist()


def test_a_form_may_be_filled_onto_itself(blank: Path) -> None:
    fill(blank, [monthly("C5", 1)], blank)
    assert says(blank, f"{MONTHLY}!C5") == "1"


# --- made up ------------------------------------------------------------------------------------------------------


def test_made_up_figures_say_so_on_every_filled_sheet(blank: Path) -> None:
    done = filled(blank, monthly("C5", 1), made_up=True)
    assert done.marks == (CellAddress(MONTHLY, 0, 0),)
    assert says(done.path, f"{MONTHLY}!A1") == "科技型中小企业培育情况月报表（虚构数据 Made-up data）"
    assert says(done.path, "汇总!A1") == "累计合计"


def test_the_title_says_so_and_not_a_note_above_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "form.xlsx") as book:
        sheet = book.add_worksheet("甲")
        sheet.write("A1", "附件1")
        sheet.merge_range("A2:C2", "月报表", None)
        sheet.write("A3", "指标")
    done = filled(tmp_path / "form.xlsx", entry("甲!B3", 1), made_up=True)
    assert says(done.path, "甲!A2") == "月报表（虚构数据 Made-up data）"
