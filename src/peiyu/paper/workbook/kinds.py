"""The general sentence of a problem code, for counting: the message of one problem names its own cell's detail."""

from __future__ import annotations

from peiyu.facts.intake.cells import CELLS
from peiyu.problems import Text

KINDS: dict[str, Text] = {
    "cell-error": Text("单元格是错误值，按缺失处理", "Cells that hold an error: loaded as missing"),
    "company-twice": Text("同一企业重复出现，内容不矛盾", "The same company again, without contradiction"),
    "company-twice-differs": Text("同一企业重复出现，前后不一", "The same company again with other figures"),
    "date-in-future": Text("日期晚于数据掌握日期", "A date after the facts were known"),
    "date-too-early": Text("日期早于1949年", "A date before 1949"),
    "formula-external": Text("公式引用别的文件，采用上次保存的结果", "Formulas read other files: last results used"),
    "formula-without-value": Text("公式没有计算结果，按缺失处理", "Formulas without a stored value: loaded as missing"),
    "header-outranked": Text("两列是同一数据项，采用其中一列", "Two columns are the same field: one is used"),
    "header-twice": Text("几列是同一数据项", "Several columns are the same field"),
    "header-wrong-unit": Text("列的单位与数据项不符", "A column's unit does not fit its field"),
    "org-check-character": Text("组织机构代码校验位不对", "An organisation code has a wrong check character"),
    "part-over-whole": Text("部分多于总数", "A part is more than its whole"),
    "rd-over-revenue": Text("研发费用超过收入的10倍", "R&D expense over ten times the revenue"),
    "row-without-identity": Text("有的行没有代码和名称，未载入", "Rows without code and name were not loaded"),
    "rows-hidden": Text("有隐藏行（或被筛选），照常读取", "Hidden or filtered rows were read all the same"),
    "share-differs": Text("所印比率与计算不符", "A printed share is not what its figures give"),
    "sum-differs": Text("分项相加与合计不符", "Parts do not add up to their sum"),
    "unit-slip": Text("与往年或相近数据相差千倍以上，多半是单位写错", "Out by a large factor: probably the wrong unit"),
    "uscc-characters": Text("统一社会信用代码中有不应有的字符", "A credit code holds characters that none has"),
    "uscc-check-character": Text("统一社会信用代码校验位不对", "A credit code has a wrong check character"),
    "value-too-large": Text("数值大于可能的上限", "A value above what is possible"),
    "value-too-small": Text("数值小于可能的下限", "A value below what is possible"),
    "year-assumed": Text("没有写明年度，已按推定年度读取", "No year is stated: one was assumed"),
    "zero-is-missing": Text("0按缺失处理", "Zeros were loaded as missing"),
    "zero-for-unknown": Text("0多半表示“未填”", "A zero probably means not known"),
    "zeros-many": Text("0多而空白少，0可能表示“未填”", "Many zeros, hardly a blank: 0 may mean not known"),
}
"""Codes whose message has words filled in; codes of cells have their sentence in `CELLS`."""


def kind_of(code: str) -> Text | None:
    """What a problem code means without any cell's detail; None where its message is already general."""
    if code in CELLS:
        return Text(CELLS[code].zh, CELLS[code].en)
    return KINDS.get(code)
