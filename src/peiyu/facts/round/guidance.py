"""The first sheet of a unit's workbook: what is asked, of whom, for when, by what right, and how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence

import xlsxwriter

from peiyu.facts.round.layout import REQUIRED
from peiyu.facts.round.mark import printed
from peiyu.facts.round.model import Asked, Unit
from peiyu.facts.vocabulary.load import Vocabulary

SHEET = "填报说明"
MADE_UP = "虚构数据，仅供演示"

HOW = (
    "白色格填报；灰色格是已掌握的数，不用再报，请勿改动。灰色格有误的，在“说明”栏写明，由收表单位办理更正。",
    f"列名带“{REQUIRED}”的必填。不掌握的留空，不要填 0；确实为零的填 0。",
    "金额单位见列名（万元），可在格内另写单位，如“1.2亿元”；比率填百分数，如 12.5 表示 12.5%。",
    "日期写作 2026-05-31。有下拉列表的，请从列表中选择。统一社会信用代码按文本保存，不要改成数字格式。",
    "数据与常理或上期差别较大的，在“说明”栏写一句原因，可免退回。",
    "可以筛选、调整列宽、隐藏不看的列；要排序的先撤销工作表保护（没有密码）。请不要改动列名、合并单元格，不要用图片代替表格。",
    "填好后用 WPS 或 Excel 存为 .xlsx 原样报回；文件可以改名。",
)
NEW_ROWS = "“{sheet}”可以增行：在已有各行下方的空行中，{first}一条记录填一行。"
NARROW, WIDE, LINE = 16, 92, 20
IN_ENGLISH = (
    "Fill in the white cells; grey cells are held already. Leave blank what is not known, never 0; amounts in 万元 "
    "(10,000 yuan) unless the cell says otherwise, shares in percent. Columns with * are required. Keep the headers."
)


def guidance(book: xlsxwriter.Workbook, asked: Asked, unit: Unit, vocabulary: Vocabulary) -> None:
    """Add the sheet."""
    page = book.add_worksheet(SHEET)
    page.set_column(0, 0, NARROW)
    page.set_column(1, 1, WIDE)
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    label = book.add_format({"bold": True, "bg_color": "#EDF2F7", "border": 1, "valign": "vcenter"})
    text = book.add_format({"text_wrap": True, "border": 1, "valign": "vcenter"})
    small = book.add_format({"font_size": 9, "font_color": "#595959", "text_wrap": True})
    page.merge_range(0, 0, 0, 1, asked.title, title)
    page.set_row(0, 34)
    row = 1
    for name, said in account(asked, unit, vocabulary):
        page.write_string(row, 0, name, label)
        page.write_string(row, 1, said, text)
        page.set_row(row, LINE * lines_of(said, WIDE))
        row += 1
    row += 1
    page.write_string(row, 0, "填报方法", book.add_format({"bold": True}))
    for number, said in enumerate(rules(asked, vocabulary), 1):
        row += 1
        page.merge_range(row, 0, row, 1, f"{number}．{said}", book.add_format({"text_wrap": True, "valign": "top"}))
        page.set_row(row, LINE * lines_of(f"{number}．{said}", NARROW + WIDE))
    page.merge_range(row + 2, 0, row + 2, 1, IN_ENGLISH, small)
    page.set_row(row + 2, 30)
    page.merge_range(row + 3, 0, row + 3, 1, printed(asked, unit), small)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.protect("", {"format_columns": True, "format_rows": True})


def lines_of(said: str, width: int) -> int:
    """How many lines a text takes in a column so many digits wide; a Chinese character is two wide."""
    wide = [sum(2 if ord(one) > 0x2E80 else 1 for one in line) for line in said.split("\n")]
    return sum(1 + max(0, one - 1) // (width - 1) for one in wide)


def account(asked: Asked, unit: Unit, vocabulary: Vocabulary) -> Sequence[tuple[str, str]]:
    """What, who, when and by what right: label and text."""
    basis, due = asked.basis, asked.due
    sheets = "、".join(f"{vocabulary.entities[s.entity].name.zh}（{len(s.fields)} 项）" for s in asked.sheets)
    made = [
        ("报送单位", f"{unit.name}（{len(unit.firms)} 家企业）" if len(unit.firms) > 1 else unit.name),
        ("统计期间", asked.span.said.zh),
        ("报送截止", f"{due.year}年{due.month}月{due.day}日"),
        ("收表内容", sheets),
        ("收表依据", basis.authority),
    ]
    if basis.is_statistical or basis.table:
        until = basis.valid_until
        made += [
            ("表　　号", basis.table),
            ("批准文号", basis.approval),
            ("有效期至", f"{until.year}年{until.month}月{until.day}日" if until else ""),
        ]
    used = "只作统计汇总，不用于对企业的认定和补助" if basis.is_statistical else "行政工作使用；同一数据不重复收取"
    made.append(("数据用途", used))
    return [*made, ("特别说明", MADE_UP)] if asked.made_up else made


def rules(asked: Asked, vocabulary: Vocabulary) -> tuple[str, ...]:
    """How to fill it in."""
    growing = [vocabulary.entities[one.entity] for one in asked.sheets if one.new_rows]
    return (
        *HOW,
        *(NEW_ROWS.format(sheet=e.name.zh, first="先选企业名称，" if e.of == "enterprise" else "") for e in growing),
    )
