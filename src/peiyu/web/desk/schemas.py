"""Shapes of the API's answers about documents."""

from __future__ import annotations

from ninja import Schema

from peiyu.web.look.schemas import Said


class ThingOut(Schema):
    """What carries a clause out: a target, a programme, a responsibility …"""

    kind: str
    id: str
    name: Said
    said: Said
    lead: Said | None
    due: Said


class ClauseOut(Schema):
    """A clause. `how`: objects, context, planned, or empty for a heading whose clauses below say it."""

    address: str
    depth: int
    heading: bool
    text: str
    raw: str
    how: str
    reason: Said
    things: list[ThingOut]


class DocumentOut(Schema):
    """The document of a pack, clause by clause. `text` is mended and not official; `raw` is the original."""

    pack: str
    title: str
    number: str
    issuers: list[str]
    issued: str
    clauses: list[ClauseOut]
