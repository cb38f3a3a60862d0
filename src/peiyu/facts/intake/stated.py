"""The day of which a ledger says that its data are: 数据截止日：2026年6月30日, 截至2026年6月底."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from peiyu.facts.intake.tables import Table

_OF_DATA = r"(?:(?<![一-鿿])|数据|统计|信息)"
"""A deadline of something else (申报截止日期) is not the day of the data."""
_DAY = r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(?:(\d{1,2})|[底末])"
STATED = re.compile(_OF_DATA + r"截[止至][到至]?(?:日期|时间|日)?\s*[为是:]?\s*" + _DAY)


def days_in(text: str) -> Iterator[dt.date]:
    """Every such day in a text; the end of a month where it says so."""
    for match in STATED.finditer(unicodedata.normalize("NFKC", text)):
        year, month = int(match[1]), int(match[2])
        if 1 <= month <= 12:
            last = calendar.monthrange(year, month)[1]
            day = int(match[3] or last)
            if 1 <= day <= last:
                yield dt.date(year, month, day)


def stated_days(table: Table) -> frozenset[dt.date]:
    """The days stated by the lines above a table and by the name of its sheet."""
    above = table.sheet.cells.head(table.header_rows[0])
    texts = (table.sheet.name, *(cell for row in above.iter_rows() for cell in row if cell))
    return frozenset(day for text in texts for day in days_in(text))
