"""The superior's form as its how-to has it: taken in, decided in blocks and one by one, its list of enterprises chosen,
filled, compared with what came back, reported; and the next form, to which all of it is carried."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.months import have_closed_month
from tests.web.journeys.visitor import Visitor

ROWS = ("新增科技型中小企业", "新增国家级高新技术企业", "上云企业")
PARKS = ("北辰科技园", "华苑科技园", "南开科技园")
FIRST, BLANK = 5, 2
"""The first row of figures, and the blank rows of the list."""


def blank(path: Path, lang: str, *, year: int) -> Path:
    """A form with 分园区 and no measure beside it, and a list of enterprises with fewer blank rows than it needs."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月报"
    sheet["A1"] = f"科技企业培育月报表（{year}年9月）"
    for place, said in {"A2": "填报单位：", "A3": "指标", "B3": "单位", "C3": "本年累计", "D3": "分园区"}.items():
        sheet[place] = said
    for column, park in enumerate(PARKS, 4):
        sheet.cell(4, column, park)
    for block in ("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:F3"):
        sheet.merge_cells(block)
    for row, said in enumerate(ROWS, FIRST):
        sheet.cell(row, 1, said)
        sheet.cell(row, 2, "家")
    listed = book.create_sheet("名单")
    listed["A1"] = f"科技型中小企业名单（{lang}）"
    listed.merge_cells("A1:D1")
    for column, said in enumerate(("序号", "企业名称", "统一社会信用代码", "所属园区"), 1):
        listed.cell(2, column, said)
    listed.cell(3 + BLANK, 2, "合计")
    listed.cell(3 + BLANK, 4, f"=COUNTA(B3:B{2 + BLANK})")
    book.save(path)
    return path


def test_a_form_with_a_list_is_filled_compared_and_carried(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, second = arrive(), arrive()
    clerk.sign_in("bangongshi")
    second.sign_in("fuhe")
    have_closed_month(clerk, second)
    take_in(clerk, blank(tmp_path / f"月报{lang}.xlsx", lang, year=2012))
    clerk.shot("form-open")
    clerk.press("整块采用", "Take them all")
    clerk.press("整块留空", "Leave all blank")
    while clerk.page.locator("form.row-actions button[value=blank][name=how]").count():
        choose_list(clerk) if clerk.page.locator("#lists").count() and is_list_open(clerk) else leave_blank(clerk)
    clerk.press("确认全部对应", "Confirm the mapping")
    clerk.press("原样填好", "Fill it in place")
    clerk.read("插了", "rows put in")
    clerk.shot("form-filled")
    come_back(clerk, tmp_path / "回来.xlsx")
    clerk.read("第5—6行 → 第7—8行", "rows 5—6 → 7—8")
    clerk.shot("form-compared")
    clerk.fill("说明", "Why it stands", "已核对") if clerk.page.locator("#why-check").count() else None
    clerk.press("核对通过", "Pass the check")
    clerk.press("登记上报", "Note as reported")
    clerk.read("已上报", "reported")
    name = f"月报{lang}"
    take_in(clerk, blank(tmp_path / f"次年{lang}.xlsx", lang, year=2013), previous=name)
    clerk.read("沿用的对应", "The carried mapping")
    clerk.shot("form-carried")


def take_in(clerk: Visitor, path: Path, *, previous: str = "") -> None:
    """The blank, under the name of its file."""
    clerk.go("/reporting/")
    clerk.page.locator("#file").set_input_files(path)
    clerk.page.fill("#issuer", "虚构市科委")
    if previous:
        clerk.page.select_option("#previous", label=previous)
    clerk.press("收录并对应", "Take it in")


def is_list_open(clerk: Visitor) -> bool:
    """Whether the list still waits for somebody to say with what it is filled."""
    return clerk.page.locator("form[action*='/lists/'] button[name=how]").count() > 0


def choose_list(clerk: Visitor) -> None:
    """Opens the list, looks at its columns and takes the list that its title names."""
    clerk.page.locator("form[action*='/lists/'] a.button").first.click()
    clerk.page.wait_for_load_state()
    clerk.hold_against_rules()
    assert clerk.page.locator("#source").input_value() == "title:tech_sme"
    clerk.shot("form-list")
    clerk.press("就用这份名单", "Use this list")


def leave_blank(clerk: Visitor) -> None:
    """A cell that nobody can tell stays blank."""
    clerk.page.locator("form.row-actions button[value=blank]").first.click()
    clerk.page.wait_for_load_state()


def come_back(clerk: Visitor, path: Path) -> None:
    """The filled form, into which somebody put two rows, is held against what was filled."""
    with clerk.page.expect_download() as told:
        clerk.page.get_by_role("link", name=clerk.word("下载填好的表", "The filled form")).click()
    told.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["月报"]
    for one in [str(each) for each in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(one)
    sheet.insert_rows(2, 2)
    book.save(path)
    clerk.page.locator("#file").set_input_files(path)
    clerk.press("逐格核对", "Compare cell by cell")
