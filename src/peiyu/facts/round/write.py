"""The workbook of one unit: locked where nothing is asked, prefilled with what is held, marked so that it is known
again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from peiyu.facts.drafts import whole
from peiyu.facts.round.guidance import guidance
from peiyu.facts.round.layout import columns
from peiyu.facts.round.mark import PROPERTY, SHEET, Mark, MarkedSheet, pieces, property_of
from peiyu.facts.round.model import Asked, AskedSheet, Firm, Held, Place, Unit
from peiyu.facts.round.sheets import Choices, Row, Sheet, write_sheet
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.facts.vocabulary.model import TERRITORY

FONT = {"font_name": "宋体", "font_size": 11}

MADE = dt.datetime(2020, 1, 1)
"""The day that the file's properties give: equal workbooks have equal bytes, and no clock is read."""


def write(
    asked: Asked, unit: Unit, path: str | Path, *, held: Held, vocabulary: Vocabulary | None = None
) -> Path:  # fmt: skip
    """Write the workbook (.xlsx) that a unit fills in, atomically.

    held: what is not asked again; of other units' enterprises nothing is taken. FactsError `cannot-write`.
    """
    path, words = Path(path), vocabulary or common()
    with whole(path, ".xlsx") as beside:
        beside.write_bytes(workbook(asked, unit, held=held, vocabulary=words))
    return path


def workbook(asked: Asked, unit: Unit, *, held: Held, vocabulary: Vocabulary | None = None) -> bytes:
    """The bytes of the workbook that `write` writes; equal for equal arguments."""
    made, vocabulary = io.BytesIO(), vocabulary or common()
    sheets = [Sheet(one, columns(one, vocabulary), rows_of(one, unit, held, vocabulary)) for one in asked.sheets]
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_format_properties": FONT}) as book:
        book.set_properties({"title": asked.title, "author": "Peiyu", "created": MADE})
        book.set_custom_property(PROPERTY, property_of(asked, unit), "text")
        guidance(book, asked, unit, vocabulary)
        choices = Choices(SHEET, column=1)
        for sheet in sheets:
            write_sheet(book, asked, unit, sheet, choices=choices, vocabulary=vocabulary)
        _mark(book, _marked(asked, unit, sheets, vocabulary), choices)
    return made.getvalue()


def rows_of(sheet: AskedSheet, unit: Unit, held: Held, vocabulary: Vocabulary) -> tuple[Row, ...]:
    """A row an enterprise; of a list a row a record that is held, enterprises in the unit's order."""
    entity = vocabulary.entities[sheet.entity]
    mine: dict[int, dict[int | None, dict[Place, Value]]] = {}
    for place, value in held.items():
        if place.entity == sheet.entity and place.field in sheet.fields:
            mine.setdefault(place.enterprise, {}).setdefault(place.record, {})[place] = value
    if entity.of == "territory":
        return _records(None, mine.get(TERRITORY, {}))
    if entity.period == "none":
        return tuple(row for firm in unit.firms for row in _records(firm, mine.get(firm.key, {})))
    return tuple(Row(firm, None, mine.get(firm.key, {}).get(None, {})) for firm in unit.firms)


def _records(firm: Firm | None, held: Mapping[int | None, Held]) -> tuple[Row, ...]:
    return tuple(Row(firm, record, held[record]) for record in sorted(r for r in held if r is not None))


def _marked(asked: Asked, unit: Unit, sheets: Sequence[Sheet], vocabulary: Vocabulary) -> Mark:
    return Mark(
        asked.id,
        unit.id,
        asked.version,
        tuple(
            MarkedSheet(
                vocabulary.entities[one.asked.entity].name.zh,
                one.asked.entity,
                tuple(column.key for column in one.columns),
                tuple((row.enterprise, row.record) for row in one.rows),
            )
            for one in sheets
        ),
        tuple(pair for one in sheets for row in one.rows for pair in sorted(row.held.items())),
    )


def _mark(book: xlsxwriter.Workbook, mark: Mark, choices: Choices) -> None:
    page = book.add_worksheet(SHEET)
    for row, text in enumerate(pieces(mark)):
        page.write_string(row, 0, text)
    choices.write(page)
    page.protect()
    page.very_hidden()
