"""Tables → records: stored values by entity and period, each with the cell that it came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.dates import read_year
from peiyu.facts.intake.cells import Cell, cell_problems, quarantined
from peiyu.facts.intake.columns import Odd, fill_ditto, read_values
from peiyu.facts.intake.headers import normal
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.plan import Placed, Plan
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Level, Problem, Text

Tag = tuple[int | None, int | None, int | None]
"""Year, quarter and month that a column's header names."""


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one entity and period from one table. `frame`: header columns, fields, and `_part`, `_row`
    (zero-based sheet row); `places`: field → sheet column."""

    number: int
    plan: Plan
    entity: str
    frame: pl.DataFrame
    places: dict[str, int]


@dataclass(slots=True)
class Gathered:
    """What comes out of the tables, in order."""

    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    quarantine: list[pl.DataFrame] = field(default_factory=list)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Entity → all its records."""
        by_entity: dict[str, list[pl.DataFrame]] = {}
        for part in self.parts:
            by_entity.setdefault(part.entity, []).append(part.frame)
        return {entity: pl.concat(frames, how="diagonal") for entity, frames in by_entity.items()}


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a whole loading. `known_from`: when no column says it; `lenient`: unreadable cells are
    warnings."""

    mapping: Mapping
    known_from: dt.date | None
    lenient: bool

    @property
    def vocabulary(self) -> Vocabulary:
        return self.mapping.vocabulary


def gather(plan: Plan, owners: pl.DataFrame, settings: Settings, into: Gathered) -> None:
    """Add one table's records. `owners`: scheme, code, enterprise, name of each body row."""
    dated = _dated(plan, owners, settings, into)
    if dated is None:
        return
    kind = settings.vocabulary.entities[plan.entity]
    period = kind.period
    if kind.of == "enterprise":
        _enterprise(plan, dated, owners, settings, into)
    if period == "none":
        own = [c for c in plan.columns if c.field is not None and c.field.entity == plan.entity]
        _add(plan, plan.entity, own, dated, settings, into)
        return
    years = _years(plan, dated, settings, into)
    only = years.drop_nulls().unique()
    constant = int(only[0]) if only.len() == 1 else None
    groups: dict[Tag, list[Placed]] = {}
    for c in plan.columns:
        if c.field is not None and c.field.entity == plan.entity:
            groups.setdefault((c.year or constant, c.header.quarter, c.header.month), []).append(c)
    for tag, columns in groups.items():
        _add(plan, plan.entity, columns, _with_period(plan, dated, tag, years), settings, into)


def unmerged(plan: Plan) -> Plan:
    """The plan with blocks merged down the body filled in columns of text (a number is never copied)."""
    table = plan.table
    numeric = {c.index for c in plan.columns if c.field is not None and c.field.is_numeric}
    body, first = table.body, table.header_rows[1] + 1
    for block in table.sheet.merged:
        if block.bottom <= block.top or block.top < first or block.left in numeric or block.left >= body.width - 1:
            continue
        name = f"c{block.left}"
        value = table.sheet.cells[name][block.top] if block.top < table.sheet.cells.height else None
        inside = pl.col("row").is_between(block.top, block.bottom)
        body = body.with_columns(pl.when(inside).then(pl.lit(value)).otherwise(pl.col(name)).alias(name))
    return plan if body is table.body else replace(plan, table=replace(table, body=body))


def _dated(plan: Plan, owners: pl.DataFrame, settings: Settings, into: Gathered) -> pl.DataFrame | None:
    """row, enterprise, known_from, source, purpose of each body row that is somebody's."""
    mapping, body = settings.mapping, plan.table.body
    column = plan.of("known_from")
    default = settings.known_from
    if default is None and isinstance(mapping.known_from, dt.date):
        default = mapping.known_from
    dates = pl.Series([default] * body.height, dtype=pl.Date)
    if column is not None:
        read = read_values(body[f"c{column.index}"], _date_field(settings), epoch_1904=plan.table.sheet.epoch_1904)
        dates = pl.select(pl.coalesce(read.stored, dates)).to_series()
        _odd_cells(plan, column, body["row"], read.odd, into, settings)
    if dates.null_count() == dates.len() and dates.len():
        into.problems.append(_no_date(plan))
        return None
    return pl.DataFrame(
        {
            "row": body["row"],
            "enterprise": owners["enterprise"],
            "known_from": dates,
            "year": pl.Series([None] * body.height, dtype=pl.Int64),
        }
    ).with_columns(source=pl.lit(mapping.source or plan.table.sheet.file), purpose=pl.lit(mapping.purpose))


