"""Shapes of the API's answers about enterprises, their facts and imports."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from peiyu.web.look.schemas import Said, Told, Word


class EnterpriseOut(Schema):
    """An enterprise of the registry. Money in fen; `revenue` and `staff` of the latest year held."""

    key: str
    code: str
    name: str
    former_names: list[str]
    park: str
    district: str
    industry: str
    leading_industry: str
    founded: dt.date | None
    origin_route: str
    status: str
    revenue: int | None
    revenue_year: int | None
    staff: int | None
    changed_at: dt.datetime


class Wanted(Schema):
    """Only enterprises that have these values, exactly as the registry writes them; empty: any."""

    park: Word = ""
    district: Word = ""
    industry: Word = ""
    leading_industry: Word = ""
    origin_route: Word = ""
    status: Word = ""


class EnterprisePage(Schema):
    """Some enterprises by name; `next`: what to give as `after` for those that follow, null at the end."""

    items: list[EnterpriseOut]
    next: str | None


class ValueOut(Schema):
    """A value as it is typed, in the unit of templates."""

    field: str
    name: Said
    value: str
    unit: Said


class FactOut(Schema):
    """A row of facts as somebody brought it. Rows are never changed: a correction is a later row, and of several that
    hold for one period the later stands."""

    entity: str
    record_id: int
    period: list[str]
    known_from: dt.date
    source: str
    intake: int
    values: list[ValueOut]


class Brought(Schema):
    """How a file is to be read. kind: a ledger brings new enterprises, a list of a national platform does not; mapping:
    `auto`, empty for none, or the name of one; lenient: cells that cannot be read are loaded as missing; again:
    the same file once more."""

    kind: Literal["ledger", "list"] = "ledger"
    mapping: Word = "auto"
    source: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    why: Word = ""
    lenient: bool = False
    again: bool = False


class IntakeOut(Schema):
    """An import. `state`: reading, read (may be stored), refused, dropped, storing, live, undoing, undone."""

    id: int
    name: str
    kind: str
    state: str
    state_said: Said
    source: str
    total: int
    stored: int
    errors: int
    warnings: int
    unmatched: int
    job: int | None
    by: str
    at: dt.datetime
    live_at: dt.datetime | None


class IntakePage(Schema):
    """Imports, the latest first; `next`: what to give as `before` for the earlier ones."""

    items: list[IntakeOut]
    next: int | None


class CellOut(Told):
    """A problem of an import, with its number; `where` names file, sheet and cell."""

    number: int


class CellPage(Schema):
    """Problems by number; `next`: what to give as `after` for those that follow."""

    items: list[CellOut]
    next: int | None
