"""Shapes of the API's answers about statistics."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from peiyu.web.look.schemas import Said


class TableOut(Schema):
    """An outward table: what tells of single enterprises is hidden (null). An entry is a number or a text."""

    kind: str
    day: dt.date
    title: Said
    headings: list[Said]
    rows: list[list[int | float | Said | None]]
    notes: list[Said]
    hidden: int
    made_up: bool