def _date_field(settings: Settings) -> Field:
    return settings.vocabulary.field("enterprise", "founded")


def _years(plan: Plan, dated: pl.DataFrame, settings: Settings, into: Gathered) -> pl.Series:
    """The fiscal year of each row by its column, the mapping, the sheet's name or title, else the year before."""
    column, height = plan.of("year"), dated.height
    if column is not None:
        texts = fill_ditto(plan.table.body[f"c{column.index}"])
        distinct = [t for t in texts.unique().to_list() if t is not None]
        known = {t: read_year(t) for t in distinct}
        years = texts.replace_strict(known, default=None, return_dtype=pl.Int64)
        wrong = [
            Cell(dated["row"][i], column.index, "cell-not-year", texts[i] or "") for i in years.is_null().arg_true()
        ]
        into.problems += cell_problems(plan.table.sheet, wrong, lenient=settings.lenient)
        return years
    if isinstance(settings.mapping.year, int):
        return pl.Series([settings.mapping.year] * height, dtype=pl.Int64)
    if plan.table.year is not None:
        return pl.Series([plan.table.year] * height, dtype=pl.Int64)
    undated = [c for c in plan.columns if c.field is not None and c.field.entity == plan.entity and c.year is None]
    years = dated["known_from"].dt.year().cast(pl.Int64) - 1
    if undated and height:
        into.problems.append(_assumed_year(plan, undated[0], int(years.drop_nulls()[0])))
    return years


def _with_period(plan: Plan, dated: pl.DataFrame, tag: Tag, years: pl.Series) -> pl.DataFrame:
    year, quarter, month = tag
    made = dated.with_columns((pl.lit(year, pl.Int64) if year is not None else years).alias("year"))
    for name, number in (("quarter", quarter), ("month", month)):
        column = plan.of(name)  # type: ignore[arg-type]
        if number is not None:
            made = made.with_columns(pl.lit(number, pl.Int64).alias(name))
        elif column is not None:
            text = plan.table.body[f"c{column.index}"].str.replace_many(["一", "二", "三", "四"], ["1", "2", "3", "4"])
            made = made.with_columns(text.str.extract(r"(\d{1,2})\D*$", 1).cast(pl.Int64).alias(name))
    column = plan.of("basis")
    basis = plan.table.body[f"c{column.index}"] if column is not None else pl.lit("累计")
    return made.with_columns(
        pl.when(basis.str.contains("当|本") if column is not None else pl.lit(False))
        .then(pl.lit("当月"))
        .otherwise(pl.lit("累计"))
        .alias("basis")
    )


def _enterprise(plan: Plan, dated: pl.DataFrame, owners: pl.DataFrame, settings: Settings, into: Gathered) -> None:
    """The enterprises' own facts: what the columns say, and who they are."""
    columns = [
        c
        for c in plan.columns
        if c.field is not None and c.field.entity == "enterprise" and c.field.code not in ("scheme", "code")
    ]
    at = plan.of("at")
    days = (
        read_values(plan.table.body[f"c{at.index}"], _date_field(settings)).stored
        if at is not None
        else dated["known_from"]
    )
    extra = {"at": days, "scheme": owners["scheme"], "code": owners["code"]}
    _add(plan, "enterprise", columns, dated.with_columns(**extra), settings, into)


def _add(
    plan: Plan, entity: str, columns: Sequence[Placed], rows: pl.DataFrame, settings: Settings, into: Gathered
) -> None:
    """Read the columns' cells and add the records that have any value."""
    values: dict[str, pl.Series] = {}
    places: dict[str, int] = {}
    for c in columns:
        if c.field is None:
            continue
        unit = c.unit or ((plan.table.unit or settings.mapping.unit) if c.field.type == "money" else "") or ""
        read = read_values(plan.table.body[f"c{c.index}"], c.field, unit=unit, epoch_1904=plan.table.sheet.epoch_1904)
        stored = read.stored
        if c.zero_is_missing:
            into.problems += _zeros(plan, c, int((stored == 0).sum()))
            stored = pl.select(pl.when(stored != 0).then(stored)).to_series()
        values[c.field.code], places[c.field.code] = stored, c.index
        _odd_cells(plan, c, rows["row"], read.odd, into, settings, keys=rows)
    _crosswalks(plan, entity, rows, values, places, settings, into)
    for constant, written in settings.mapping.constants:
        if constant.entity == entity and constant.code not in values:
            one = read_values(pl.Series([written]), constant).stored
            values[constant.code] = one.new_from_index(0, rows.height)
    period = settings.vocabulary.entities[entity].period
    needed = ["enterprise", *(n for n in PERIOD_COLUMNS[period] if n != "at")]
    some = pl.any_horizontal(pl.col(list(values)).is_not_null()) if values else pl.lit(entity == "enterprise")
    if entity == "enterprise":
        some = pl.lit(True)
    number = len(into.parts)
    frame = (
        rows.with_columns(**values)
        .filter(pl.all_horizontal(pl.col(needed).is_not_null()) & pl.col("known_from").is_not_null() & some)
        .with_columns(pl.col("row").alias("_row"))
        .with_columns(record_id(plan, entity, number), pl.lit(number).alias("_part"))
    )
    head = ["enterprise", "record_id", "known_from", "source", "purpose", *PERIOD_COLUMNS[period]]
    own = [c for c in ("scheme", "code") if entity == "enterprise"]
    into.parts.append(Part(number, plan, entity, frame.select(*head, *own, *values, "_part", "_row"), places))


