"""What each column of a table becomes, and what is wrong with its headers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from peiyu.facts.intake.headers import Header, normal
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.match import Match, Names, all_names, named_with_pack, names_of, special
from peiyu.facts.intake.tables import Table
from peiyu.facts.intake.titles import TitleColumn, title_column
from peiyu.facts.numbers import power_of
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Level, Problem, Text

Role = Literal[
    "field",
    "year",
    "quarter",
    "month",
    "basis",
    "known_from",
    "at",
    "serial",
    "remark",
    "title",
    "crosswalk",
    "ignored",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Placed:
    """One column: its place in the sheet and what it becomes."""

    index: int
    header: Header
    role: Role
    field: Field | None = None
    unit: str = ""
    year: int | None = None
    zero_is_missing: bool = False
    title: TitleColumn | None = None
    score: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A table's columns; `entity` is whose records its rows are (enterprise and year figures: annual_return)."""

    table: Table
    entity: str
    columns: tuple[Placed, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, role: Role) -> Placed | None:
        return next((c for c in self.columns if c.role == role), None)

    def of_field(self, entity: str, code: str) -> Placed | None:
        return next((c for c in self.columns if c.field and (c.field.entity, c.field.code) == (entity, code)), None)


def is_known(header: Header, mapping: Mapping) -> bool:
    """Whether intake can place a header: what the header row is found by."""
    key = normal(header.said.rsplit("/", 1)[-1])
    return bool(
        key in mapping.columns
        or key in mapping.ignored
        or special(header)
        or all_names(mapping.vocabulary).find(header)
        or title_column(header)
    )


def plan_of(table: Table, mapping: Mapping) -> Plan:
    """Place every column of a table."""
    entity = mapping.entity or _entity_of(table, mapping.vocabulary)
    placed = [_place(i, h, entity, table, mapping) for i, h in enumerate(table.headers) if h is not None]
    problems = [p for _, p in placed if p is not None]
    columns, clashes = _unclashed(table, [c for c, _ in placed])
    return Plan(table, entity, columns, (*problems, *clashes, *_unit_problems(table, columns, mapping)))


def _entity_of(table: Table, vocabulary: Vocabulary) -> str:
    """The entity whose fields most headers name; the sheet's name decides first, the year's figures when equal."""
    named = vocabulary.entity(table.sheet.name.strip())
    if named is not None:
        return "annual_return" if named.code == "enterprise" else named.code
    headers = [h for h in table.headers if h is not None]
    kinds = {special(h) for h in headers}
    periodic = "quarterly_return" if "quarter" in kinds or any(h.quarter for h in headers) else "annual_return"
    periodic = "monthly_return" if "month" in kinds or any(h.month for h in headers) else periodic
    children = [e.code for e in vocabulary.entities.values() if e.period == "none"]
    scores = {code: sum(bool(names_of(vocabulary, code).find(h)) for h in headers) for code in (periodic, *children)}
    scores[periodic] += sum(title_column(h) is not None for h in headers)
    return max(scores, key=lambda code: (scores[code], code == periodic))


def _place(index: int, header: Header, entity: str, table: Table, mapping: Mapping) -> tuple[Placed, Problem | None]:
    names = names_of(mapping.vocabulary, entity)
    header = names.whole(header)
    plain = Placed(index, header, "unknown", unit=header.unit, year=header.year)
    keys = (normal(header.path[-1]), normal("".join(header.path)), normal(header.words[-1]) if header.words else "")
    for key in keys:
        if key in mapping.ignored:
            return replace(plain, role="ignored"), None
        if any(key == cross.column for cross in mapping.crosswalks) and key not in mapping.columns:
            return replace(plain, role="crosswalk"), None
        if isinstance(mapping.known_from, str) and key == normal(mapping.known_from):
            return replace(plain, role="known_from"), None
        if isinstance(mapping.year, str) and key == normal(mapping.year):
            return replace(plain, role="year"), None
        if key and key == mapping.identity_column:
            return replace(plain, role="field", field=mapping.vocabulary.field("enterprise", "code"), score=200), None
        if (rule := mapping.columns.get(key)) is not None:
            unit, year = rule.unit or header.unit, rule.year or header.year
            return replace(
                plain,
                role="field",
                field=rule.field,
                unit=unit,
                year=year,
                zero_is_missing=rule.zero_is_missing,
                score=200,
            ), None
    found = names.find(header)
    is_child = mapping.vocabulary.entities[entity].period == "none"
    kind = special(header)
    if kind is not None and not (found and (is_child or kind in ("serial", "remark"))):
        return replace(plain, role=cast(Role, kind)), None
    if (title := title_column(header)) is not None and not is_child:
        return replace(plain, role="title", title=title), None
    if len(found) > 1:
        return plain, _ambiguous(table, plain, found)
    if found:
        return replace(plain, role="field", field=found[0].field, score=found[0].score), None
    return plain, _unknown(table, plain, names)


