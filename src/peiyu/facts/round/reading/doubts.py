"""Why a cell waits that could be read, or that looks blank and is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from peiyu.problems import Level, Problem, Text, Where


@dataclass(frozen=True, slots=True)
class Doubted:
    """A cell of a field: the field's name, the place, the text."""

    name: Text
    where: Where
    found: str


Doubt = Callable[[Doubted], Problem]


def column_twice(cell: Doubted) -> Problem:
    """Two columns of one field."""
    step = Text("只留一列后重报，或由办理人逐格采用", "keep one column, or take cells one by one")
    return _doubt("column-twice", "有两列都是这个数据项", "two columns are this field", step, cell)


def column_without_unit(cell: Doubted) -> Problem:
    """Amounts or shares of which nothing says the unit, on a sheet that nothing marks."""
    step = Text("在列名中写明单位后重报", "write the unit in the header and send it again")
    return _doubt("column-without-unit", "没有写明单位", "nothing says the unit", step, cell)


def column_wrong_unit(cell: Doubted) -> Problem:
    """A header with a unit that the field cannot have."""
    step = Text("改正列名中的单位后重报", "correct the unit in the header and send it again")
    return _doubt("column-wrong-unit", "列名中的单位不对", "the unit in the header does not fit", step, cell)


def cell_merged(cell: Doubted) -> Problem:
    """A figure in a block of merged cells."""
    step = Text("取消合并、逐行填写后重报", "unmerge, fill in row by row and send it again")
    return _doubt(
        "cell-merged", "填在合并单元格里，不知是哪家企业的", "in a merged cell: whose it is is not clear", step, cell
    )


def cell_ditto(cell: Doubted) -> Problem:
    """同上: whose figure that is depends on how the rows were sorted."""
    step = Text("写出具体内容后重报", "write out what is meant and send it again")
    return _doubt("cell-ditto", "写的是“同上”，不知指哪一行", "ditto: of which row cannot be told", step, cell)


def cell_error(cell: Doubted) -> Problem:
    """An error where a value should be."""
    step = Text("改正公式，或直接填数后重报", "correct the formula or write the number")
    return _doubt(
        "cell-error", "格里是错误值（如 #REF!、#DIV/0!）", "the cell holds an error such as #REF!", step, cell
    )


def formula_without_value(cell: Doubted) -> Problem:
    """A formula that was never computed."""
    step = Text("用 WPS 或 Excel 打开、保存后重报", "open, save and send it again")
    return _doubt("formula-without-value", "公式没有计算结果", "a formula without a stored result", step, cell)


def text_as_number(cell: Doubted) -> Problem:
    """A long number of a certificate or a patent that a spreadsheet made a number of."""
    step = Text("把该格设为文本格式，重新录入后重报", "make the cell text and enter it again")
    return _doubt(
        "text-as-number",
        "编号被当作数字保存，后几位已丢失",
        "kept as a number, it has lost its last digits",
        step,
        cell,
    )


DOUBTS: Mapping[str, Doubt] = {
    "column-twice": column_twice,
    "column-without-unit": column_without_unit,
    "column-wrong-unit": column_wrong_unit,
    "cell-merged": cell_merged,
    "cell-ditto": cell_ditto,
    "cell-error": cell_error,
    "formula-without-value": formula_without_value,
    "text-as-number": text_as_number,
}


def _doubt(code: str, zh: str, en: str, step: Text, cell: Doubted) -> Problem:
    message = Text(f"「{cell.name.zh}」{zh}", f"{cell.name.en}: {en}")
    return Problem(code, message, cell.where, Level.ERROR, cell.found[:80], next_step=step)
