"""Shapes of the API of collection."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import Field

from peiyu.web.look.schemas import Key, Said, Told, Word

MOST_ROWS = 2_000
PLAIN = r"^[^\x00]*$"
Record = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]


class UnitOut(Schema):
    """A unit of a round for which you answer."""

    id: int
    name: str
    state: str
    state_said: Said
    due: dt.date
    asked: int
    done: int
    prefilled: int


class RoundOut(Schema):
    """A round that asks you."""

    number: str
    title: str
    state: str
    span: Said
    due: dt.date
    purpose: str
    units: list[UnitOut]


class FieldOut(Schema):
    """An asked field. unit: in which figures are given and taken; options: of a choice, as they are written."""

    code: str
    name: Said
    type: str
    unit: Said
    required: bool
    options: list[str]


class RowOut(Schema):
    """A row to answer: what is held, what was answered as written, its version, what the checks say."""

    entity: str
    enterprise: str | None
    code: str
    name: str
    record: int | None
    version: int
    held: dict[str, str]
    answers: dict[str, str]
    explained: dict[str, str]
    findings: list[Told]


class SheetOut(Schema):
    """A sheet of what is asked."""

    entity: str
    name: Said
    new_rows: bool
    fields: list[FieldOut]
    rows: list[RowOut]


class AskedOut(Schema):
    """What a unit is asked, with what stands."""

    round: str
    unit: UnitOut
    sheets: list[SheetOut]


class RowIn(Schema):
    """A row as it is to stand: texts by field, as one would type them (empty: left blank), and the version that was
    read."""

    entity: Word
    enterprise: Key | None = None
    record: Record | None = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    answers: dict[str, Annotated[str, Field(max_length=2000, pattern=PLAIN)]]
    explained: Annotated[dict[str, Annotated[str, Field(max_length=500, pattern=PLAIN)]], Field(default_factory=dict)]


class RowsIn(Schema):
    """Several rows."""

    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class NotKept(Schema):
    """A row that was not kept, and why."""

    entity: str
    enterprise: str | None
    record: int | None
    problems: list[Told]


class KeptOut(Schema):
    """What became of the rows: how far the unit is, and which rows were not kept."""

    unit: UnitOut
    refused: list[NotKept]


class HandIn(Schema):
    """why: after the closing, what is handed in is a correction and says why."""

    why: Annotated[str, Field(max_length=1000)] = ""


class SubmissionOut(Schema):
    """A version that was handed in. document, hash: of the printed version."""

    id: int
    number: int
    state: str
    document: str
    hash: str
    by: str
    at: dt.datetime