def _crosswalks(
    plan: Plan,
    entity: str,
    rows: pl.DataFrame,
    values: dict[str, pl.Series],
    places: dict[str, int],
    settings: Settings,
    into: Gathered,
) -> None:
    for cross in settings.mapping.crosswalks:
        if cross.field.entity != entity:
            continue
        column = next(
            (c for c in plan.columns if cross.column in (normal(c.header.path[-1]), normal(c.header.said))), None
        )
        if column is None:
            continue
        texts = plan.table.body[f"c{column.index}"]
        distinct = [t for t in texts.unique().to_list() if t is not None]
        found = {t: cross.values.get(normal(t)) for t in distinct}
        mapped = texts.replace_strict(found, default=None, return_dtype=pl.String)
        first = dict(zip(reversed(texts.to_list()), reversed(rows["row"].to_list()), strict=True))
        wrong = [
            Cell(first[t], column.index, "cell-not-crosswalked", t) for t, to in sorted(found.items()) if to is None
        ]
        into.problems += cell_problems(plan.table.sheet, wrong, field=cross.field, lenient=settings.lenient)
        values[cross.field.code] = read_values(mapped, cross.field).stored
        places[cross.field.code] = column.index


def _odd_cells(
    plan: Plan,
    column: Placed,
    rows: pl.Series,
    odd: Sequence[Odd],
    into: Gathered,
    settings: Settings,
    *,
    keys: pl.DataFrame | None = None,
) -> None:
    cells = [Cell(rows[o.row], column.index, o.code, o.raw) for o in odd]
    if not cells:
        return
    into.problems += cell_problems(plan.table.sheet, cells, field=column.field, lenient=settings.lenient)
    if keys is not None and column.field is not None:
        held = quarantined(plan.table.sheet, cells, entity=column.field.entity, code=column.field.code, keys=keys)
        into.quarantine.append(held)


def record_id(plan: Plan, entity: str, number: int) -> pl.Expr:
    """38 bits of the table's and part's hash, then the row: the same file gives the same ids."""
    said = f"{plan.table.sheet.file}|{plan.table.sheet.name}|{entity}|{number}"
    head = int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "big") >> 26
    return (pl.col("_row").cast(pl.Int64) + pl.lit(head << 24, pl.Int64)).alias("record_id")


def _zeros(plan: Plan, column: Placed, number: int) -> list[Problem]:
    if not number:
        return []
    message = Text(
        f"{number} 个 0 按缺失处理（对应表 zero_means: missing）",
        f"{number} zeros were loaded as missing (zero_means: missing)",
    )
    where = plan.table.sheet.where(None, column.index)
    return [Problem("zero-is-missing", message, where, Level.NOTE, column.header.said)]


def _no_date(plan: Plan) -> Problem:
    return Problem(
        "known-from-missing",
        Text("不知道这些数据是哪天掌握的", "It is not said from when these facts are known"),
        plan.table.sheet.where(),
        Level.ERROR,
        "",
        Text("一个日期，或对应表 known_from 指定的列", "a date, or the column that a mapping's known_from names"),
        Text("载入时给出数据掌握日期", "give the date when loading"),
    )


def _assumed_year(plan: Plan, column: Placed, year: int) -> Problem:
    return Problem(
        "year-assumed",
        Text(f"没有写明年度，按 {year} 年读取", f"No year is stated: read as {year}"),
        plan.table.sheet.where(plan.table.header_rows[1], column.index),
        Level.WARNING,
        column.header.said,
        Text(
            "列名如“2023年营业收入（万元）”，或“年度”列，或标题中的年份",
            "a header such as 2023年营业收入（万元）, a 年度 column, or the year in the title",
        ),
    )
