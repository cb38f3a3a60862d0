"""Blank forms as superiors send them: workbooks by two writers (texts inline, texts shared), documents, and odd XML."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

THIN = Border(*(Side(style="thin"),) * 4)
FONT = "宋体"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""


def picture() -> io.BytesIO:
    """A picture to be pasted."""
    return io.BytesIO(DOT)


def monthly(path: Path) -> Path:
    """A monthly table: merged head of two rows, totals as formulas, a second sheet that reads the first, styles,
    a rule, a choice, a name and a comment."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月报 (一)"
    sheet["A1"] = "科技型中小企业培育情况月报表"
    sheet.merge_cells("A1:F1")
    sheet["A2"], sheet["F2"] = "填报单位：", "单位：家、万元"
    for place, said in {
        "A3": "指标",
        "B3": "单位",
        "C3": "完成情况",
        "F3": "备注",
        "C4": "本月",
        "D4": "累计",
        "E4": "完成率",
    }.items():
        sheet[place] = said
    for block in ("A3:A4", "B3:B4", "C3:E3", "F3:F4"):
        sheet.merge_cells(block)
    for row, (name, unit) in enumerate(
        (("新增企业", "家"), ("新增小巨人", "家"), ("其他", "家"), ("合计", "家")), start=5
    ):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, unit)
        sheet.cell(row, 5, f"=IFERROR(D{row}/1000,0)").number_format = "0.0%"
        for column in range(1, 7):
            sheet.cell(row, column).border = THIN
            sheet.cell(row, column).font = Font(name=FONT, size=11, bold=row == 8)
        sheet.cell(row, 4).number_format = "#,##0.00"
    sheet["C8"], sheet["D8"] = "=SUM(C5:C7)", "=D5+D6+D7"
    sheet["F8"] = '=TEXT(D8,"0")&"家"'
    sheet["A9"] = "注：本表每月5日前报送。"
    sheet.column_dimensions["A"].width, sheet.row_dimensions[1].height = 18, 32
    sheet.column_dimensions["H"].hidden, sheet.row_dimensions[12].hidden = True, True
    sheet.conditional_formatting.add(
        "C5:D8", CellIsRule(operator="lessThan", formula=["0"], fill=PatternFill("solid", "FFC7CE"))
    )
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("F5:F7")
    sheet.add_data_validation(choice)
    sheet["C5"].comment = Comment("按新认定口径填报", "省厅")
    book.defined_names["全年累计"] = DefinedName("全年累计", attr_text="'月报 (一)'!$D$8")
    other = book.create_sheet("汇总")
    other["A1"], other["B1"] = "累计合计", "='月报 (一)'!D8*2"
    other["A2"], other["B2"] = "按名称", "=全年累计"
    book.create_sheet("空表")
    book.save(path)
    return path


def shared(path: Path) -> Path:
    """A form whose texts are shared, with stored results, a protected sheet, days, and a picture."""
    with xlsxwriter.Workbook(path) as book:
        lined, day = book.add_format({"border": 1}), book.add_format({"num_format": "yyyy-mm-dd", "locked": False})
        month, open_ = book.add_format({"num_format": 'yyyy"年"m"月"'}), book.add_format({"border": 1, "locked": False})
        sheet = book.add_worksheet("报表")
        sheet.protect()
        sheet.set_column(3, 3, 12, book.add_format({"locked": False, "num_format": "0.00%"}))
        sheet.merge_range("A1:D1", "统计表", lined)
        sheet.write_row("A2", ["单位", "上月", "本月"], lined)
        for row in range(2, 5):
            sheet.write_row(row, 0, [f"第{row - 1}园区"], lined)
            sheet.write_blank(row, 1, None, open_)
            sheet.write_number(row, 2, row * 10, open_)
        sheet.write_string("A6", "合计", lined)
        sheet.write_formula("B6", "=SUM(B3:B5)", lined, 0)
        sheet.write_formula("C6", "=ROUND(SUM(C3:C5)*1.5,0)", lined, 135)
        sheet.write_formula("D6", "=B6/C6", lined, 0)
        sheet.write_formula("D7", '=VLOOKUP("第1园区",A3:B5,2,FALSE)', lined, 0)
        sheet.write("A8", "截止日")
        sheet.write_blank("B8", None, day)
        sheet.write("A9", 46143, month)
        sheet.write_blank("B10", None, open_)
        sheet.insert_image("F2", "seal.png", {"image_data": picture()})
    return path


def document(path: Path) -> Path:
    """A Word form: a title, a table with merged cells and a table inside it, and a second table."""
    made = docx.Document()
    made.add_paragraph("附件2")
    made.add_paragraph("企业培育情况统计表")
    table = made.add_table(4, 4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 3)).text = "完成情况"
    for column, said in enumerate(("本月", "累计", "备注"), start=1):
        table.cell(1, column).text = said
    table.cell(2, 0).text, table.cell(3, 0).text = "新增企业（家）", "研发投入（万元）"
    run = table.cell(2, 1).paragraphs[0].add_run("    ")
    run.bold, run.font.name = True, FONT
    table.cell(3, 3).add_table(1, 2).cell(0, 0).text = "其中"
    made.add_paragraph("填表说明：按季报送。")
    made.add_table(2, 2).cell(0, 0).text = "联系人"
    made.save(path)
    return path


def rewritten(source: Path, part: str, change: Callable[[str], str], *, name: str = "changed.xlsx") -> Path:
    """A copy with one part rewritten; fails when the change changed nothing."""
    target = source.with_name(name)
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            held = given.read(one.filename)
            if one.filename == part:
                assert change(held.decode()) != held.decode(), "the edit found nothing to edit"
                held = change(held.decode()).encode()
            made.writestr(one, held)
    return target
