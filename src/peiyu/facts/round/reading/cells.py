"""Cells → stored values: what each says, or why it is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from peiyu.facts.identity import AS_NUMBER
from peiyu.facts.intake.cells import CELLS, Cell, cell_problems
from peiyu.facts.intake.columns import read_values
from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.numbers import DITTO, plain
from peiyu.facts.round.reading.doubts import DOUBTS, Doubted
from peiyu.facts.round.reading.file import Address
from peiyu.facts.round.reading.headers import Found
from peiyu.facts.snapshot import Value
from peiyu.problems import Problem, Where


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: its stored value (None: blank, or not taken), its text, what is told of it, and whether it waits for a
    person."""

    value: Value | None
    raw: str
    where: Where
    problem: Problem | None = None
    waits: bool = False


def read_column(
    sheet: Sheet, found: Found, rows: pl.Series, texts: pl.Series, *, valueless: Mapping[Address, str]
) -> list[Said]:  # fmt: skip
    """The cells of one column. rows: zero-based sheet rows; texts: what stands in them."""
    field = found.column.field
    assert field is not None
    read = read_values(texts, field, unit=found.unit, epoch_1904=sheet.epoch_1904)
    odd = {one.row: one.code for one in read.odd}
    merged = _merged(sheet, found.index)
    made = []
    for at, (row, raw, value) in enumerate(zip(rows.to_list(), texts.to_list(), read.stored.to_list(), strict=True)):
        where, text = sheet.where(row, found.index), raw or ""
        doubt = found.doubt if text else ""
        if field.type == "text" and AS_NUMBER.fullmatch(text):
            doubt = "text-as-number"
        elif plain(text) in DITTO:
            doubt = "cell-ditto"
        if (row, found.index) in valueless and not text:
            doubt = valueless[row, found.index]
        elif row in merged:
            doubt = "cell-merged"
        if doubt:
            made.append(Said(None, text, where, DOUBTS[doubt](Doubted(field.name, where, text)), waits=True))
        elif at in odd:
            (problem,) = cell_problems(sheet, [Cell(row, found.index, odd[at], text)], field=field, lenient=False)
            keeps = CELLS[odd[at]].keeps
            made.append(Said(value if keeps else None, text, where, problem, waits=not keeps))
        else:
            made.append(Said(value, text, where))
    return made


def _merged(sheet: Sheet, column: int) -> frozenset[int]:
    """Rows of a column that lie in a merged block."""
    blocks = (one for one in sheet.merged if one.left <= column <= one.right)
    return frozenset(row for one in blocks for row in range(one.top, min(one.bottom, sheet.cells.height) + 1))


def filled_down(sheet: Sheet, column: int, rows: Sequence[int], texts: Sequence[str | None]) -> Iterator[str]:
    """A column that names, with blocks merged down it filled: one name over several rows names each of them."""
    tops = {row: one.top for one in sheet.merged if one.left == column for row in range(one.top + 1, one.bottom + 1)}
    by_row = dict(zip(rows, texts, strict=True))
    for row, text in by_row.items():
        yield (text if text is not None else by_row.get(tops.get(row, -1))) or ""
