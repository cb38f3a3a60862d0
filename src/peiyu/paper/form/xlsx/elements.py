"""The elements of a worksheet's part, with their places: rows, cells, merged blocks, styles of what is not written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.facts.intake.sheets import Range, column_of
from peiyu.paper.form.markup import MarkupError, Node

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Stood:
    """A cell's element with its place."""

    row: int
    column: int
    node: Node


@dataclass(frozen=True, slots=True)
class Defaults:
    """The styles of cells that do not stand in the file: by row, and by columns [first, last]."""

    rows: dict[int, str]
    columns: tuple[tuple[int, int, str], ...]

    @classmethod
    def of(cls, root: Node) -> Defaults:
        columns = tuple(
            (int(one.get("min", "1")) - 1, int(one.get("max", "1")) - 1, one.get("style"))
            for one in root.listed("cols", "col")
        )
        return cls({at: row.get("s") for at, row in rows_of(root) if row.flag("customFormat")}, columns)

    def style(self, row: int, column: int) -> str:
        """The style's number; "" where nothing is said."""
        by_column = (style for first, last, style in self.columns if first <= column <= last)
        return self.rows.get(row) or next(by_column, "")


def place_of(said: str) -> tuple[int, int]:
    """``C5`` → (4, 2). MarkupError for what is no place of a sheet."""
    match = _PLACE.fullmatch(said)
    row, column = (int(match[2]) - 1, column_of(match[1])) if match is not None else (-1, 0)
    if not (0 <= row < LAST_ROW and column < LAST_COLUMN):
        raise MarkupError(f"cell {said[:20]!r}")
    return row, column


def block_of(said: str) -> Range:
    """``B2:C5`` → its rows and columns from 0; a single place is a block of one."""
    first, _, last = said.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def merged_of(root: Node) -> tuple[Range, ...]:
    """The merged blocks of a worksheet."""
    return tuple(block_of(one.get("ref")) for one in root.listed("mergeCells", "mergeCell"))


def rows_of(root: Node) -> Iterator[tuple[int, Node]]:
    """The rows of a worksheet with their numbers from 0; a row without a number follows the one before."""
    at = -1
    for row in root.listed("sheetData", "row"):
        at = int(row.get("r")) - 1 if row.get("r") else at + 1
        yield at, row


def cells_of(row: Node, at: int) -> Iterator[Stood]:
    """The cells of a row in order; a cell without an address follows the one before."""
    column = -1
    for node in row.all("c"):
        column = place_of(node.get("r"))[1] if node.get("r") else column + 1
        yield Stood(at, column, node)


def hidden_columns(root: Node, columns: int) -> frozenset[int]:
    """The hidden ones of the first `columns` columns."""
    spans = (
        range(int(one.get("min", "1")) - 1, min(int(one.get("max", "1")), columns))
        for one in root.listed("cols", "col")
        if one.flag("hidden")
    )
    return frozenset(at for span in spans for at in span)


def is_protected(root: Node) -> bool:
    """Whether locked cells of the worksheet cannot be typed into."""
    protection = root.first("sheetProtection")
    return protection is not None and protection.flag("sheet")
