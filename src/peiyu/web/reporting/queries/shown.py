"""A form as it is shown: its sheets as tables with merged cells, each cell that is to be filled with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet
from peiyu.paper.form.lists.columns import NUMBER, ListMapping
from peiyu.paper.form.mapping import FormMapping, Mapped
from peiyu.paper.form.offer import MEASURE_NAMES, Meaning, Offer
from peiyu.problems import Text
from peiyu.web.enterprises.queries.values import with_measure
from peiyu.web.reporting.queries.lists import Offered, fields

MOST_ROWS, MOST_COLUMNS = 300, 60
"""So much of a sheet is shown; a form of that size is a list."""

SURE: Mapping[str, tuple[Text, str]] = {
    "certain": (Text("确定", "certain"), "green"),
    "likely": (Text("多半", "likely"), "blue"),
    "ask": (Text("待定", "to be said"), "yellow"),
    "left": (Text("文字", "words"), "grey"),
}
COUNTED = Text("序号", "running number")
CONFIRMED = (Text("已定", "decided"), "green")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the page. `mark`: how sure its meaning is; `place`: its address, for a cell that is to be filled."""

    text: str
    rows: int
    columns: int
    head: bool = False
    place: str = ""
    said: Text | None = None
    mark: tuple[Text, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the page."""

    name: str
    title: str
    lines: tuple[tuple[Box, ...], ...]
    cut: bool


def meant(meaning: Meaning, offers: Mapping[str, Offer]) -> Text:
    """A meaning in words: 新增科技型中小企业 · 当月 · 甲园 · 3月 · 万元."""
    offer = offers.get(meaning.code)
    measure = MEASURE_NAMES[meaning.measure]
    name = name_of(offer) if offer is not None else Text(meaning.code, meaning.code)
    part = _part(meaning, offer)
    month = Text(f"{meaning.month}月", f"month {meaning.month}") if meaning.month else Text("", "")
    zh = (name.zh, measure.zh, part, month.zh, meaning.unit)
    en = (name.en, measure.en, part, month.en, meaning.unit)
    return Text(" · ".join(one for one in zh if one), " · ".join(one for one in en if one))


def name_of(offer: Offer) -> Text:
    """What an offer is called; in English by its first name in Latin letters."""
    return Text(offer.name, next((one for one in offer.aliases if one.isascii()), offer.name))


def _part(meaning: Meaning, offer: Offer | None) -> str:
    groups = (one for one in (offer.groups if offer is not None else ()) if one.id == meaning.group)
    parts = (part for group in groups for part in group.parts if part.key == meaning.part)
    return next((part.names[0] for part in parts), meaning.part)


def of_cell(one: Mapped, offers: Mapping[str, Offer]) -> tuple[Text, tuple[Text, str]]:
    """What a cell is filled with, in words, and how sure that is."""
    mark = CONFIRMED if one.confirmed else SURE[one.confidence]
    if one.meaning is not None:
        return meant(one.meaning, offers), mark
    if one.text:
        return Text(f"“{one.text}”", f"“{one.text}”"), mark
    if one.candidate is not None and one.open:
        said = meant(one.candidate, offers)
        return Text(f"{said.zh}？", f"{said.en}?"), mark
    return Text("留空", "left blank") if one.confirmed or not one.open else Text("？", "?"), mark


def tables(form: Form, mapping: FormMapping, offers: Mapping[str, Offer]) -> tuple[Table, ...]:
    """Every sheet that has cells."""
    mapped = {one.cell: one for one in mapping.cells}
    return tuple(_table(sheet, mapped, offers) for sheet in form.sheets if sheet.cells and not sheet.hidden)


def _table(sheet: Sheet, mapped: Mapping[CellAddress, Mapped], offers: Mapping[str, Offer]) -> Table:
    rows, columns = min(sheet.rows, MOST_ROWS), min(sheet.columns, MOST_COLUMNS)
    lines = tuple(tuple(_line(sheet, row, columns, mapped, offers)) for row in range(rows))
    cut = sheet.rows > MOST_ROWS or sheet.columns > MOST_COLUMNS
    return Table(sheet.name, sheet.title, lines, cut)


def _line(
    sheet: Sheet, row: int, columns: int, mapped: Mapping[CellAddress, Mapped], offers: Mapping[str, Offer]
) -> Iterator[Box]:
    for column in range(columns):
        cell = sheet.at(row, column) or Cell(row, column)
        if (cell.row, cell.column) == (row, column):
            yield _box(sheet, cell, mapped.get(sheet.address(cell)), offers)


def _box(sheet: Sheet, cell: Cell, one: Mapped | None, offers: Mapping[str, Offer]) -> Box:
    block = cell.block
    rows, columns = block.bottom - block.top + 1, min(block.right, MOST_COLUMNS - 1) - block.left + 1
    if one is None:
        text = cell.text or ("ƒ" if cell.formula else "")
        return Box(text, rows, columns, head=bool(cell.text) and not cell.formula)
    said, mark = of_cell(one, offers)
    return Box("", rows, columns, place=str(one.cell), said=said, mark=mark)


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list of the form as it is shown. `source`: the list that fills it, else the one that its title names (then
    `open`); `columns`: header → what it is filled with."""

    place: int
    title: str
    sheet: str
    rows: int
    source: Text
    kind: Text
    columns: tuple[tuple[str, Text], ...]
    open: bool
    candidate: str


def list_shown(place: int, one: ListMapping, found: Iterable[Offered]) -> ListShown:
    """A list in words."""
    known = {each.id: each for each in found}
    chosen = known.get(one.source or (one.candidate if one.open else ""))
    gone = Text(one.source, one.source) if one.source else Text("", "")
    return ListShown(
        place=place, title=one.title, sheet=one.sheet, rows=one.rows, source=chosen.name if chosen else gone,
        kind=chosen.kind if chosen else Text("", ""), open=one.open, candidate=one.candidate,
        columns=tuple((each.header, field_said(each.field, each.year)) for each in one.columns),
    )  # fmt: skip


def field_said(code: str, year: int = 0) -> Text:
    """What a column is filled with, in words."""
    if code == NUMBER:
        return COUNTED
    field = fields().get(code)
    if field is None:
        return Text("留空", "left blank")
    said = with_measure(field)
    return Text(f"{said.zh} · {year}年", f"{said.en} · {year}") if year else said


def field_choices() -> list[tuple[str, Text]]:
    """Everything that a column may be filled with."""
    return [(NUMBER, COUNTED), *((code, with_measure(field)) for code, field in fields().items())]
