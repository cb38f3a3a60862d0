"""What is said of a single cell, and what happens to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Level, Problem, Text, Where

MOST_PER_COLUMN = 100
"""Problems of one kind told one by one for one column; the rest are told as a number."""

QUARANTINE: dict[str, pl.DataType] = {
    "enterprise": pl.Int64(),
    "entity": pl.String(),
    "field": pl.String(),
    "year": pl.Int64(),
    "raw": pl.String(),
    "stored": pl.Int64(),
    "reason": pl.String(),
    "message": pl.String(),
    "suggestion": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
}
"""Columns of the quarantine: cells that were loaded as missing. `stored` is what a number would have been."""


@dataclass(frozen=True, slots=True)
class Said:
    """A kind of finding: `keeps` tells that the value is loaded all the same."""

    level: Level
    zh: str
    en: str
    accepted: Text | None = None
    keeps: bool = False


NUMBERS = Text("数字，如 1234.5、1,234.5、12%、(123)", "a number such as 1234.5, 1,234.5, 12%, (123)")
DATES = Text("日期，如 2021-06-30、2021年6月30日", "a date such as 2021-06-30, 2021年6月30日")

CELLS: dict[str, Said] = {
    "cell-not-number": Said(Level.ERROR, "不是数字", "Not a number", NUMBERS),
    "cell-not-whole": Said(Level.ERROR, "应为整数", "A whole number is expected", Text("整数", "a whole number")),
    "cell-wrong-unit": Said(Level.ERROR, "单位与数据项不符", "The unit does not fit the field", NUMBERS),
    "number-over-limit": Said(
        Level.ERROR,
        "数值超出上限（2^53 个存储单位，金额约 90 万亿元）",
        "Over the limit (2^53 stored units; about 90 trillion yuan)",
    ),
    "ditto-without-above": Said(Level.ERROR, "“同上”的上方没有内容", "Nothing stands above the ditto mark"),
    "none-is-missing": Said(
        Level.NOTE, "“无”按缺失处理；若为零请填 0", "无 was read as missing; write 0 if it is zero", keeps=True
    ),
    "number-approximate": Said(
        Level.WARNING, "约数，按所写数字读取", "An approximate number was read as it is written", keeps=True
    ),
    "cell-not-date": Said(Level.ERROR, "不是日期", "Not a date", DATES),
    "date-ambiguous": Said(Level.ERROR, "日期有歧义", "An ambiguous date", DATES),
    "date-as-number": Said(Level.NOTE, "日期以数字保存，已换算", "A date kept as a number was converted", keeps=True),
    "date-only-month": Said(
        Level.WARNING,
        "只写到月，按当月 1 日读取",
        "Only the month is written: read as its first day",
        DATES,
        keeps=True,
    ),
    "date-only-year": Said(Level.WARNING, "只写到年，按缺失处理", "Only the year is written: loaded as missing", DATES),
    "cell-not-yes-no": Said(Level.ERROR, "应为“是”或“否”", "Yes or no is expected", Text("是、否", "是, 否")),
    "cell-not-option": Said(Level.ERROR, "不在选项之内", "Not one of the options"),
    "cell-not-industry": Said(
        Level.ERROR,
        "不是国民经济行业代码（GB/T 4754-2017）",
        "Not an industry code of GB/T 4754-2017",
        Text("如 C、39、C3921", "such as C, 39, C3921"),
    ),
    "cell-not-year": Said(
        Level.ERROR,
        "不是年度，该行未载入",
        "Not a year: the row was not loaded",
        Text("如 2021、2021年", "such as 2021"),
    ),
    "cell-not-crosswalked": Said(
        Level.WARNING, "对照表中没有这个值，按缺失处理", "The crosswalk has no such value: loaded as missing"
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that needs a word: zero-based sheet row and column, its text and the code of what is said."""

    row: int
    column: int
    code: str
    raw: str


def cell_problems(sheet: Sheet, cells: Sequence[Cell], *, field: Field | None = None, lenient: bool) -> list[Problem]:
    """Problems for the cells of one column; of each kind at most `MOST_PER_COLUMN` one by one."""
    problems: list[Problem] = []
    by_code: dict[str, list[Cell]] = {}
    for cell in cells:
        by_code.setdefault(cell.code, []).append(cell)
    for code, group in by_code.items():
        said = CELLS[code]
        level = Level.WARNING if lenient and said.level is Level.ERROR else said.level
        named = (
            Text(f"「{field.name.zh}」{said.zh}", f"{field.name.en}: {said.en}") if field else Text(said.zh, said.en)
        )
        accepted = _options(field) if code == "cell-not-option" and field else said.accepted
        step = (
            None
            if said.keeps
            else Text("改正该单元格后重新导入，或留空", "correct the cell and load again, or leave it blank")
        )
        problems.extend(
            Problem(code, named, sheet.where(c.row, c.column), level, c.raw[:80], accepted, step)
            for c in group[:MOST_PER_COLUMN]
        )
        if (more := len(group) - MOST_PER_COLUMN) > 0:
            where = sheet.where(None, group[0].column)
            problems.append(
                Problem(
                    code,
                    Text(f"{named.zh}（该列另有 {more} 处）", f"{named.en} ({more} more in this column)"),
                    where,
                    level,
                    accepted=accepted,
                )
            )
    return problems


def quarantined(sheet: Sheet, cells: Sequence[Cell], *, entity: str, code: str, keys: pl.DataFrame) -> pl.DataFrame:
    """Quarantine rows for those cells that were not loaded. `keys`: row → enterprise, year."""
    kept = [c for c in cells if not CELLS[c.code].keeps]
    if not kept:
        return pl.DataFrame(schema=QUARANTINE)
    frame = pl.DataFrame(
        [(c.row, c.raw, c.code, CELLS[c.code].zh, _address(sheet.where(c.row, c.column))) for c in kept],
        schema={"row": pl.Int64, "raw": pl.String, "reason": pl.String, "message": pl.String, "cell": pl.String},
        orient="row",
    ).join(keys.select("row", "enterprise", "year").unique("row"), on="row", how="left")
    return frame.select(
        "enterprise",
        pl.lit(entity).alias("entity"),
        pl.lit(code).alias("field"),
        "year",
        "raw",
        pl.lit(None, pl.Int64).alias("stored"),
        "reason",
        "message",
        pl.lit("").alias("suggestion"),
        pl.lit(sheet.file).alias("file"),
        pl.lit(sheet.name).alias("sheet"),
        "cell",
    )


def _address(where: Where) -> str:
    return where.cell or ""


def _options(field: Field) -> Text:
    return Text("、".join(name.zh for _, name in field.options), ", ".join(code for code, _ in field.options))
