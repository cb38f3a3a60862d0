"""A round with its units, and workbooks of it that were filled in, changed and sent back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.facts.ledgers import uscc

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.round import (
    Answer,
    Arrived,
    Asked,
    AskedSheet,
    Basis,
    Firm,
    Held,
    Part,
    Place,
    Span,
    Unit,
    read,
    write,
)  # fmt: skip
from peiyu.facts.round.layout import columns
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary

WAN = 1_000_000
MAY = Span(2026, month=5, basis="累计")
NAMES = ("启明", "远山", "北辰", "合纵", "金石", "瑞泽")

RETURN, LIST, OWN, EVENT = "monthly_return", "ip_right", "enterprise", "event"
FIGURES = ("revenue", "total_profit", "employees", "market_share", "digital_level", "invention_patents")


def firm(number: int) -> Firm:
    code = uscc(number)
    return Firm(enterprise_key(parse_code(code)), code, f"虚构{NAMES[number % 6]}科技有限公司", "启航园")


FIRMS = tuple(firm(number) for number in range(6))
A, B = Unit("11", "启航园管理办公室", FIRMS[:3]), Unit("12", "扬帆园管理办公室", FIRMS[3:])
UNITS = (A, B)

ASKED = Asked(
    "2026-05-02",
    "2026年5月园区企业主要指标月报",
    (
        AskedSheet(RETURN, FIGURES, ("revenue", "employees")),
        AskedSheet(LIST, ("number", "title", "kind", "granted_on"), ("number", "kind"), new_rows=True),
        AskedSheet(OWN, ("industry", "founded", "own_brand")),
        AskedSheet(EVENT, ("title", "kind", "held_on", "entrants"), new_rows=True),
    ),
    MAY,
    dt.date(2026, 6, 8),
    Basis("行政", "园区月报制度（虚构）"),
)
ONE = replace(ASKED, sheets=ASKED.sheets[:1])
"""The same round with the figures alone."""

ANSWERED: Mapping[str, object] = {
    "revenue": 1234.5,
    "total_profit": -20.25,
    "employees": 86,
    "market_share": 12.5,
    "digital_level": "二级",
    "invention_patents": 0,
}
"""What is written in the cells of one enterprise."""

STORED: Mapping[str, Value] = {
    "revenue": 1_234_500_000,
    "total_profit": -20_250_000,
    "employees": 86,
    "market_share": 12_500_000,
    "digital_level": "二级",
    "invention_patents": 0,
}
"""What is stored of it."""


class Book:
    """A unit's workbook, open to be filled in and changed."""

    def __init__(self, folder: Path, unit: Unit = A, *, asked: Asked = ONE, held: Held | None = None) -> None:
        self.folder, self.asked, self.unit = folder, asked, unit
        self.path = write(asked, unit, folder / f"{unit.id}.xlsx", held=held or {})
        self.book: Workbook = openpyxl.load_workbook(self.path)

    def page(self, entity: str = RETURN) -> Worksheet:
        return self.book[vocabulary().entities[entity].name.zh]

    def column(self, field: str, entity: str = RETURN) -> int:
        """The column (from 1) that the form gives a field or #role."""
        sheet = next(one for one in self.asked.sheets if one.entity == entity)
        return [one.key for one in columns(sheet, vocabulary())].index(field) + 1

    def row(self, one: Firm, entity: str = RETURN) -> int:
        column = self.column("#code", entity)
        return next(r for r in range(5, 200) if self.page(entity).cell(r, column).value == one.code)

    def put(self, one: Firm, field: str, value: object, entity: str = RETURN) -> None:
        self.page(entity).cell(self.row(one, entity), self.column(field, entity)).value = value  # type: ignore[assignment]

    def filled(self, firms: Sequence[Firm] | None = None) -> Book:
        """With the same answers for each enterprise."""
        for one in firms or self.unit.firms:
            for field, value in ANSWERED.items():
                self.put(one, field, value)
        return self

    def rename(self, field: str, header: str | None) -> Book:
        self.page().cell(4, self.column(field)).value = header
        return self

    def strip(self, *, printed: bool = False, stated: bool = True) -> Book:
        """Without the hidden sheet and the property; with `printed` without the printed lines as well."""
        del self.book["收表标记"]
        if stated:
            del self.book.custom_doc_props["PeiyuRound"]
        if printed:
            for page in self.book.worksheets:
                for row in page.iter_rows(max_row=40):
                    for cell in row:
                        if isinstance(cell.value, str) and cell.value.startswith("收表 "):
                            cell.value = None
        return self

    def save(self, name: str = "改名 (3) - 副本.xlsx") -> Path:
        path = self.folder / name
        self.book.save(path)
        return path

    def back(self, name: str = "改名 (3) - 副本.xlsx", **more: Any) -> Arrived:
        """Sent back and read."""
        return came(self.save(name), asked=self.asked, **more)


def came(path: Path, *, asked: Asked = ONE, units: Sequence[Unit] = UNITS, **more: Any) -> Arrived:
    """Read as of a place with this one round."""
    return read(path, rounds={asked.id: asked}, units={asked.id: tuple(units)}, **more)


def only(arrived: Arrived) -> Part:
    """The only part."""
    (part,) = arrived.parts
    return part


def values(answers: Sequence[Answer]) -> dict[Place, Value]:
    """What was answered, blanks left out."""
    return {one.place: one.value for one in answers if one.value is not None}


def expected(firms: Sequence[Firm], *, without: Sequence[str] = ()) -> dict[Place, Value]:
    """What `Book.filled` stores."""
    return {
        Place(RETURN, one.key, None, field): value
        for one in firms
        for field, value in STORED.items()
        if field not in without
    }


def codes(arrived: Arrived) -> list[str]:
    """Why things wait."""
    return [one.why.code for one in arrived.aside]


def told(arrived: Arrived) -> list[str]:
    """What is said besides."""
    return [one.code for one in arrived.problems]
