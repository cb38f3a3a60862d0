"""How a stored value stands in a cell: its unit, its options, its digits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from peiyu.facts.numbers import power_of
from peiyu.facts.vocabulary.model import Field

UNITS: Mapping[str, str] = {
    "money": "万元",
    "persons": "人",
    "items": "件",
    "ratio": "%",
    "years": "年",
    "points": "分",
    "area": "㎡",
    "integer": "",
}
"""Type → the unit in a template's headers."""

WRITTEN_DIGITS = 15


def options_of(field: Field) -> tuple[str, ...]:
    """What a cell of this field is chosen from; none: it is written freely."""
    return ("是", "否") if field.type == "bool" else tuple(name.zh for _, name in field.options)


def power_in_cell(field: Field) -> int:
    """The power of ten from a number in the template's unit to stored units."""
    return power_of(field.type, field.scale, UNITS.get(field.type, "")) or 0


def write_value(
    page: Worksheet, row: int, column: int, value: object, *, field: Field | None = None, look: Format | None = None
) -> None:
    """One stored value as a person would write it; numbers of over 15 digits as text, which a cell would not keep."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否", look)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), look)
    elif isinstance(value, int) and field is not None:
        exact = Decimal(value).scaleb(-power_in_cell(field))
        if len(str(abs(value))) <= WRITTEN_DIGITS:
            page.write_number(row, column, float(exact), look)
        else:
            page.write_string(row, column, f"{exact:f}", look)
    elif isinstance(value, int):
        page.write_number(row, column, value, look)
    else:
        page.write_string(row, column, str(value), look)
