"""A small place for collection: two parks with three enterprises, a confidential one, one that is gone; figures of one
month held of one of them; a round in every state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.web.conftest import Staff

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.round import Span
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import drafting, starting
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake
from peiyu.web.jobs.worker import work

TODAY = dt.date(2026, 6, 3)
DUE = dt.date(2026, 6, 10)
MAY = Span(2026, month=5, basis="累计")
WAN = 1_000_000
"""Fen in 万元."""


def key(word: str) -> int:
    """The key of an enterprise of the place."""
    return enterprise_key(parse_code(f"local:test:{word}"))


A1, A2, B1, SECRET, GONE = (key(word) for word in ("A1", "A2", "B1", "SECRET", "GONE"))
FIRMS = (
    (A1, "A1", "甲一公司", "甲园", "存续", False),
    (A2, "A2", "甲二公司", "甲园", "存续", False),
    (B1, "B1", "乙一公司", "乙园", "", False),
    (SECRET, "SECRET", "甲密公司", "甲园", "存续", True),
    (GONE, "GONE", "甲亡公司", "甲园", "注销", False),
)


@pytest.fixture
def today(settings: Any) -> Iterator[None]:
    """The installation stands on the day; tests move it with `stand_on`."""
    before = settings.PEIYU.day
    stand_on(TODAY)
    yield
    stand_on(before)


def stand_on(day: dt.date | None) -> None:
    """Another day is today."""
    from django.conf import settings

    object.__setattr__(settings.PEIYU, "day", day)


@pytest.fixture
def place(staff: Staff, today: None) -> Staff:
    """The registry; the enterprise of the enterprise user is 甲一公司."""
    for number, code, name, park, status, secret in FIRMS:
        Enterprise.objects.create(
            key=number, code=f"local:test:{code}", name=name, park=park, status=status, sensitive=secret,
            changed_at=clock.now(),
        )  # fmt: skip
    Organisation.objects.filter(pk=staff.units["firm"].pk).update(enterprise=A1)
    return staff


def fact(entity: str, firm: int, /, *, known: dt.date = dt.date(2026, 6, 2), **values: Any) -> None:
    """A row of facts, brought by an intake of its own."""
    intake = Intake.objects.create(kind="form", name="5月台账", state="live", at=clock.now(), live_at=clock.now())
    row = {"record_id": intake.pk, "source": "企业填报", "purpose": "行政", **values}
    FACT_MODELS[entity].objects.create(enterprise=firm, known_from=known, intake=intake, **row)


def monthly(firm: int, **values: Any) -> None:
    """Figures of May."""
    fact("monthly_return", firm, **{"year": 2026, "month": 5, "basis": "累计", **values})


def terms(**more: Any) -> drafting.Terms:
    """What a round of the tests is about."""
    usual: dict[str, Any] = {"title": "5月快报", "span": MAY, "due": DUE, "authority": "工信办〔2026〕3号"}
    return drafting.Terms(**{**usual, **more})


FIELDS = (("monthly_return", "revenue"), ("monthly_return", "output"))


def drafted(actor: Actor, *, fields: tuple[tuple[str, str], ...] = FIELDS, **more: Any) -> Round:
    """A draft that asks two figures of May."""
    made = drafting.draft(actor, terms=terms(**more))
    return drafting.add_fields(actor, held=made, version=made.version, fields=fields)


def started(actor: Actor, **more: Any) -> Round:
    """A round that is out."""
    held = drafted(actor, **more)
    starting.start(actor, held=held, version=held.version, cells=held.burden["cells"])
    work(until_idle=True)
    held.refresh_from_db()
    assert held.state == "open"
    return held


def unit_named(held: Round, name: str) -> RoundUnit:
    """A unit of a round by its name."""
    return RoundUnit.objects.select_related("round").get(round=held, name=name)


def signed_in(staff: Staff, role: Role) -> Client:
    """A browser in which somebody of a role has signed in."""
    client = Client()
    client.force_login(staff.people[role], backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    return client
