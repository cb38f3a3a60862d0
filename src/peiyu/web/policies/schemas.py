"""Shapes of the API's answers about packs, tiers and verdicts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema

from peiyu.web.enterprises.schemas import EnterpriseOut
from peiyu.web.look.schemas import Said

Outcome = Literal["met", "not_met", "unknown"]


class PackOut(Schema):
    """A pack. `used`: enterprises are judged by it; `territory`: it is this place's own; `hash`: of the released text,
    empty where the carried pack holds."""

    id: str
    name: Said
    kind: Said
    document: str
    used: bool
    territory: bool
    hash: str


class RuleOut(Schema):
    """A criterion, or the word that joins a group (`joint`), at its depth."""

    depth: int
    joint: bool
    name: Said
    rule: Said
    cite: str
    evidence: str


class TierOut(Schema):
    """A tier with its criteria in the regulation's order."""

    key: str
    name: Said
    title: str
    cite: str
    rules: list[RuleOut]


class VerdictOut(Schema):
    """What holds by the last evaluation. A forecast; not a basis for recognition. `since`: the day from which it was
    found so."""

    tier: str
    name: Said
    outcome: Outcome
    stand_in: bool
    since: dt.date


class JudgedPage(Schema):
    """Enterprises by name that have a verdict; `next`: what to give as `after` for those that follow."""

    items: list[EnterpriseOut]
    next: str | None


class PartOut(Schema):
    """A line of an explanation, in reading order at its depth. `value`: what the enterprise has, `threshold`: what is
    asked, `distance`: how far one is from the other; `waiting`: who has to act on what."""

    depth: int
    kind: str
    key: str
    what: Said
    outcome: Outcome | None
    rule: Said
    value: Said
    threshold: Said
    distance: Said
    cite: str
    note: Said
    waiting: list[Said]


class ExplanationOut(Schema):
    """Why an enterprise has its verdict on a tier, computed as of today."""

    enterprise: str
    tier: str
    outcome: Outcome
    as_of: dt.date
    text: str
    in_force: bool
    definitions: list[Said]
    stand_ins: list[Said]
    parts: list[PartOut]
    disclaimer: Said
