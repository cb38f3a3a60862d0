"""A superior's blank form of a made-up city: a monthly table with a head of two rows, laid out as such tables are."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

ROWS = (
    ("新增科技型中小企业", "家"), ("新增科技小巨人企业", "家"), ("新增国家级高新技术企业", "家"),
    ("科技型中小企业总数", "家"), ("科技小巨人企业总数", "家"), ("企业专利申请量", "件"),
    ("产学研合作创新联盟", "个"), ("引进和建立高水平研发机构", "家"), ("孵化器建设", "万平方米"),
    ("吸引金融机构进区", "家"), ("新增上市企业", "家"), ("专精特新企业", "家"),
)  # fmt: skip
"""Names and units as the city writes them; of the last the zone has no figure."""
LEAD = ("序号", "指标名称", "计量单位", "全年目标", "本月数", "本年累计", "完成率（%）")
WIDTHS = (6, 30, 10, 10, 10, 10, 12)
HEAD = 4
THIN = Border(**dict.fromkeys(("left", "right", "top", "bottom"), Side(style="thin")))
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


def blank(day: dt.date, parks: tuple[str, ...]) -> bytes:
    """The workbook for the month of a day."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "月报表"
    last = len(LEAD) + len(parks)
    _head(sheet, day, parks, last)
    for place, (name, unit) in enumerate(ROWS, start=1):
        for column, text in enumerate((place, name, unit), start=1):
            sheet.cell(HEAD + 1 + place, column, text)
    foot = HEAD + 2 + len(ROWS)
    for line in sheet.iter_rows(min_row=HEAD, max_row=foot - 1, max_col=last):
        for cell in line:
            cell.border = THIN
    sheet.cell(foot, 1, "说明：1. 各园区栏填本年累计数；2. 没有数据的指标请注明；3. 每月5日前报送。")
    sheet.merge_cells(start_row=foot, end_row=foot, start_column=1, end_column=last)
    sheet.cell(foot + 1, 1, "填报人：            审核人：            单位负责人：")
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Worksheet, day: dt.date, parks: tuple[str, ...], last: int) -> None:
    title = sheet.cell(1, 1, f"科技型中小企业培育工作月报表（{day.year}年{day.month}月）")
    title.font, title.alignment = Font(size=16, bold=True), CENTRED
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last)
    sheet.cell(2, 1, "填报单位：虚构高新区管委会")
    sheet.cell(2, last, "表号：虚构科统1表").alignment = Alignment(horizontal="right")
    for column, (text, width) in enumerate(zip(LEAD, WIDTHS, strict=True), start=1):
        sheet.merge_cells(start_row=HEAD, end_row=HEAD + 1, start_column=column, end_column=column)
        sheet.cell(HEAD, column, text)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = width
    first = len(LEAD) + 1
    sheet.cell(HEAD, first, "本年累计，其中：分园区")
    sheet.merge_cells(start_row=HEAD, end_row=HEAD, start_column=first, end_column=last)
    for place, park in enumerate(parks):
        sheet.cell(HEAD + 1, first + place, park)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(first + place)].width = 12
    for line in sheet.iter_rows(min_row=HEAD, max_row=HEAD + 1, max_col=last):
        for cell in line:
            cell.alignment, cell.font = CENTRED, Font(bold=True)
    sheet.row_dimensions[1].height = 28
    sheet.row_dimensions[HEAD + 1].height = 30
