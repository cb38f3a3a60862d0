"""Shapes of the API of the superior's forms."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from peiyu.web.look.schemas import Said


class FilledOut(Schema):
    """A form filled from a month's closing."""

    id: int
    month: dt.date
    as_of: dt.date
    number: int
    state: str
    state_said: Said
    by: str
    at: dt.datetime
    reported_to: str
    reported_on: dt.date | None
    file_name: str


class FormOut(Schema):
    """A superior's form; cells: that wait for a figure, open: of these those about which somebody has to say what they
    mean; lists: of enterprises."""

    id: int
    name: str
    issuer: str
    state: str
    state_said: Said
    cells: int
    open: int
    lists: int


class CellOut(Schema):
    """A cell: its headers, and what it is filled with, as it is typed in Peiyu (null: nothing) and in words."""

    cell: str
    headers: str
    meaning: str | None
    said: Said
    confirmed_by: str


class WholeFormOut(FormOut):
    """A form with its cells and each time it was filled."""

    mapping: list[CellOut]
    fillings: list[FilledOut]


class FilledCellOut(Schema):
    """A filled cell: the exact figure or the words in it, its definition, or why there is no figure."""

    cell: str
    headers: str
    value: str | None
    text: str
    entered: bool
    definition: Said | None
    reason: Said | None


class FillingOut(FilledOut):
    """A filled form with every cell."""

    form: int
    cells: list[FilledCellOut]
