"""Finds the table in a sheet: where its headers are, which rows are data, what the lines around it say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from peiyu.facts.intake.headers import Header, normal, parse_header, sheet_unit, year_in
from peiyu.facts.intake.sheets import Sheet

DEEPEST_HEADER = 40
MOST_HEADER_ROWS = 4

TOTAL = r"^\s*(总\s*计|合\s*计|小\s*计|共\s*计|累\s*计|平\s*均|全[市区县]合计)\s*[:：]?"
NOTE = (
    r"^\s*(注|说明|备注|填表说明|填表人|填报人|填报单位|填报日期|制表|审核|联系人|联系电话|负责人|单位负责人|数据来源"
    r"|资料来源|审批)\s*\d*[:：]"
)

_NUMERIC = re.compile(r"[-+]?[\d,，.]+%?")
_SHOWS_DATA = re.compile(r"[\dA-Z]{15,18}|\d{4}[-/.年]\d{1,2}.*|[-+]?[\d,]+\.?\d*%?|是|否|[-—/]")


@dataclass(frozen=True, slots=True)
class Table:
    """`headers[i]` belongs to sheet column i (None: no header). `body` has the sheet's columns and `row`, the
    zero-based sheet row; total rows, notes, blank and repeated header rows are not in it but counted in `skipped`."""

    sheet: Sheet
    headers: tuple[Header | None, ...]
    header_rows: tuple[int, int]
    body: pl.DataFrame
    title: str = ""
    unit: str | None = None
    year: int | None = None
    skipped: tuple[tuple[str, int], ...] = ()


def find_table(sheet: Sheet, known: Callable[[Header], bool]) -> Table | None:
    """The table of a sheet, or None. `known` tells whether a header is one that intake can place: the block of
    header rows with the most such headers is the header."""
    head = [list(row) for row in sheet.cells.head(DEEPEST_HEADER).iter_rows()]
    if not head or not head[0]:
        return None
    filled = _unmerged(sheet, head)
    first, last = _header_block(sheet, head, filled, known)
    if first < 0:
        return None
    paths = [_path(filled, c, first, last) for c in range(len(head[0]))]
    headers = tuple(parse_header(path) if path else None for path in paths)
    above = [cell for row in head[:first] for cell in row if cell]
    unit = next((found for text in above if (found := sheet_unit(text)) is not None), None)
    title = next((text for text in above if sheet_unit(text) is None), "")
    year = year_in(sheet.name) or next((y for text in above if (y := year_in(text)) is not None), None)
    body, skipped = _body(sheet, filled[max(0, last + 1 - MOST_HEADER_ROWS) : last + 1], last)
    if unit is None:
        unit = next((u for row in sheet.cells.tail(3).iter_rows() for t in row if t and (u := sheet_unit(t))), None)
    return Table(sheet, headers, (first, last), body, title, unit, year, skipped)


def _unmerged(sheet: Sheet, head: list[list[str | None]]) -> list[list[str | None]]:
    """The head with each merged block filled with its first cell."""
    filled = [row.copy() for row in head]
    for block in sheet.merged:
        if block.top >= len(filled) or block.left >= len(filled[0]):
            continue
        value = head[block.top][block.left]
        for r in range(block.top, min(block.bottom + 1, len(filled))):
            for c in range(block.left, min(block.right + 1, len(filled[0]))):
                filled[r][c] = value
    return filled


def _header_block(
    sheet: Sheet, head: list[list[str | None]], filled: list[list[str | None]], known: Callable[[Header], bool]
) -> tuple[int, int]:
    """First and last header row: the block with the most different known headers, the shortest of equals; (-1, -1)
    if even the best has none and no row looks like a header."""
    best, best_score = (-1, -1), 0.0
    for last in range(len(head)):
        if _looks_like_data(head[last]) or sum(c is not None for c in head[last]) == 0:
            continue
        for depth in range(MOST_HEADER_ROWS):
            first = last - depth
            if first < 0 or (depth and not _may_be_header(sheet, first, head, filled)):
                break
            paths = {_path(filled, c, first, last) for c in range(len(head[0]))}
            score = sum(known(parse_header(path)) for path in paths if path) - 0.1 * depth - 0.01 * last
            if score > best_score:
                best, best_score = (first, last), score
    return best


def _may_be_header(sheet: Sheet, row: int, head: list[list[str | None]], filled: list[list[str | None]]) -> bool:
    """A row above the last header row belongs to the header unless it is a title: one text over the whole width."""
    cells = [c for c in head[row] if c]
    if not cells or _looks_like_data(head[row]) or any(sheet_unit(c) and len(c) > 5 for c in cells):
        return False
    width = sum(c is not None for c in filled[row])
    return len(cells) > 1 or (width < len(head[0]) * 0.8 and width > 1)


def _looks_like_data(row: list[str | None]) -> bool:
    cells = [c for c in row if c]
    shows = sum(_SHOWS_DATA.fullmatch(c) is not None for c in cells)
    years = sum(re.fullmatch(r"(19|20)\d{2}", c) is not None for c in cells)
    return bool(cells) and (shows - years) / len(cells) > 0.3


def _path(filled: list[list[str | None]], column: int, first: int, last: int) -> tuple[str, ...]:
    path: list[str] = []
    for r in range(first, last + 1):
        cell = filled[r][column]
        if cell and (not path or path[-1] != cell):
            path.append(re.sub(r"\s+", "", cell))
    return tuple(path)


def _body(sheet: Sheet, header: list[list[str | None]], last: int) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Rows after the header without totals, notes, blanks and repeated headers."""
    names = sheet.cells.columns
    rows = sheet.cells.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).slice(last + 1)
    blank = pl.all_horizontal(pl.col(names).is_null())
    lead = pl.coalesce(names[:4])
    early = [pl.col(n).str.contains(TOTAL).fill_null(False) for n in names[:3]]
    filled = pl.sum_horizontal(pl.col(n).is_not_null() for n in names)
    said = {n: [row[i] for row in header if len(normal(row[i] or "")) > 1] for i, n in enumerate(names)}
    same = [pl.col(n).is_in(texts) for n, texts in said.items() if texts]
    alike = pl.sum_horizontal(same).fill_null(0) if same else pl.lit(0)
    repeated = (alike >= 2) & (alike >= filled * 0.7)
    kinds = (
        pl.when(blank)
        .then(pl.lit("blank"))
        .when(pl.any_horizontal(early))
        .then(pl.lit("total"))
        .when(
            lead.str.contains(NOTE)
            | ((filled <= 2) & lead.str.contains(r"^\s*(注|说明|备注|填表人|制表人|审核人|单位)[\s:：\d]"))
        )
        .then(pl.lit("note"))
        .when(repeated)
        .then(pl.lit("repeated header"))
        .otherwise(pl.lit("data"))
        .alias("kind")
    )
    marked = rows.with_columns(kinds)
    counts = dict(marked.group_by("kind").len().iter_rows())
    skipped = tuple(sorted((kind, number) for kind, number in counts.items() if kind != "data"))
    return marked.filter(pl.col("kind") == "data").drop("kind"), skipped
