"""Shapes of the API's answers about jobs."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from peiyu.web.look.schemas import Said, Told


class JobOut(Schema):
    """A piece of background work. `state`: queued, running, done, failed, cancelled; `progress` from 0 to 1; `address`:
    the page where people find what was made."""

    id: int
    kind: str
    name: Said
    state: str
    progress: float
    address: str
    problems: list[Told]
    by: str
    asked_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None


class JobPage(Schema):
    """Jobs, the latest first; `next`: what to give as `before` for the earlier ones."""

    items: list[JobOut]
    next: int | None
