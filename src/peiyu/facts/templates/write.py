"""Writes the workbook: headers with their units, lists to choose from, codes as text, a page of instructions."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from peiyu.facts.base.schema import BASES, PERIOD_COLUMNS
from peiyu.facts.drafts import whole
from peiyu.facts.intake.match import named_with_pack, names_of
from peiyu.facts.templates.cells import UNITS, options_of, write_value
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import FactsError, Problem, Text

PERIOD_HEADERS = {"year": "年度", "quarter": "季度", "month": "月份", "basis": "口径"}
KNOWN_FROM = "数据知悉日期"
PREPARED_ROWS = 5000

INSTRUCTIONS = (
    "填写说明",
    "1. 每个工作表是一类数据，一行一条；不要改动列名，可以删去用不到的列。",
    "2. 统一社会信用代码按文本填写；没有代码的填“local:名称:代码”，上市公司可填“stock:六位代码”；地区本身的表无此列。",
    "3. 金额单位见列名（万元）；比率填百分数，如 12.5；不知道的留空，不要填 0。",
    "4. “是/否”与选项列请从下拉列表中选择；日期写作 2021-06-30。",
    "5. 年度数据一家企业一年一行；口径：当月为本期数，累计为本年累计数。",
    "Instructions: one row a record; keep the headers; leave blank what is not known, never 0; amounts in 万元, shares in percent.",  # noqa: E501 - one cell
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its header, where its values come from, and what it holds."""

    header: str
    source: str
    field: Field | None = None


def write(
    entities: Sequence[str], path: str | Path, *, records: Mapping[str, pl.DataFrame] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Path:  # fmt: skip
    """Write the template of these entities (codes or 中文名) to an .xlsx, atomically.

    records: entity → rows to fill in, in stored units: `identity` (text that `parse_code` reads; not of a territory's
    records), `known_from`
    and the period's columns where there are any, and fields. vocabulary: one with packs' own fields, if these are to be
    columns too. FactsError `unknown-entity` or `cannot-write`.
    """
    path = Path(path)
    words = vocabulary or common()
    chosen = [_entity(word, words) for word in entities]
    with whole(path, ".xlsx") as beside:
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            _instructions(book)
            for entity in chosen:
                _sheet(book, entity.name.zh, columns_of(entity, words), (records or {}).get(entity.code))
        beside.write_bytes(made.getvalue())
    return path


def columns_of(entity: Entity, vocabulary: Vocabulary) -> tuple[Column, ...]:
    """The columns of an entity's sheet: who, when, what. A 中文名 that two packs use is written with its pack."""
    owner = vocabulary.entities["enterprise"]
    told = Counter(one.name.zh for one in names_of(vocabulary, entity.code).fields)
    made = [Column("统一社会信用代码", "identity", owner.field("code"))] if entity.of == "enterprise" else []
    made += [Column(PERIOD_HEADERS[name], name) for name in PERIOD_COLUMNS[entity.period] if name != "at"]
    for field in entity.fields:
        if (entity.code, field.code) in (("enterprise", "scheme"), ("enterprise", "code")):
            continue
        unit = UNITS.get(field.type, "")
        name = named_with_pack(field) if told[field.name.zh] > 1 else field.name.zh
        made.append(Column(f"{name}（{unit}）" if unit else name, field.code, field))
    return (*made, Column(KNOWN_FROM, "known_from"))


def _entity(word: str, vocabulary: Vocabulary) -> Entity:
    found = vocabulary.entity(word)
    if found is None:
        names = vocabulary.entities
        raise FactsError(
            Problem(
                "unknown-entity",
                Text("词汇表中没有这种记录", "the vocabulary has no such entity"),
                found=word,
                accepted=Text("、".join(e.name.zh for e in names.values()), ", ".join(names)),
            )
        )
    return found


def _instructions(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("填写说明")
    page.set_column(0, 0, 100)
    for row, line in enumerate(INSTRUCTIONS):
        page.write_string(row, 0, line, book.add_format({"bold": row == 0, "text_wrap": True}))


def _sheet(book: xlsxwriter.Workbook, name: str, columns: Sequence[Column], records: pl.DataFrame | None) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "border": 1, "valign": "vcenter"})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for index, column in enumerate(columns):
        page.write_string(0, index, column.header, head)
        page.set_column(index, index, max(12, min(30, 2 * len(column.header))), _format(column, text, day))
        _restrict(page, index, column)
    page.freeze_panes(1, 1)
    if records is None:
        return
    for index, column in enumerate(columns):
        if column.source in records.columns:
            for row, value in enumerate(records[column.source].to_list(), start=1):
                write_value(
                    page, row, index, value, field=column.field, look=day if isinstance(value, dt.date) else None
                )


def _format(column: Column, text: Format, day: Format) -> Format | None:
    if column.source == "known_from" or (column.field is not None and column.field.type == "date"):
        return day
    return text if column.field is not None and column.field.type in ("text", "industry") else None


def _restrict(page: Worksheet, index: int, column: Column) -> None:
    """A list to choose from."""
    options: Sequence[str] = ()
    if column.source == "basis":
        options = BASES
    elif column.field is not None:
        options = options_of(column.field)
    if options and len(",".join(options)) <= 255:
        message = "请从列表中选择；不知道的留空"
        page.data_validation(
            1, index, PREPARED_ROWS, index, {"validate": "list", "source": list(options), "error_message": message}
        )
