"""The same workbook back, with what was found as comments on the cells."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from peiyu.facts.drafts import whole
from peiyu.facts.intake.refill import fill_sheets
from peiyu.facts.intake.results import with_results
from peiyu.facts.intake.sheets import Sheet, column_of
from peiyu.facts.intake.workbooks import open_file
from peiyu.problems import FactsError, Level, Problem

FAITHFUL_BYTES = 4 * 1024**2
"""Up to this size an .xlsx is opened and kept with all its formats; a larger one, an .xls and a .csv are written anew
with the values alone."""

COLOURS = {Level.ERROR: "FFC7CE", Level.WARNING: "FFEB9C", Level.NOTE: "DDEBF7"}
HEAD = ("级别", "工作表", "单元格", "问题", "所见", "可接受", "下一步", "Problem", "code")
LEVELS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.NOTE: "说明"}
WIDTHS = (6, 12, 8, 36, 14, 20, 32, 36, 18)
LINE = 14.5
"""Points of a line's height: a library that writes cells does not fit rows to their text."""

MOST_IN_LIST = 100_000


LIST = "问题清单"


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The sheet that lists the problems: its name, and whether it stands first."""

    name: str = LIST
    first: bool = False


LAST = ListSheet()

if TYPE_CHECKING:
    from openpyxl import Workbook

_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


def marked_up(source: str | Path, problems: Sequence[Problem], target: str | Path, *, listed: ListSheet = LAST) -> Path:
    """Write `source` with a comment and a colour on every cell that has a problem, and a sheet (`listed`) of them all.

    Only problems of that file are taken; an .xlsx without any comes back as it is. The target (.xlsx) is written
    beside itself and renamed. FactsError `cannot-write` or `file-…` if the source cannot be read.
    """
    source, target = Path(source), Path(target)
    own = [p for p in problems if p.where.file in ("", source.name)]
    with whole(target, ".xlsx") as beside:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not own and source.suffix.lower() == ".xlsx" and zipfile.is_zipfile(source):
            shutil.copyfile(source, beside)
        elif _is_faithful(source):
            _annotate(source, own, beside, listed)
        else:
            _write_anew(source, own, beside, listed)
    return target


def _is_faithful(source: Path) -> bool:
    return (
        source.suffix.lower() in (".xlsx", ".xlsm")
        and zipfile.is_zipfile(source)
        and source.stat().st_size <= FAITHFUL_BYTES
    )


def _by_cell(problems: Sequence[Problem]) -> Mapping[tuple[str, str], list[Problem]]:
    """(sheet, cell) → problems; a place that is only a row or a column stands at its first cell."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        cell = problem.where.cell
        if cell is None:
            continue
        if cell.isdigit():
            cell = f"A{cell}"
        elif cell.isalpha():
            cell = f"{cell}1"
        found.setdefault((problem.where.sheet or "", cell), []).append(problem)
    return found


def _comment(problems: Sequence[Problem]) -> str:
    lines = []
    for p in problems:
        lines.append(f"【{LEVELS[p.level]}】{p.message.zh}")
        if p.accepted is not None:
            lines.append(f"可接受：{p.accepted.zh}")
        if p.next_step is not None:
            lines.append(f"请：{p.next_step.zh}")
        lines.append(p.message.en)
    return "\n".join(lines)


def _worst(problems: Sequence[Problem]) -> Level:
    return min((p.level for p in problems), key=list(COLOURS).index)


def _list_rows(problems: Sequence[Problem]) -> list[tuple[str, ...]]:
    ordered = sorted(problems, key=lambda p: list(COLOURS).index(p.level))[:MOST_IN_LIST]
    return [
        (
            LEVELS[p.level],
            p.where.sheet or "",
            p.where.cell or "",
            p.message.zh,
            p.found,
            p.accepted.zh if p.accepted else "",
            p.next_step.zh if p.next_step else "",
            p.message.en,
            p.code,
        )
        for p in ordered
    ]


