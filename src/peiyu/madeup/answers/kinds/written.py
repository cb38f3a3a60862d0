"""Cells in which the right value is written in an unusual way."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from peiyu.madeup.answers.draft import Draft
from peiyu.madeup.answers.kinds.kind import Kind, Spoiled, some
from peiyu.madeup.answers.kinds.parts import linked
from peiyu.problems import Text

WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def full_width(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    for code in draft.fields():
        value = line.cells[draft.columns[code]]
        line.cells[draft.columns[code]] = None if value is None else str(value).translate(WIDE)
    return Spoiled(draft.address(line.enterprise, "revenue"))


def hundred_millions(draft: Draft, chance: Random) -> Spoiled:
    """3亿元 in a column of 万元."""
    line = some(draft, chance)
    amount = Decimal(str(line.cells[draft.columns["total_assets"]])) / 10_000
    line.cells[draft.columns["total_assets"]] = f"{amount.normalize():f}亿元"
    return Spoiled(draft.address(line.enterprise, "total_assets"))


def unit_in_cell(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    for code, unit in (("revenue", "万元"), ("employees", "人")):
        line.cells[draft.columns[code]] = f"{line.cells[draft.columns[code]]} {unit}"
    return Spoiled(draft.address(line.enterprise, "revenue"))


def separators(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    for code in ("revenue", "total_assets"):
        line.cells[draft.columns[code]] = f" {line.cells[draft.columns[code]]:,.2f} "
    return Spoiled(draft.address(line.enterprise, "revenue"))


def external_formula(draft: Draft, chance: Random) -> Spoiled:
    """A formula that reads another workbook, with the result of the last time."""
    line = some(draft, chance)
    result = line.cells[draft.columns["revenue"]]
    where = draft.address(line.enterprise, "revenue")
    draft.after.append(linked(draft.page.title, where, result))
    return Spoiled(where)


WRITTEN = (
    Kind("full-width", Text("全角数字", "full-width digits"), "merged", full_width),
    Kind("hundred-millions", Text("单元格里写“亿元”", "亿元 written in a cell"), "merged", hundred_millions),
    Kind("unit-in-cell", Text("单元格里写单位", "units written in cells"), "merged", unit_in_cell),
    Kind("separators", Text("千位分隔、空格的文本数字", "text with separators and spaces"), "merged", separators),
    Kind("external-formula", Text("公式引用别的文件", "a formula to another file"), "merged", external_formula),
)
