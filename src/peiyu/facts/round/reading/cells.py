"""Cells → stored values: what each says, or why it is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from peiyu.facts.identity import AS_NUMBER
from peiyu.facts.intake.cells import CELLS, Cell, cell_problems
from peiyu.facts.intake.columns import read_values
from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.round.reading.file import Address
from peiyu.facts.round.reading.headers import Found
from peiyu.facts.snapshot import Value
from peiyu.problems import Level, Problem, Text, Where


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: its stored value (None: blank, or not taken), its text, what is told of it, and whether it waits for a
    person."""

    value: Value | None
    raw: str
    where: Where
    problem: Problem | None = None
    waits: bool = False


DOUBTS: Mapping[str, Text] = {
    "column-twice": Text("有两列都是这个数据项，不知以哪列为准", "two columns are this field"),
    "column-without-unit": Text("列名和表头都没有写明单位", "neither the header nor the sheet says the unit"),
    "column-wrong-unit": Text("列名中的单位与数据项不符", "the unit in the header does not fit the field"),
    "cell-merged": Text("合并单元格里的数，不知是哪家企业的", "a figure in a merged cell: whose it is is not clear"),
    "cell-error": Text("格里是错误值（如 #REF!、#DIV/0!）", "the cell holds an error such as #REF!"),
    "text-as-number": Text("编号被当作数字保存，后几位已丢失", "kept as a number, it has lost its last digits"),
    "formula-without-value": Text("公式没有计算结果", "a formula without a stored result"),
}
"""Why a cell waits that could be read."""

STEPS: Mapping[str, Text] = {
    "column-twice": Text("只留一列后重报，或由办理人逐格采用", "keep one column, or take cells one by one"),
    "column-without-unit": Text("在列名中写明单位后重报，如“（万元）”", "write the unit in the header"),
    "column-wrong-unit": Text("改正列名中的单位后重报", "correct the unit in the header and send it again"),
    "cell-merged": Text("取消合并、逐行填写后重报", "unmerge, fill in row by row and send it again"),
    "cell-error": Text("改正公式，或直接填数后重报", "correct the formula or write the number"),
    "text-as-number": Text("把该格设为文本格式，重新录入后重报", "make the cell text and enter it again"),
    "formula-without-value": Text("用 WPS 或 Excel 打开、保存后重报", "open, save and send it again"),
}


def read_column(
    sheet: Sheet, found: Found, rows: pl.Series, texts: pl.Series, *, valueless: Mapping[Address, str]
) -> list[Said]:  # fmt: skip
    """The cells of one column. rows: zero-based sheet rows; texts: what stands in them."""
    field = found.column.field
    assert field is not None
    read = read_values(texts, field, unit=found.unit, epoch_1904=sheet.epoch_1904)
    odd = {one.row: one.code for one in read.odd}
    merged = _merged(sheet, found.index)
    made = []
    for at, (row, raw, value) in enumerate(zip(rows.to_list(), texts.to_list(), read.stored.to_list(), strict=True)):
        where, text = sheet.where(row, found.index), raw or ""
        doubt = found.doubt if text else ""
        if field.type == "text" and AS_NUMBER.fullmatch(text):
            doubt = "text-as-number"
        if (row, found.index) in valueless and not text:
            doubt = valueless[row, found.index]
        elif row in merged:
            doubt = "cell-merged"
        if doubt:
            made.append(Said(None, text, where, doubtful(doubt, field.name, where, text), waits=True))
        elif at in odd:
            (problem,) = cell_problems(sheet, [Cell(row, found.index, odd[at], text)], field=field, lenient=False)
            keeps = CELLS[odd[at]].keeps
            made.append(Said(value if keeps else None, text, where, problem, waits=not keeps))
        else:
            made.append(Said(value, text, where))
    return made


def doubtful(code: str, name: Text, where: Where, found: str) -> Problem:
    """Why a cell of this field waits."""
    said = DOUBTS[code]
    message = Text(f"「{name.zh}」{said.zh}", f"{name.en}: {said.en}")
    return Problem(code, message, where, Level.ERROR, found[:80], next_step=STEPS[code])


def _merged(sheet: Sheet, column: int) -> frozenset[int]:
    """Rows of a column that lie in a merged block."""
    blocks = (one for one in sheet.merged if one.left <= column <= one.right)
    return frozenset(row for one in blocks for row in range(one.top, min(one.bottom, sheet.cells.height) + 1))


def filled_down(sheet: Sheet, column: int, rows: Sequence[int], texts: Sequence[str | None]) -> Iterator[str]:
    """A column that names, with blocks merged down it filled: one name over several rows names each of them."""
    tops = {row: one.top for one in sheet.merged if one.left == column for row in range(one.top + 1, one.bottom + 1)}
    by_row = dict(zip(rows, texts, strict=True))
    for row, text in by_row.items():
        yield (text if text is not None else by_row.get(tops.get(row, -1))) or ""
