"""The tables of a sheet: where each begins and ends, which rows are its head, which columns name its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from peiyu.paper.form.grid import Cell, Sheet
from peiyu.paper.form.headers.rows import LONG, RowKind, kind_of_row, texts_of

TableKind = Literal["figures", "list", "pairs"]
CODES = re.compile(r"^\s*([甲乙丙丁]|[\(（]?\d{1,2}[\)）]?([=＝].*)?|[A-Z]([=＝].*)?|—|-|序号)\s*$")
NUMBER = re.compile(r"^\s*[-+]?[\d,，.]+\s*%?\s*$")
NAMED = re.compile(
    r"企业名称|单位名称|公司名称|统一社会信用代码|组织机构代码|项目名称|项目编号|专利名称|专利号|产品名称|机构名称"
    r"|载体名称|姓名|入驻企业|合同编号"
)
"""Headers of columns that list things one by one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows [top, head_end] are its head (none for pairs: head_end = top − 1), then its body to `bottom`;
    columns [left, right]. titles: the lines above it; notes: lines of particulars and notes around it. sections: rows
    of the body that are a heading across the table."""

    sheet: Sheet
    kind: TableKind
    top: int
    head_end: int
    bottom: int
    left: int
    right: int
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: frozenset[int] = frozenset()

    @property
    def body(self) -> range:
        return range(self.head_end + 1, self.bottom + 1)

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that are not hidden."""
        return tuple(one for one in range(self.left, self.right + 1) if one not in self.sheet.hidden_columns)


def tables(sheet: Sheet) -> tuple[Table, ...]:
    """The tables of a sheet from top to bottom."""
    kinds = [kind_of_row(sheet, row) for row in range(sheet.rows)]
    found: list[Table] = []
    pending: list[str] = [line for line in sheet.title.splitlines() if line.strip()]
    notes: list[str] = []
    row = 0
    while row < sheet.rows:
        if kinds[row] is RowKind.CONTENT and row not in sheet.hidden_rows and begins(sheet, row, kinds):
            one = table_from(sheet, row, kinds, titles=tuple(pending), notes=tuple(notes))
            found.append(one)
            pending, notes, row = [], [], one.bottom + 1
            continue
        said = [cell.text.strip() for cell in texts_of(sheet, row)]
        if kinds[row] in (RowKind.TITLE, RowKind.CONTENT):
            pending += said
        elif kinds[row] in (RowKind.PARTICULARS, RowKind.NOTE):
            notes += said
        row += 1
    below = tuple(notes)
    return tuple(
        replace(one, notes=(*one.notes, *below)) if place == len(found) - 1 else one for place, one in enumerate(found)
    )


def begins(sheet: Sheet, row: int, kinds: list[RowKind]) -> bool:
    """Whether a table begins here: at least two texts, or one with blank cells laid out beside it."""
    texts = texts_of(sheet, row)
    if any(len(one.text.strip()) > LONG * 2 for one in texts):
        return False
    if len(texts) >= 2:
        return True
    beside = (sheet.at(row, column) for column in range(texts[0].block.right + 1, sheet.columns))
    return any(one is not None and not one.filled for one in beside)


def table_from(
    sheet: Sheet, top: int, kinds: list[RowKind], *, titles: tuple[str, ...], notes: tuple[str, ...]
) -> Table:
    """The table that begins in a row."""
    left, right = width_of(sheet, top)
    pairs = is_pairs(sheet, top, left, right)
    head_end = top - 1 if pairs else head_of(sheet, top, left, right)
    bottom, sections = body_of(sheet, max(head_end, top - 1) + 1, kinds, left, right)
    if not pairs:
        right = max(right, *(width_of(sheet, row)[1] for row in range(top, head_end + 1)))
    kind: TableKind = "pairs" if pairs else "figures"
    one = Table(sheet, kind, top, head_end, max(bottom, head_end, top), left, right, titles, notes, sections)
    if not pairs and is_list(one):
        return replace(one, kind="list")
    return one


def width_of(sheet: Sheet, row: int) -> tuple[int, int]:
    """First and last column that the cells laid out in a row cover."""
    texts = texts_of(sheet, row)
    laid = [cell for column in range(sheet.columns) if (cell := sheet.at(row, column)) is not None]
    cells = [*texts, *laid]
    return min(cell.block.left for cell in cells), max(cell.block.right for cell in cells)


