"""What stands above and beside each cell of a form, read from its layout alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Side
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.headers.cells import Fillable, fillable, listed
from peiyu.paper.form.opening import open_form


def laid(text: str, folder: Path, *, name: str = "表") -> dict[str, Fillable]:
    """Cell → what waits there, of a form with one sheet."""
    form = Written(name="form", pack="", sheets={name: text}, key="")
    return {one.cell.place: one for one in fillable(open_form(form.make(folder)))}


def test_headers_are_the_path_above_and_beside(tmp_path: Path) -> None:
    found = laid(
        """
一览表|<|<|<
单位：家|||
园区|新增|<|备注
^|本月|累计|^
甲园|.|.|.
乙园|.|.|.
""",
        tmp_path,
    )
    assert set(found) == {f"{column}{row}" for column in "BCD" for row in (5, 6)}
    one = found["C6"].headers
    assert (one.rows, one.columns, one.row_head, one.units) == (("乙园",), ("新增", "累计"), "园区", ("家",))
    assert one.titles[-1] == "一览表"


def test_a_head_that_was_not_merged_spreads_to_the_right(tmp_path: Path) -> None:
    found = laid(
        """
指标|单位|2026年5月||1-5月|
||当月|同比%|累计|同比%
新增高企|家|.|.|.|.
""",
        tmp_path,
    )
    assert [found[f"{column}3"].headers.columns for column in "CDEF"] == [
        ("2026年5月", "当月"), ("2026年5月", "同比%"), ("1-5月", "累计"), ("1-5月", "同比%"),
    ]  # fmt: skip
    assert found["C3"].headers.unit == "家"


def test_codes_of_columns_are_no_headers(tmp_path: Path) -> None:
    found = laid("指标|单位|本月|累计\n甲|乙|1|2\n新增高企|家|.|.", tmp_path)
    assert found["D3"].headers.columns == ("累计",)


@pytest.mark.parametrize("second", ["~~~~注册资本不足2000万元", "~~其中：注册资本不足2000万元"])
def test_a_part_knows_its_whole_and_so_does_the_row_below_it(tmp_path: Path, second: str) -> None:
    found = laid(
        f"指标|本月\n新增科小|.\n~~其中：注册资本2000万元以上|.\n{second}|.\n新增高企|.",
        tmp_path,
    )
    assert [found[f"B{row}"].headers.whole for row in range(2, 6)] == ["", "新增科小", "新增科小", ""]
    assert found["B3"].headers.rows == ("注册资本2000万元以上",)


def test_an_indent_of_the_format_is_one_of_spaces(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("指标", "本月"), ("新增科小", None), ("其中：大额", None), ("小额", None), ("新增高企", None)):
        sheet.append(row)
    for row, steps in ((3, 1), (4, 4)):
        sheet.cell(row, 1).alignment = Alignment(indent=steps)
    for row in range(1, 6):
        sheet.cell(row, 2).border = Border(left=Side(style="thin"))
    book.save(tmp_path / "indented.xlsx")
    found = {one.cell.place: one.headers.whole for one in fillable(open_form(tmp_path / "indented.xlsx"))}
    assert found == {"B2": "", "B3": "新增科小", "B4": "新增科小", "B5": ""}


def test_a_column_of_a_part_knows_the_column_of_its_whole(tmp_path: Path) -> None:
    found = laid("园区|有效数|其中：新增|备注\n甲园|.|.|.", tmp_path)
    assert (found["C2"].headers.whole, found["B2"].headers.whole) == ("有效数", "")


def test_numbering_and_wide_rows_are_headings(tmp_path: Path) -> None:
    found = laid("指标|单位|本月\n一、企业培育|<|<\n1.新增高企|家|.\n二、创新|<|<\n1.新增专利|件|.", tmp_path)
    assert found["C3"].headers.headings == ("一、企业培育",)
    assert found["C5"].headers.headings == ("二、创新",)


def test_two_halves_side_by_side_are_kept_apart(tmp_path: Path) -> None:
    found = laid("指标|单位|完成|指标|单位|完成\n新增科小|家|.|新增高企|家|.", tmp_path)
    assert (found["C2"].headers.rows, found["F2"].headers.rows) == (("新增科小",), ("新增高企",))


def test_a_card_has_the_name_at_the_left_of_each_blank(tmp_path: Path) -> None:
    found = laid("登记卡|<|<|<\n有效科小（家）|.|新增高企（家）|.\n联系人|.|电话|.", tmp_path)
    assert {place: one.headers.rows for place, one in found.items()} == {
        "B2": ("有效科小（家）",), "D2": ("新增高企（家）",), "B3": ("联系人",), "D3": ("电话",),
    }  # fmt: skip


def test_two_tables_of_a_sheet_have_their_own_titles(tmp_path: Path) -> None:
    found = laid(
        "表1 企业|<|<\n指标|单位|本月\n新增高企|家|.\n||\n表2 专利|<|<\n指标|单位|累计\n新增专利|件|.", tmp_path
    )
    assert (found["C3"].headers.titles, found["C7"].headers.titles) == (("表1 企业",), ("表2 专利",))
    assert (found["C3"].table, found["C7"].table) == (0, 1)


def test_a_list_of_enterprises_waits_for_no_figures(tmp_path: Path) -> None:
    form = Written(
        name="list", pack="", key="",
        sheets={"名单": "新增企业名单|<|<\n序号|企业名称|统一社会信用代码\n1|.|.\n2|.|.", "填表说明": "说明|.\n项目|."},
    )  # fmt: skip
    opened = open_form(form.make(tmp_path))
    assert fillable(opened) == ()
    (one,) = listed(opened)
    assert (one.sheet, one.first, one.last, one.fields) == ("名单", 2, 3, ("序号", "企业名称", "统一社会信用代码"))


def test_particulars_and_notes_are_no_rows(tmp_path: Path) -> None:
    found = laid(
        "月报|<|<\n填报单位：|.|2026年5月\n指标|本月|累计\n新增高企|.|.\n注：每月5日前报。|<|<\n填表人：|.|电话：",
        tmp_path,
    )
    assert set(found) == {"B4", "C4"}
