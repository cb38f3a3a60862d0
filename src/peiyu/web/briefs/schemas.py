"""Shapes of the API of briefs."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from peiyu.web.look.schemas import Said


class FileOut(Schema):
    """A version of an issue's document; kind: composed, edited or issued; said: what the number check
    found."""

    number: int
    kind: str
    name: str
    by: str
    at: dt.datetime
    said: Said


class SentOut(Schema):
    """To whom an issue went, and who took it up."""

    to: str
    on: dt.date
    adopted_by: str
    adopted_on: dt.date | None


class IssueOut(Schema):
    """An issue. id: by which it is asked for; number: its visible id; place: of the kind in the year, total: in all,
    both given when it is issued."""

    id: int
    number: str
    kind: str
    kind_said: Said
    title: str
    month: dt.date
    as_of: dt.date
    closing_issue: int
    state: str
    state_said: Said
    year: int
    place: int | None
    total: int | None
    issued_at: dt.datetime | None
    made_up: bool


class WholeIssueOut(IssueOut):
    """An issue with its documents and where it went."""

    files: list[FileOut]
    sent: list[SentOut]


class FigureOut(Schema):
    """A figure as it stands in an issue: as written, its exact value (null: there is none), unit, definition, and the
    sentence in which it first stands."""

    figure: str
    text: str
    value: str | None
    unit: str
    definition: str
    as_of: dt.date
    sentence: str