def blank(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a place says nothing: a blank cell, or none."""
    cell = sheet.at(row, column)
    return cell is None or not cell.filled


def is_pairs(sheet: Sheet, top: int, left: int, right: int) -> bool:
    """Whether a first row is 名称 ▢ 名称 ▢ and no head: it has blanks under which nothing stands either."""
    columns = [one for one in range(left, right + 1) if one not in sheet.hidden_columns]
    holes = [column for column in columns if blank(sheet, top, column)]
    texts = texts_of(sheet, top)
    if not holes or holes == columns[: len(holes)]:
        return False
    below = [column for column in holes if top + 1 < sheet.rows and not blank(sheet, top + 1, column)]
    spread = any(one.block.bottom > top for one in texts)
    alternating = blank(sheet, top, texts[0].block.right + 1) if texts[0].block.right < right else False
    return not below and not spread and alternating


def head_of(sheet: Sheet, top: int, left: int, right: int) -> int:
    """The last row of the head that begins at `top`."""
    end = top
    while True:
        deep = max((cell.block.bottom for cell in texts_of(sheet, end) if not _fills(cell, left, right)), default=end)
        if deep > end and deep < sheet.rows:
            end = deep
            continue
        if end + 1 < sheet.rows and goes_on(sheet, top, end + 1, left, right):
            end += 1
            continue
        return end


def _fills(cell: Cell, left: int, right: int) -> bool:
    return cell.block.left <= left and cell.block.right >= right


def goes_on(sheet: Sheet, top: int, row: int, left: int, right: int) -> bool:
    """Whether a row still belongs to the head: codes of columns; texts under a header that spans several columns; or a
    lower row of a head that was not merged (its first columns blank, most of the others with words)."""
    texts = texts_of(sheet, row)
    if not texts or row in sheet.hidden_rows:
        return False
    if all(CODES.match(one.text) for one in texts) and len(texts) * 2 > right - left + 1:
        return True
    if any(NUMBER.match(one.text) for one in texts):
        return False
    above = {column: sheet.at(row - 1, column) for column in range(left, right + 1)}
    spanned = {
        column for column, cell in above.items()
        if cell is not None and cell.filled and cell.block.right > cell.block.left and cell.block.bottom < row
    }  # fmt: skip
    under = {column for column in spanned if not blank(sheet, row, column)}
    others = [c for c in range(left, right + 1) if c not in spanned and not blank(sheet, row, c)]
    own = [c for c in others if (cell := sheet.at(row, c)) is not None and cell.row == row]
    if under and len(under) == len(spanned) and not own:
        return True
    return lower_row(sheet, row, left, right)


def lower_row(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """A lower row of a head without merges: the first columns blank, words in most of the others, and something blank
    above or beside them in the row before."""
    words = [column for column in range(left, right + 1) if not blank(sheet, row, column)]
    if len(words) < 2 or words[0] == left:
        return False
    first = words[0]
    gaps = any(blank(sheet, row - 1, column) for column in range(first, right + 1))
    return gaps and len(words) * 2 > right - first + 1 and all(not blank(sheet, row - 1, c) for c in range(left, first))


def body_of(sheet: Sheet, start: int, kinds: list[RowKind], left: int, right: int) -> tuple[int, frozenset[int]]:
    """The last row of the body from `start`, and its rows that are headings across the table."""
    bottom, sections, row, gap = start - 1, set(), start, False
    while row < sheet.rows:
        kind = kinds[row]
        if kind in (RowKind.NOTE, RowKind.PARTICULARS):
            break
        if kind is RowKind.EMPTY:
            laid = any(sheet.at(row, column) is not None for column in range(left, right + 1))
            if not laid:
                if gap:
                    break
                gap = True
                row += 1
                continue
            bottom = row if not gap else bottom
            if gap:
                break
        elif kind is RowKind.TITLE:
            if new_title(sheet, row, kinds, gap=gap):
                break
            sections.add(row)
            bottom, gap = row, False
        else:
            if gap and new_head(sheet, row, left, right):
                break
            bottom, gap = row, False
        row += 1
    return bottom, frozenset(sections)


def new_title(sheet: Sheet, row: int, kinds: list[RowKind], *, gap: bool) -> bool:
    """Whether a wide text ends the table: it reads as a title after a gap, or a head follows it."""
    if row + 1 >= sheet.rows:
        return True
    text = texts_of(sheet, row)[0].text.strip()
    if re.match(r"^\s*附?\s*[表件]\s*[\d一二三四五六七八九十]", text):
        return True
    following = next((r for r in range(row + 1, sheet.rows) if kinds[r] is not RowKind.EMPTY), None)
    if following is None or kinds[following] is RowKind.PARTICULARS:
        return True
    return (
        gap
        and kinds[following] is RowKind.CONTENT
        and not any(blank(sheet, following, column) for column in range(*_open(width_of(sheet, following))))
    )


def _open(ends: tuple[int, int]) -> tuple[int, int]:
    return ends[0], ends[1] + 1


def new_head(sheet: Sheet, row: int, left: int, right: int) -> bool:
    """Whether a row after a gap is the head of another table: words in every column."""
    texts = texts_of(sheet, row)
    full = not any(blank(sheet, row, column) for column in range(*_open(width_of(sheet, row))))
    return len(texts) >= 2 and full and not any(NUMBER.match(one.text) for one in texts)


def is_list(one: Table) -> bool:
    """Whether the rows are things one by one (企业, 项目) and the columns their fields."""
    sheet = one.sheet
    heads = {
        column: cell.text for column in one.columns
        if (cell := sheet.at(one.head_end, column)) is not None
    }  # fmt: skip
    named = [column for column, text in heads.items() if NAMED.search(re.sub(r"\s", "", text))]
    if not named:
        return False
    rows = [row for row in one.body if row not in one.sections]
    held = [row for row in rows if not blank(sheet, row, named[0])]
    return len(named) >= 2 or len(held) * 2 < len(rows) or not rows
