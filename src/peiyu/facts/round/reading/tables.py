"""One sheet of a returned file → answers and what waits, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from peiyu.facts.intake.tables import Table
from peiyu.facts.round.arrived import Aside
from peiyu.facts.round.model import Answer, AskedSheet, Held, Place, Unit
from peiyu.facts.round.reading.cells import Said, filled_down, read_column
from peiyu.facts.round.reading.file import Address
from peiyu.facts.round.reading.headers import Fitted
from peiyu.facts.round.reading.owners import Owner, Owners, is_total
from peiyu.facts.round.reading.records import Records
from peiyu.facts.round.reading.seats import Seat
from peiyu.facts.vocabulary.model import TERRITORY, Entity
from peiyu.problems import Level, Problem, Text

MOST_ASIDE = 200
"""Rows of one sheet that are nobody's and are put aside one by one."""

Raw = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheeted:
    """A table with what is known of it: which sheet of the form it is, where it belongs, its columns."""

    table: Table
    asked: AskedSheet
    entity: Entity
    seat: Seat
    fitted: Fitted
    valueless: Mapping[Address, str] = field(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """What one sheet gives: answers by unit id (the territory's of a sheet that nothing marks under ``""``)."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its cells by field, its text by column, the sentence beside it."""

    number: int
    said: Mapping[str, Said]
    raw: Raw
    explanation: str
    record: str

    @property
    def is_filled(self) -> bool:
        return any(one.raw or one.waits for one in self.said.values())


def take(sheeted: Sheeted, *, owners: Owners, held: Held) -> Taken:
    """Read one sheet."""
    into = Taken()
    nobodys: list[Aside] = []
    fields = frozenset(one.column.key for one in sheeted.fitted.fields)
    records = Records(sheeted.asked, sheeted.seat.mark, held, columns=fields)
    is_list = sheeted.entity.period == "none"
    for row, code, name in _rows(sheeted, owners):
        if is_total(name) or is_total(code) or not (row.is_filled or (not is_list and (code or name))):
            continue
        if sheeted.entity.of == "territory":
            _take_row(sheeted, row, None, records=records, held=held, into=into)
            continue
        where = sheeted.table.sheet.where(row.number, None)
        owner = owners.of(code, name, seat=sheeted.seat.unit, where=where)
        if isinstance(owner, Owner):
            _take_row(sheeted, row, owner, records=records, held=held, into=into)
        elif row.is_filled:
            unit = sheeted.seat.unit
            nobodys.append(Aside(where, owner, row.raw, sheeted.seat.asked.id, unit.id if unit else ""))
    into.aside += _first(nobodys)
    return into


def _first(nobodys: list[Aside]) -> list[Aside]:
    """The first rows that are nobody's one by one; of the rest their number."""
    if (more := len(nobodys) - MOST_ASIDE) <= 0:
        return nobodys
    last = nobodys[MOST_ASIDE]
    message = Text(f"另有 {more} 行也不知是谁的", f"{more} more rows are nobody's")
    return [*nobodys[:MOST_ASIDE], replace(last, why=replace(last.why, message=message, found=""), raw=())]


def _body(sheeted: Sheeted, owners: Owners) -> pl.DataFrame:
    """The rows of data, with those taken for totals that are an enterprise called so (合计文化传媒有限公司)."""
    table, found = sheeted.table, sheeted.fitted.found
    who = [f"c{found[key].index}" for key in ("#code", "#name") if key in found]
    if not who or not any(kind == "total" for kind, _ in table.skipped):
        return table.body
    named = pl.any_horizontal(pl.col(column).is_in(owners.words) for column in who)
    after = table.sheet.cells.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    lost = after.slice(table.header_rows[1] + 1).filter(named).join(table.body, on="row", how="anti")
    return pl.concat([table.body, lost.select(table.body.columns)]).sort("row") if lost.height else table.body


def _rows(sheeted: Sheeted, owners: Owners) -> Iterable[tuple[_Row, str, str]]:
    """The rows with the code and the name that stand in them."""
    body, sheet, found = _body(sheeted, owners), sheeted.table.sheet, sheeted.fitted.found
    numbers: list[int] = body["row"].to_list()

    def column(key: str) -> list[str]:
        if key not in found:
            return [""] * body.height
        index = found[key].index
        return list(filled_down(sheet, index, numbers, body[f"c{index}"].to_list()))

    cells = {
        one.column.key: read_column(
            sheet, one, body["row"], body[f"c{one.index}"], valueless=sheeted.valueless
        )
        for one in sheeted.fitted.fields
    }  # fmt: skip
    codes, names, said, records = (column(key) for key in ("#code", "#name", "#said", "#record"))
    headers = [(f"c{i}", h.said) for i, h in enumerate(sheeted.table.headers) if h is not None]
    texts = body.select([name for name, _ in headers]).rows() if headers else [()] * body.height
    for at, number in enumerate(numbers):
        raw = tuple((header, text) for (_, header), text in zip(headers, texts[at], strict=True) if text)
        row = _Row(number, {key: cells[key][at] for key in cells}, raw, said[at], records[at])
        yield row, codes[at], names[at]


def _take_row(
    sheeted: Sheeted, row: _Row, owner: Owner | None, *, records: Records, held: Held, into: Taken
) -> None:  # fmt: skip
    """The answers of one row; cells that wait are put aside at their place."""
    seat = sheeted.seat
    unit: Unit | None = owner.unit if owner is not None else seat.unit
    unit_id = unit.id if unit is not None else ""
    enterprise = owner.firm.key if owner is not None else TERRITORY
    record: int | None = None
    if owner is not None and owner.note is not None:
        into.problems.append(owner.note)
    if sheeted.entity.period == "none":
        values = {key: one.value for key, one in row.said.items() if one.value is not None}
        record = records.number(enterprise, row.record, values)
        if record is None:
            where = sheeted.table.sheet.where(row.number, None)
            into.aside.append(Aside(where, _unknown_record(sheeted, row), row.raw, seat.asked.id, unit_id))
            return
    for key, one in row.said.items():
        place = Place(sheeted.asked.entity, enterprise, record, key)
        why = _why_aside(place, one, held)
        if why is not None:
            into.aside.append(Aside(one.where, why, row.raw, seat.asked.id, unit_id, place))
        elif place not in held:
            if one.problem is not None:
                into.problems.append(one.problem)
            answer = Answer(place, one.value, one.raw, one.where, row.explanation)
            into.answers.setdefault(unit_id, []).append(answer)


def _why_aside(place: Place, said: Said, held: Held) -> Problem | None:
    """Why a cell waits: it cannot be read, or it is held and was changed. A held cell that was emptied is left as it
    is held."""
    if said.waits:
        return said.problem
    if place not in held or said.value is None or said.value == held[place]:
        return None
    return Problem(
        "held-changed",
        Text("灰色格里已掌握的数被改动", "a figure that is held was changed"),
        said.where,
        Level.ERROR,
        said.raw[:80],
        next_step=Text("确有错误的，办理更正并写明原因", "if it is wrong, ask for a correction and say why"),
    )


def _unknown_record(sheeted: Sheeted, row: _Row) -> Problem:
    name = sheeted.entity.name
    return Problem(
        "record-unknown",
        Text(
            f"「{name.zh}」本次不增行，这一行不是已有记录",
            f"`{name.en}` takes no new rows",
        ),
        sheeted.table.sheet.where(row.number, None),
        Level.ERROR,
        "、".join(text for _, text in row.raw)[:80],
        next_step=Text("删去这一行，或由收表单位登记新记录", "take it out, or have the office register it"),
    )
