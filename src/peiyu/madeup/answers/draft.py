"""A workbook as a unit works in it: headers and rows that can be moved, then saved over the form that went out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from peiyu.facts.intake.sheets import letters
from peiyu.facts.round import Asked, Place, Unit
from peiyu.facts.round.layout import CODE, columns
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary

WAN = 1_000_000
"""One 万元 in fen."""


@dataclass(slots=True)
class Line:
    """One row of the sheet; `enterprise`: whose answers stand there, 0 for a row of something else."""

    enterprise: int
    cells: list[Any]


@dataclass(slots=True)
class Draft:
    """The workbook of one unit, filled in. `file`: its name. `over`: a row of headings put over the headers. `late`:
    what is done to the sheet once its cells are written, `after`: to the bytes once it is saved."""

    file: str
    unit: Unit
    entity: str
    book: Any
    page: Any
    top: int
    headers: list[str]
    columns: dict[str, int]
    lines: list[Line]
    over: list[Any] | None = None
    late: list[Callable[[], None]] = field(default_factory=list)
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def at(self, enterprise: int) -> Line:
        """The row of an enterprise."""
        return next(line for line in self.lines if line.enterprise == enterprise)

    def row(self, enterprise: int) -> int:
        """The row of an enterprise as the workbook now stands, from 1."""
        above = self.top + (self.over is not None)
        return above + 1 + next(n for n, line in enumerate(self.lines) if line.enterprise == enterprise)

    def address(self, enterprise: int, code: str) -> str:
        """The cell of an answer as the workbook now stands."""
        return f"{letters(self.columns[code])}{self.row(enterprise)}"

    def place(self, enterprise: int, code: str) -> Place:
        return Place(self.entity, enterprise, None, code)

    def fields(self) -> list[str]:
        """The codes of what is asked, in the sheet's order."""
        return sorted((code for code in self.columns if not code.startswith("#")), key=self.columns.__getitem__)

    def move_columns(self, order: list[int]) -> None:
        """The columns in another order: `order` names the old ones."""
        self.headers = [self.headers[old] for old in order]
        for line in self.lines:
            line.cells = [line.cells[old] for old in order]
        new = {old: place for place, old in enumerate(order)}
        self.columns = {code: new[old] for code, old in self.columns.items()}

    def saved(self) -> bytes:
        """The workbook as bytes, all that is done after saving included."""
        for row in self.page.iter_rows(min_row=self.top, max_row=max(self.page.max_row, self.top)):
            for cell in row:
                cell.value = None
        rows = [*([self.over] if self.over is not None else []), self.headers, *(line.cells for line in self.lines)]
        for offset, cells in enumerate(rows):
            for column, value in enumerate(cells, start=1):
                self.page.cell(self.top + offset, column).value = value
        for step in self.late:
            step()
        made = io.BytesIO()
        self.book.save(made)
        content = made.getvalue()
        for change in self.after:
            content = change(content)
        return content


def filled(form: Path, asked: Asked, unit: Unit, truth: Mapping[Place, Value | None]) -> Draft:
    """The form of a unit with its true answers in the cells that are asked."""
    book = openpyxl.load_workbook(form)
    entity = asked.sheets[0].entity
    page = next(one for one in book.worksheets if one.title == vocabulary().entities[entity].name.zh)
    top = next(cell.row for row in page.iter_rows() for cell in row if cell.value == CODE)
    headers = [str(cell.value) for cell in page[top]]
    bare = ["".join(header.split()) for header in headers]
    keys = {one.key: bare.index(one.header) for one in columns(asked.sheets[0], vocabulary())}
    firms = {firm.code: firm.key for firm in unit.firms}
    lines = []
    for row in page.iter_rows(min_row=top + 1, max_row=top + len(unit.firms)):
        line = Line(firms[str(row[keys["#code"]].value)], [cell.value for cell in row])
        for code in asked.sheets[0].fields:
            value = truth.get(Place(entity, line.enterprise, None, code))
            line.cells[keys[code]] = in_cell(code, entity, value)
        lines.append(line)
    return Draft(f"{unit.name}.xlsx", unit, entity, book, page, top, headers, keys, lines)


def in_cell(code: str, entity: str, value: Value | None) -> float | int | None:
    """A stored number as people type it: amounts in 万元."""
    if not isinstance(value, int):
        return None
    if vocabulary().field(entity, code).type != "money":
        return value
    return value / WAN if value % WAN else value // WAN
