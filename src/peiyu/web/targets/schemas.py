"""Shapes of the API's answers about targets."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from peiyu.web.look.schemas import Said


class LineOut(Schema):
    """A target or trend of a reading. Numbers are exact, in base units, as text (`1/3`); null: there is none. `pace`
    and `colour`: how it stands against its plan; `records`: how many records its figure counts."""

    code: str
    kind: str
    clause: str
    name: Said
    unit: str
    goal: str | None
    confirmed: str | None
    nowcast: str | None
    month: str | None
    before: str | None
    plan: str | None
    rate: float | None
    yoy: float | None
    pace: str
    colour: str
    until: dt.date
    total_said: Said
    rule_said: Said
    outlook_said: Said
    records: int


class ReadingOut(Schema):
    """The targets of a pack as measured for a day, under the locked definitions."""

    id: int
    pack: str
    name: Said
    day: dt.date
    known_at: dt.date
    state: str
    pack_hash: str
    facts: str
    definitions: dict[str, str]
    made_up: bool
    lines: list[LineOut]


class RecordOut(Schema):
    """A record behind a figure. `enterprise` is null where it is the territory's."""

    id: int
    enterprise: str | None
    entity: str
    record_id: str
    name: str
    title: str
    on: dt.date | None
    certain: bool
    amount: str | None


class RecordPage(Schema):
    """Records behind a figure; `next`: what to give as `after` for those that follow."""

    items: list[RecordOut]
    next: int | None
