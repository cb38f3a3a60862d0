"""Blank forms whose rows list enterprises: a workbook with all that may stand around a list, and a document."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

THIN = Border(*(Side(style="thin"),) * 4)
SHEET = "企业名单"
HEAD = ("序号", "企业名称", "统一社会信用代码", "营业收入（万元）", "从业人员（人）", "人均收入", "备注")
FIRST, LAST = 4, 6
"""The blank rows of the list, as a workbook numbers them."""


def workbook(path: Path, *, title: str = "科技小巨人企业名单", last: int = LAST) -> Path:
    """A list with numbers, a quotient a row, totals below, a note; names, rules, choices, a comment, a chart, a print
    area, and a second sheet that reads the first."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    sheet["A1"] = title
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "填报单位：甲市高新区"
    for column, said in enumerate(HEAD, 1):
        sheet.cell(3, column, said).font = Font(name="黑体", bold=True)
    sheet.merge_cells("G3:H3")
    for row in range(FIRST, last + 1):
        _row(sheet, row)
    _below(sheet, last + 1)
    _around(book, sheet, last)
    book.save(path)
    return path


def _row(sheet: Worksheet, row: int) -> None:
    sheet.row_dimensions[row].height = 21
    for column in range(1, 9):
        sheet.cell(row, column).border = THIN
        sheet.cell(row, column).alignment = Alignment(wrap_text=True)
    sheet.cell(row, 4).number_format = "#,##0.00"
    sheet.cell(row, 6, f'=IF(E{row}="","",D{row}/E{row})').number_format = "0.0"
    sheet.merge_cells(start_row=row, end_row=row, start_column=7, end_column=8)


def _below(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 2, "合计").font = Font(name="黑体")
    for column in ("D", "E"):
        sheet[f"{column}{row}"] = f"=SUM({column}{FIRST}:{column}{row - 1})"
    sheet[f"F{row}"] = f"=D{row}*1"
    sheet.cell(row + 1, 1, "注：本表每年报一次。")
    sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=8)
    sheet.cell(row + 2, 1, "审核人：")
    sheet[f"B{row}"].comment = Comment("含全部企业", "省厅")


def _around(book: openpyxl.Workbook, sheet: Worksheet, last: int) -> None:
    red = PatternFill("solid", bgColor="FFC7CE")
    sheet.conditional_formatting.add(
        f"D{FIRST}:D{last}", CellIsRule(operator="lessThan", formula=[f"$D${last + 1}/10"], fill=red)
    )
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add(f"G{FIRST}:G{last}")
    sheet.add_data_validation(choice)
    sheet.print_area = f"A1:H{last + 3}"
    sheet.print_title_rows = "1:3"
    book.defined_names["收入合计"] = DefinedName("收入合计", attr_text=f"{SHEET}!$D${last + 1}")
    other = book.create_sheet("汇总")
    other["A1"], other["B1"] = "收入合计", f"={SHEET}!D{last + 1}+1"
    other["B2"], other["B3"] = "=收入合计", f"=SUM({SHEET}!E{FIRST}:E{last})"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=FIRST, max_row=last))
    sheet.add_chart(chart, f"A{last + 6}")


def document(path: Path) -> Path:
    """The list as a document's table, with a total below."""
    made = docx.Document()
    made.add_paragraph("附件2 科技小巨人企业名单")
    table = made.add_table(5, 4)
    table.style = "Table Grid"
    for column, said in enumerate(("序号", "企业名称", "统一社会信用代码", "营业收入（万元）")):
        table.cell(0, column).text = said
    table.cell(4, 1).text = "合计"
    made.save(str(path))
    return path