def _unclashed(table: Table, columns: list[Placed]) -> tuple[tuple[Placed, ...], list[Problem]]:
    """Of several columns for one field and period the best named holds; equals are a problem."""
    groups: dict[tuple[object, ...], list[Placed]] = {}
    for c in columns:
        if c.role == "field" and c.field is not None:
            period = () if c.field.entity == "enterprise" else (c.year, c.header.quarter, c.header.month)
            groups.setdefault((c.field.entity, c.field.code, *period), []).append(c)
    dropped: set[int] = set()
    problems: list[Problem] = []
    for group in groups.values():
        top = max(c.score for c in group)
        best = [c for c in group if c.score == top]
        if len(best) > 1:
            problems.append(_twice(table, best))
        for c in group:
            if c is not best[0]:
                dropped.add(c.index)
                if c.score < top:
                    problems.append(_outranked(table, c, best[0]))
    return tuple(replace(c, role="ignored", field=None) if c.index in dropped else c for c in columns), problems


def _unit_problems(table: Table, columns: tuple[Placed, ...], mapping: Mapping) -> list[Problem]:
    found: list[Problem] = []
    unstated = []
    for c in columns:
        if c.field is None or not c.field.is_numeric:
            continue
        if c.unit and power_of(c.field.type, c.field.scale, c.unit) is None:
            found.append(
                Problem(
                    "header-wrong-unit",
                    Text(
                        f"「{c.header.said}」的单位与数据项「{c.field.name.zh}」不符",
                        f"The unit does not fit the field `{c.field.name.en}`",
                    ),
                    table.sheet.where(table.header_rows[1], c.index),
                    Level.ERROR,
                    c.unit,
                )
            )
        elif c.field.type == "money" and not (c.unit or table.unit or mapping.unit):
            unstated.append(c)
    if unstated:
        said = "、".join(c.header.said for c in unstated[:8])
        found.append(
            Problem(
                "unit-not-stated",
                Text("金额没有写明单位，按“元”读取", "Amounts without a unit were read as yuan"),
                table.sheet.where(table.header_rows[1], unstated[0].index),
                Level.WARNING,
                said,
                Text(
                    "列名写明单位，如“营业收入（万元）”，或表头上方写“单位：万元”",
                    "a unit in the header such as 营业收入（万元）, or a line 单位：万元 above it",
                ),
            )
        )
    return found


def _ambiguous(table: Table, column: Placed, found: tuple[Match, ...]) -> Problem:
    zh = "、".join(named_with_pack(m.field) if m.field.pack else f"{m.field.name.zh}（{m.field.code}）" for m in found)
    en = ", ".join(m.field.code for m in found)
    return Problem(
        "header-ambiguous",
        Text("这一列可能是几个数据项之一", "This column may be one of several fields"),
        table.sheet.where(table.header_rows[1], column.index),
        Level.ERROR,
        column.header.said,
        Text(zh, en),
        Text("改用准确的列名，或在对应表 columns 中写明", "use the exact name, or say it in a mapping's columns"),
    )


def _unknown(table: Table, column: Placed, names: Names) -> Problem:
    near = names.nearest(column.header)
    accepted = Text(f"最接近的数据项：{near.name.zh}", f"the nearest field: {near.name.en}") if near else None
    return Problem(
        "header-unknown",
        Text("不认识的列，未载入", "An unknown column was not loaded"),
        table.sheet.where(table.header_rows[1], column.index),
        Level.NOTE,
        column.header.said,
        accepted,
    )


def _twice(table: Table, best: list[Placed]) -> Problem:
    field = best[0].field
    assert field is not None
    said = "、".join(c.header.said for c in best)
    return Problem(
        "header-twice",
        Text(f"有 {len(best)} 列都是「{field.name.zh}」", f"{len(best)} columns are the same field"),
        table.sheet.where(table.header_rows[1], best[1].index),
        Level.ERROR,
        said,
        None,
        Text("只留一列，或在列名中写明年份", "keep one, or say the year in the header"),
    )


def _outranked(table: Table, column: Placed, better: Placed) -> Problem:
    return Problem(
        "header-outranked",
        Text(
            f"与「{better.header.said}」是同一数据项，采用后者",
            f"The same field as {better.header.said}, which is used",
        ),
        table.sheet.where(table.header_rows[1], column.index),
        Level.NOTE,
        column.header.said,
    )
