"""Writes the check-up workbook: seven sheets in the order in which they are read."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import xlsxwriter

from peiyu.paper.values import CheckupReport
from peiyu.paper.wording import DISCLAIMER, MADE_UP
from peiyu.paper.workbook.sheets import (
    NAMES,
    at_risk_table,
    expiring_table,
    firms_table,
    one_short_table,
    problems_table,
)
from peiyu.paper.workbook.summary import write_reading, write_summary
from peiyu.paper.workbook.table import Formats, write_table

SHEETS = tuple(NAMES)
TABLES = (one_short_table, expiring_table, at_risk_table, firms_table, problems_table)


def footer_of(report: CheckupReport, lang: str) -> str:
    """The foot of every printed page: the disclaimer on the left, page numbers on the right."""
    words = DISCLAIMER.in_(lang) + (f"（{MADE_UP.in_(lang)}）" if report.made_up else "")
    pages = "第&P页　共&N页" if lang != "en" else "Page &P of &N"
    return f'&L&"宋体"&9{words}&R&"宋体"&9{pages}'


def write_workbook(report: CheckupReport, path: Path, *, lang: str = "zh") -> None:
    """Writes `report` to `path` (.xlsx) in one language. The file depends on the report alone, not on the clock."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    midnight = dt.datetime(report.as_of.year, report.as_of.month, report.as_of.day)
    book.set_properties({"title": report.title.in_(lang), "comments": DISCLAIMER.in_(lang), "created": midnight})
    formats, footer = Formats(book), footer_of(report, lang)
    write_summary(book, formats, report, lang=lang, footer=footer)
    for table_of in TABLES:
        write_table(book, formats, table_of(report, lang), lang=lang, footer=footer)
    write_reading(book, formats, report, lang=lang, footer=footer)
    book.close()
    path.write_bytes(made.getvalue())
