"""The rows of a table by name: which columns name them, how they are numbered and indented, what is a 其中 of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peiyu.paper.form.headers.rows import texts_of
from peiyu.paper.form.headers.table import CODES, NUMBER, Table, blank
from peiyu.paper.form.units import plain_unit

OTHER = re.compile(
    r"^(序号|编号|代码|行次|(主要|第一)?(责任|牵头|配合|协同|协办|承办|主管|分管)(配合|牵头)?(单位|部门|领导|人|处室|科室)|备注|.*(说明|口径|解释|定义|范围)$|计算方法|计分方法|数据来源"
    r"|依据|文号|权重|分值|评分标准|完成时限|完成期限|时限|No\.?|Remarks?)|^(年度|全年|总体?|考核|\d{4}年度?)?(目标(值|数|任务)?|任务数|计划数)([（(].*)?$"
)
"""Headers of columns whose words do not name a row."""
VALUE = re.compile(r"^\s*[约超近≥>＞]?\s*\d[\d,.]*\s*([-—–~至]\s*\d[\d,.]*)?\s*[^\d\s]{0,3}(以上|左右|以下|以内)?\s*$")
"""A number with its unit: 1000家, 35家以上, 1—2个."""
UNIT = re.compile(r"^(计量)?单位(Unit)?$|^Unit$", re.I)
PART = re.compile(r"^[\s　]*(其\s*中|of which)\s*[:：,，]?\s*", re.I)
LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^([（(]\d{1,2}[）)]|[①-⑳]|\d{1,2}\.\d{1,2}\.?)"),
)
"""How items are numbered, the outermost first."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of one row: its own words (several label columns: outer to inner), the rows it stands under, and whether
    it is a 其中 of the last of them. unit: what a unit column says."""

    own: tuple[str, ...]
    outer: tuple[str, ...] = ()
    whole: str = ""
    unit: str = ""
    headings: tuple[str, ...] = ()


def label_columns(table: Table) -> tuple[int, ...]:
    """The columns that name the rows, left to right: mostly words in the body, with a blank column after them."""
    return tuple(column for column in table.columns if _names(table, column))


def _names(table: Table, column: int) -> bool:
    head = head_text(table, column)
    if OTHER.search(re.sub(r"\s", "", head)):
        return False
    rows = [row for row in table.body if row not in table.sections and texts_of(table.sheet, row)]
    held = [cell for row in rows if (cell := table.sheet.at(row, column)) is not None and cell.filled]
    words = [cell for cell in held if not _number(cell.text) and not cell.formula]
    return bool(words) and len(words) * 2 >= len(rows)


def _number(text: str) -> bool:
    return bool(NUMBER.match(text) or VALUE.match(text)) and not LEVELS[2].match(text.strip())


def unit_column(table: Table) -> int | None:
    """The column that gives the unit of each row: headed 单位, with units in it."""
    for column in table.columns:
        if UNIT.match(re.sub(r"\s", "", head_text(table, column))):
            said = [
                cell.text for row in table.body if (cell := table.sheet.at(row, column)) is not None and cell.filled
            ]
            if said and sum(bool(plain_unit(one)) for one in said) * 2 >= len(said):
                return column
    return None


def head_text(table: Table, column: int) -> str:
    """What the head says over a column, the lowest words."""
    for row in range(table.head_end, table.top - 1, -1):
        cell = table.sheet.at(row, column)
        if cell is not None and cell.filled and (row == table.top or not CODES.match(cell.text)):
            return cell.text.strip()
    return ""


def labels(table: Table, columns: tuple[int, ...]) -> dict[int, Label]:
    """Row → its label, by the given label columns. Rows without words have none."""
    found: dict[int, Label] = {}
    stack: list[tuple[int, str, str]] = []  # level, words, numbering of the rows that stand above
    section: tuple[str, ...] = ()
    units = unit_column(table)
    part: tuple[int, str] | None = None  # indent of the words after 其中, and what they are part of
    for row in table.body:
        if row in table.sections:
            section, stack, part = tuple(one.text.strip() for one in texts_of(table.sheet, row)), [], None
            continue
        words = _words(table, row, columns)
        if not words:
            continue
        raw = words[-1]
        level = level_of(raw)
        whole = ""
        if PART.match(raw):
            whole = stack[-1][1] if stack else ""
            part = (len(raw) - len(raw[PART.match(raw).end() :]), whole)  # type: ignore[union-attr]
        elif part is not None and (raw.startswith((" ", "　")) and _indent(raw) > 0):
            whole = part[1]
        else:
            part = None
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, raw.strip(), ""))
        above = tuple(text for _, text, _ in stack[:-1])
        found[row] = Label(
            own=tuple(PART.sub("", one).strip() for one in words), outer=tuple(w.strip() for w in words[:-1]),
            whole=whole, unit=_unit(table, row, units), headings=(*section, *above),
        )  # fmt: skip
    return found


def _unit(table: Table, row: int, column: int | None) -> str:
    cell = None if column is None else table.sheet.at(row, column)
    return "" if cell is None else plain_unit(cell.text)


def _words(table: Table, row: int, columns: tuple[int, ...]) -> tuple[str, ...]:
    """The words that name a row, outer to inner; of a block over several columns once; numbers and units are none."""
    seen, words = set(), []
    for column in columns:
        cell = table.sheet.at(row, column)
        if cell is None or not cell.filled or (cell.row, cell.column) in seen or blank(table.sheet, row, column):
            continue
        seen.add((cell.row, cell.column))
        if not _number(cell.text) and not plain_unit(cell.text) and re.search(r"\w", cell.text):
            words.append("　" * cell.indent + cell.text.rstrip())
    return tuple(words)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" 　"))


def level_of(text: str) -> int:
    """How deep a label stands by its numbering: 一、 0 · （一） 1 · 1. 2 · （1） 3 · none 4, and one more where it is
    indented."""
    bare = text.strip()
    for level, pattern in enumerate(LEVELS):
        if pattern.match(bare):
            return level * 2
    return len(LEVELS) * 2 + (1 if _indent(text) else 0)