def _annotate(source: Path, problems: Sequence[Problem], target: Path, listed: ListSheet) -> None:
    """The workbook itself, formats and formulas' results kept, through openpyxl. A macro workbook comes back without
    its macros."""
    import openpyxl
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(source)
    fills = {level: PatternFill("solid", fgColor=colour) for level, colour in COLOURS.items()}
    for (name, cell), found in _by_cell(problems).items():
        if name not in book.sheetnames:
            continue
        sheet = book[name]
        at = sheet[cell]
        for block in sheet.merged_cells.ranges if isinstance(at, MergedCell) else ():
            if cell in block:
                at = sheet.cell(block.min_row, block.min_col)
        comment = Comment(_comment(found), "培育 Peiyu", height=40 + 34 * len(found), width=320)
        at.comment = comment
        if any(p.level is not Level.NOTE for p in found):
            at.fill = fills[_worst(found)]
    _list_sheet(book, problems, listed)
    made = io.BytesIO()
    book.save(made)
    target.write_bytes(with_results(source, made.getvalue()))


def _list_sheet(book: Workbook, problems: Sequence[Problem], listed: ListSheet) -> None:
    """The problems as a sheet, each with a link to its cell; the one that stands first is also the one that opens."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(_free(listed.name, book.sheetnames), 0 if listed.first else None)
    page.append(HEAD)
    for number, row in enumerate(_list_rows(problems), start=2):
        page.append([_safe(text) for text in row])
        page.row_dimensions[number].height = LINE * _lines(row)
        if row[1] in book.sheetnames and row[2]:
            at = page.cell(number, HEAD.index("单元格") + 1)
            quoted = row[1].replace("'", "''")
            at.hyperlink, at.font = f"#'{quoted}'!{row[2]}", Font(color="0563C1", underline="single")
    for column, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    for line in page.iter_rows():
        for cell in line:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight = True, 0
    page.print_title_rows = "1:1"
    if listed.first:
        book.active = 0
        for sheet in book.worksheets:
            sheet.sheet_view.tabSelected = sheet is page


def _lines(row: Sequence[str]) -> int:
    """How many lines the longest text of a row takes: a Chinese character is two wide."""
    wide = (sum(2 if ord(sign) > 255 else 1 for sign in text) for text in row)
    return max(-(-length // (width - 1)) for length, width in zip(wide, WIDTHS, strict=True)) or 1


def _free(name: str, taken: Sequence[str]) -> str:
    """A sheet's name that the workbook does not have yet."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}（{number}）"
    return found


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula or refuses."""
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    return f"'{clean}" if clean.startswith(("=", "+", "@")) else clean


def _write_anew(source: Path, problems: Sequence[Problem], target: Path, listed: ListSheet) -> None:
    """The marks by XlsxWriter, then every sheet's values as text and numbers."""
    opened = open_file(source)
    if not opened.sheets:
        raise FactsError(*opened.problems)
    marks = _by_cell(problems)
    name = _free(listed.name, [sheet.name for sheet in opened.sheets])
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        fills = {level: book.add_format({"bg_color": f"#{colour}"}) for level, colour in COLOURS.items()}
        if listed.first:
            _write_list(book, name, problems)
        for sheet in opened.sheets:
            _write_sheet(
                book, sheet, {cell: found for (name, cell), found in marks.items() if name == sheet.name}, fills
            )
        if not listed.first:
            _write_list(book, name, problems)
    tables: list[pl.DataFrame | None] = [sheet.cells for sheet in opened.sheets]
    fill_sheets(made, target, [None, *tables] if listed.first else tables)


def _write_list(book: xlsxwriter.Workbook, name: str, problems: Sequence[Problem]) -> None:
    page = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width, wrapped)
    for row, line in enumerate([HEAD, *_list_rows(problems)]):
        for column, text in enumerate(line):
            page.write_string(row, column, text)


def _write_sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, marks: Mapping[str, list[Problem]], fills: Mapping[Level, object]
) -> None:
    page = book.add_worksheet(sheet.name or "数据")
    places: dict[tuple[int, int], list[Problem]] = {}
    for cell, found in marks.items():
        match = _CELL.fullmatch(cell)
        if match is not None:
            places[int(match[2]) - 1, column_of(match[1])] = found
    for (row, column), found in places.items():
        page.write_comment(row, column, _comment(found), {"author": "培育 Peiyu", "x_scale": 2.5, "y_scale": 1.5})
    for (row, column), found in places.items():
        page.write_blank(row, column, None, fills[_worst(found)])
