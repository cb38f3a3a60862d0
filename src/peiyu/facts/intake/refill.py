"""Puts whole tables into the sheets of a workbook that has only marked cells: columns at a time, not cells."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import polars as pl

from peiyu.facts.intake.sheets import letters

NUMBER = r"^-?(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?$"
"""Numbers that survive as numbers: no leading zero, at most 12 digits before the point."""

ROWS_AT_ONCE = 20_000

_DATA = re.compile(rb"<sheetData>.*</sheetData>|<sheetData/>", re.DOTALL)
_STYLED = re.compile(rb'<c r="([A-Z]+\d+)" s="(\d+)"')
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


def fill_sheets(book: IO[bytes], path: Path, tables: Sequence[pl.DataFrame | None]) -> None:
    """Write `book` to `path`, its first sheets filled with these tables of text, the styles of its cells kept; where
    there is None a sheet stays as it is."""
    numbered = enumerate(tables, start=1)
    parts = {f"xl/worksheets/sheet{i}.xml": table for i, table in numbered if table is not None}
    with (
        zipfile.ZipFile(book) as source,
        path.open("wb") as made,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for info in source.infolist():
            if info.filename in parts:
                _fill(source.read(info), parts[info.filename], target, info.filename)
            else:
                with source.open(info) as old, target.open(info.filename, "w") as new:
                    shutil.copyfileobj(old, new)


def _fill(xml: bytes, table: pl.DataFrame, target: zipfile.ZipFile, name: str) -> None:
    styles = {cell.decode(): style.decode() for cell, style in _STYLED.findall(xml)}
    xml = _DIMENSION.sub(b"", xml)
    match = _DATA.search(xml)
    start, end = match.span() if match is not None else (len(xml), len(xml))
    with target.open(name, "w", force_zip64=True) as part:
        part.write(xml[:start] + b"<sheetData>")
        for first in range(0, table.height, ROWS_AT_ONCE):
            rows = _rows(table.slice(first, ROWS_AT_ONCE), first)
            part.write("".join(_styled(rows, styles)).encode())
        part.write(b"</sheetData>" + xml[end:])


def _rows(table: pl.DataFrame, first: int) -> list[str]:
    """One `<row>` a row, blank cells left out."""
    number = pl.int_range(first + 1, first + 1 + table.height).cast(pl.String)
    cells = []
    for index, name in enumerate(table.columns):
        text = pl.col(name).str.replace_all(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "").str.slice(0, 32_000)
        safe = text.str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)
        opening = pl.format('<c r="' + letters(index) + '{}"', number)
        as_text = pl.format('{} t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', opening, safe)
        as_number = pl.format("{}><v>{}</v></c>", opening, pl.col(name))
        cells.append(pl.when(pl.col(name).str.contains(NUMBER)).then(as_number).otherwise(as_text).fill_null(""))
    row = pl.concat_str(pl.format('<row r="{}">', number), *cells, pl.lit("</row>"))
    return table.select(row.alias("row"))["row"].to_list()


def _styled(rows: list[str], styles: dict[str, str]) -> list[str]:
    """The rows with the marked cells' styles put in."""
    if not rows or not styles:
        return rows
    start = int(re.match(r'<row r="(\d+)"', rows[0])[1])  # type: ignore[index]
    for cell, style in styles.items():
        at = int(re.sub(r"\D", "", cell)) - start
        if 0 <= at < len(rows):
            mark = f'<c r="{cell}"'
            if mark in rows[at]:
                rows[at] = rows[at].replace(mark, f'{mark} s="{style}"', 1)
    return rows
