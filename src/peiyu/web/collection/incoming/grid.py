"""The grid in which a unit answers, as its page shows it and as its form is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from peiyu.facts.round import AskedSheet
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Problem
from peiyu.web.collection.actions.answers import Typed
from peiyu.web.collection.incoming.kept import RowKey
from peiyu.web.collection.models import Finding
from peiyu.web.collection.queries.answers import Line, Paper, fields_of, problem_in
from peiyu.web.enterprises.queries.values import plain, shown
from peiyu.web.enterprises.words import words
from peiyu.web.look.schemas import key_of as key_from
from peiyu.web.look.schemas import written_key

MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row: what is held, or what was written; what the checks say of it."""

    field: Field
    held: str
    text: str
    why: str
    problems: tuple[Problem, ...]
    level: str

    @property
    def explains(self) -> bool:
        """Whether a sentence is wanted, or was given."""
        return self.level == "warning" or bool(self.why)


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that still stands in the way: whose row it is on, and what is said."""

    level: str
    entity: str
    firm: int
    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid: its place on the page, its key in the names of inputs, its cells."""

    number: int
    key: str
    line: Line
    cells: tuple[Cell, ...]
    removable: bool

    @property
    def told(self) -> tuple[Cell, ...]:
        """The cells of which something is to be said."""
        return tuple(one for one in self.cells if one.problems or one.explains)


def open_of(paper: Paper, still: tuple[Finding, ...]) -> list[Open]:
    names = {one.key: one.name for one in paper.firms}
    return [
        Open(one.level, one.entity, one.enterprise, names.get(one.enterprise, ""), problem_in(one.said))
        for one in sorted(still, key=lambda one: one.level)[:MOST_OPEN]
    ]


def rows_of(lines: Iterable[Line], fields: tuple[Field, ...], sheet: AskedSheet, *, first: int) -> list[Row]:
    return [_row(line, fields, sheet, number) for number, line in enumerate(lines, start=first)]


def _row(line: Line, fields: tuple[Field, ...], sheet: AskedSheet, number: int) -> Row:
    entity, enterprise, record = line.key
    key = f"{entity}:{written_key(enterprise)}:{'' if record is None else record}"
    removable = sheet.new_rows and record is not None and not line.held
    return Row(number, key, line, tuple(_cell(line, one) for one in fields), removable)


def row_of(paper: Paper, key: RowKey, number: int) -> Row:
    sheet = next((one for one in paper.asked.sheets if one.entity == key[0]), None)
    if sheet is None:
        raise Http404("no such sheet")
    fields = fields_of(words().entities[sheet.entity], sheet.fields)
    line = next((one for one in paper.lines(sheet) if one.key == key), None)
    if line is None:
        raise Http404("no such row")
    return _row(line, fields, sheet, number)


def _cell(line: Line, field: Field) -> Cell:
    if field.code in line.held:
        return Cell(field, shown(field, line.held[field.code]), "", "", (), "")
    told = tuple(one for one in line.findings if one.field == field.code)
    row = line.row
    text = _text(field, row.values.get(field.code), row.raw.get(field.code, "")) if row is not None else ""
    why = row.explained.get(field.code, "") if row is not None else ""
    return Cell(field, "", text, why, tuple(problem_in(one.said) for one in told), _level(told))


def _text(field: Field, value: Any, raw: str) -> str:
    """As it was written; where it came from a workbook in another unit, in the unit of the grid."""
    return plain(field, value) if value is not None and not isinstance(value, str) else (raw or str(value or ""))


def _level(told: tuple[Finding, ...]) -> str:
    levels = {one.level for one in told}
    return "error" if "error" in levels else "warning" if "warning" in levels else ""


def typed_in(sent: Mapping[str, Any]) -> list[tuple[int, Typed]]:
    """The rows of a form: `r3` names the row, `r3:v` its version, `r3:f:revenue` a text, `r3:w:revenue` a sentence."""
    made_ = []
    for name in sent:
        if name.startswith("r") and name[1:].isdigit():
            texts = {one.rpartition(":")[2]: str(sent[one]) for one in sent if one.startswith(f"{name}:f:")}
            whys = {one.rpartition(":")[2]: str(sent[one]) for one in sent if one.startswith(f"{name}:w:")}
            version = str(sent.get(f"{name}:over") or sent.get(f"{name}:v", ""))
            if not version.isdigit():
                raise Http404("no version")
            key = row_key_of(str(sent[name]))
            made_.append((int(name[1:]), Typed(key=key, version=int(version), texts=texts, explained=whys)))
    return made_


def row_key_of(written: str) -> RowKey:
    entity, _, rest = written.partition(":")
    firm, _, record = rest.partition(":")
    if record and not record.lstrip("-").isdigit():
        raise Http404("no such row")
    return entity, firm_key(firm), int(record) if record else None


def firm_key(written: str) -> int:
    try:
        return key_from(written)
    except ValueError:
        raise Http404("no such enterprise") from None
