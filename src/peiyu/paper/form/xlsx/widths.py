"""How wide the columns of a worksheet are, and how wide a number is in them: too wide a number is shown as ``####``."""

from __future__ import annotations

import re
from decimal import Decimal

from peiyu.paper.form.grid import Cell, Sheet
from peiyu.paper.form.markup import Node

USUAL = 8.38
"""Digits that a column holds for which nothing is said (宋体, 11 points)."""

_PLAIN = re.compile(r"(#,##)?0(\.0+)?(%)?(?:_[ )-])*")


def widths_of(root: Node, columns: int) -> tuple[float, ...]:
    """The width of each of the first `columns` columns in digits; 0 for a hidden one."""
    usual = root.first("sheetFormatPr")
    said = float((usual.get("defaultColWidth") if usual is not None else "") or USUAL)
    found = [said] * columns
    for one in root.listed("cols", "col"):
        width = 0.0 if one.flag("hidden") else float(one.get("width") or said)
        for column in range(int(one.get("min", "1")) - 1, min(int(one.get("max", "1")), columns)):
            found[column] = width
    return tuple(found)


def is_too_wide(number: Decimal, cell: Cell, sheet: Sheet) -> bool:
    """Whether a number cannot be shown in a cell, as far as its format is a plain one."""
    shown = shown_in(number, cell.number_format)
    room = sum(sheet.widths[cell.block.left : cell.block.right + 1])
    return shown is not None and 0 < room < len(shown)


def shown_in(number: Decimal, format_: str) -> str | None:
    """A number in a plain format (``0.00``, ``#,##0``, ``0%``; of General its whole part, which is always shown); None
    for a format of another kind."""
    if format_ == "General":
        return f"{number:.0f}"
    match = _PLAIN.fullmatch(format_)
    if match is None:
        return None
    decimals = len(match[2]) - 1 if match[2] else 0
    value = number * 100 if match[3] else number
    return f"{value:{',' if match[1] else ''}.{decimals}f}{match[3] or ''}"
