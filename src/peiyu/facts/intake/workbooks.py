"""Workbooks: values by calamine, looks from the parts, every sheet in place."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import python_calamine as calamine

from peiyu.facts.intake import guards
from peiyu.facts.intake.delimited import read_delimited
from peiyu.facts.intake.ooxml import BROKEN, SheetLooks, looks
from peiyu.facts.intake.sheets import Opened, Range, Sheet, cells_of, in_percent, letters
from peiyu.problems import Level, Problem, Text, Where

MOST_CELLS = 60_000_000


def open_file(path: Path) -> Opened:
    """Every sheet of a file, whatever readable kind it is; problems instead of exceptions."""
    kind, problems = guards.kind_of(path)
    if kind is None:
        return Opened((), problems)
    opened = read_delimited(path) if kind == "csv" else _open_workbook(path, is_xml=kind == "xlsx")
    return Opened(opened.sheets, (*problems, *opened.problems))


def _open_workbook(path: Path, *, is_xml: bool) -> Opened:
    where = Where(file=path.name)
    try:
        seen, epoch_1904 = looks(path) if is_xml else ({}, False)
        far = _far(path.name, seen)
        if far:
            return Opened((), far)
        book = _book(path, is_xml=is_xml)
        kinds = [meta.typ for meta in book.sheets_metadata]
        if calamine.SheetTypeEnum.WorkSheet not in kinds or len(kinds) < len(seen):
            return Opened((), (guards.damaged(where, f"{len(kinds)} sheets, {len(seen)} parts"),))
        sheets, problems = _sheets(path, book, seen, epoch_1904=epoch_1904)
    except calamine.PasswordError:
        return Opened((), (guards.encrypted(where),))
    except (calamine.CalamineError, *BROKEN) as fault:
        return Opened((), (guards.damaged(where, f"{type(fault).__name__}: {fault}"[:160]),))
    return Opened(tuple(sheets), tuple(problems))


def _book(path: Path, *, is_xml: bool) -> calamine.CalamineWorkbook:
    """The workbook by what it is; calamine would go by its name."""
    if path.suffix.lower() in ((".xlsx", ".xlsm") if is_xml else (".xls",)):
        return calamine.CalamineWorkbook.from_path(str(path))
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _sheets(
    path: Path, book: calamine.CalamineWorkbook, seen: dict[str, SheetLooks], *, epoch_1904: bool
) -> tuple[list[Sheet], list[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        one = book.get_sheet_by_name(meta.name)
        if one.total_height * one.total_width > MOST_CELLS:
            problems.append(_too_large(path.name, meta.name, one.total_height, one.total_width))
            continue
        look = seen.get(meta.name, SheetLooks())
        cells = in_percent(_cells(one), look.percents)
        merged = tuple(Range(a[0], a[1], b[0], b[1]) for a, b in one.merged_cell_ranges or ())
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        sheet = Sheet(path.name, meta.name, cells, merged, look.hidden_rows, look.hidden_columns, hidden, epoch_1904)
        sheets.append(sheet)
        problems.extend(_looks_problems(sheet, look))
    return sheets, problems


def _cells(one: calamine.CalamineSheet) -> pl.DataFrame:
    """The sheet's cells from A1, row by row."""
    if one.start is None or one.end is None:
        return cells_of((), 0)
    before = ("",) * one.start[1]
    return cells_of(((*before, *row) for row in one.iter_rows()), one.end[1] + 1)


def _far(file: str, seen: dict[str, SheetLooks]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "cell-far-away",
            Text("离表格很远的地方有内容，表格范围无法确定", "A filled cell stands far away from the table"),
            Where(file=file, sheet=name, cell=look.far),
            Level.ERROR,
            look.far,
            Text("ZZ 列以内", "columns up to ZZ"),
            Text("清除该单元格所在列后另存", "clear that column and save again"),
        )
        for name, look in seen.items()
        if look.far is not None
    )


def _too_large(file: str, sheet: str, height: int, width: int) -> Problem:
    return Problem(
        "table-too-large",
        Text("工作表范围过大", "The sheet's used area is too large"),
        Where(file=file, sheet=sheet),
        Level.ERROR,
        f"{height} × {width}",
        Text(f"至多 {MOST_CELLS} 个单元格", f"at most {MOST_CELLS} cells"),
        Text("删除表格之外的零散内容，或另存为 .csv", "delete stray cells outside the table, or save as .csv"),
    )


def _looks_problems(sheet: Sheet, look: SheetLooks) -> list[Problem]:
    found: list[Problem] = []
    if sheet.is_hidden and sheet.cells.height:
        found.append(
            _warn("sheet-hidden", sheet.where(), "隐藏的工作表，未读取", "A hidden sheet was not read", sheet.name)
        )
    if look.uncomputed:
        cells = "、".join(look.uncomputed[:10])
        found.append(
            _warn(
                "formula-without-value",
                Where(sheet.file, sheet=sheet.name, cell=look.uncomputed[0]),
                f"{len(look.uncomputed)} 个公式没有计算结果，按缺失处理",
                f"{len(look.uncomputed)} formulas have no stored value: loaded as missing",
                cells,
            )
        )
    if look.external:
        cells = "、".join(look.external[:10])
        found.append(
            _warn(
                "formula-external",
                Where(sheet.file, sheet=sheet.name, cell=look.external[0]),
                f"{len(look.external)} 个公式引用别的文件，采用上次保存的结果",
                f"{len(look.external)} formulas read other files: their last saved result is used",
                cells,
            )
        )
    if look.errors:
        found.append(
            _warn(
                "cell-error",
                Where(sheet.file, sheet=sheet.name, cell=look.errors[0]),
                f"{len(look.errors)} 个单元格是错误值（如 #REF!、#DIV/0!），按缺失处理",
                f"{len(look.errors)} cells hold an error (such as #REF!): loaded as missing",
                "、".join(look.errors[:10]),
            )
        )
    hidden_columns = [c for c in sorted(look.hidden_columns) if c < sheet.cells.width]
    if hidden_columns:
        found.append(
            _warn(
                "columns-hidden",
                sheet.where(None, hidden_columns[0]),
                "有隐藏列，照常读取，请核对",
                "Hidden columns were read all the same: please look",
                "、".join(letters(c) for c in hidden_columns),
            )
        )
    hidden_rows = [r for r in sorted(look.hidden_rows) if r < sheet.cells.height]
    if hidden_rows:
        found.append(
            _warn(
                "rows-hidden",
                sheet.where(hidden_rows[0], None),
                f"有 {len(hidden_rows)} 个隐藏行（或被筛选），照常读取，请核对",
                f"{len(hidden_rows)} hidden or filtered rows were read all the same: please look",
                "、".join(str(r + 1) for r in hidden_rows[:10]),
            )
        )
    return found


def _warn(code: str, where: Where, zh: str, en: str, found: str) -> Problem:
    return Problem(code, Text(zh, en), where, Level.WARNING, found)
