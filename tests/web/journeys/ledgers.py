"""A ledger as a clerk has it: a title, a unit line, merged words, figures with units, codes of all kinds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from peiyu.facts.identity import uscc_check

HEADS = ("序号", "单位名称", "统一社会信用代码", "所属园区", "2011年营业收入（万元）", "2011年职工总数（人）", "备注")


def code_of(number: int) -> str:
    """A made-up credit code."""
    body = f"91120116MA{number:07d}"
    return body + uscc_check(body)


def ugly(path: Path, first: int, *, wrong: bool) -> Path:
    """Three firms; `wrong`: one code has a false check character, one figure cannot be read."""
    code = code_of(first + 1)
    false = code[:-1] + ("0" if code[-1] != "0" else "1")
    rows = (
        (1, f"虚构晨曦{first}号科技有限公司", code_of(first), "", "1,234.5", "８６人", ""),
        (2, f"虚构晚霞{first}号装备有限公司", false if wrong else code, "", "不详" if wrong else 980, 41, "见附件"),
        (3, f"虚构朝露{first}号软件有限公司", code_of(first + 2), "", "0.2亿元", "约120", ""),
    )
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": dt.datetime(2012, 9, 30)})
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "科技型中小企业台账（虚构）")
        sheet.write(1, 0, "填报单位：某园区")
        sheet.write_row(2, 0, HEADS)
        for line, row in enumerate(rows, start=3):
            sheet.write_row(line, 0, row)
        sheet.write(7, 1, "合计")
    return path
