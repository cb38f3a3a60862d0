"""What tests of policies share: a small made-up zone, people of the office, a day on which the office stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from peiyu.madeup import Zone, write
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.accounts.queries import actor_for
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import take_in

DAY = dt.date(2026, 6, 30)


@pytest.fixture
def day(settings) -> Iterator[dt.date]:  # type: ignore[no-untyped-def]
    """The office stands on this day."""
    before = settings.PEIYU.day
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield DAY
    object.__setattr__(settings.PEIYU, "day", before)


@pytest.fixture
def zone(tmp_path: Path, day: dt.date) -> dict[str, pl.DataFrame]:
    """A small made-up zone in the database."""
    base = write(Zone(kind="model-zone-2026", companies=40, as_of=day), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity in base.manifest.entities}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    return frames


def person(name: str, role: Role, area: str = "") -> Person:
    """Somebody in a post."""
    unit = Organisation.objects.create(kind="park" if area else "office", name=f"{name}的单位", area=area)
    made = Person.objects.create(sign_in=name, name=name)
    Post.objects.create(person=made, organisation=unit, role=role.value, since=dt.date(2020, 1, 1))
    return made


def acting(one: Person) -> Actor:
    """The actor that a person is."""
    return actor_for(one)


def signed_in(one: Person) -> Client:
    """A browser in which a person has signed in."""
    client = Client()
    client.force_login(one)
    return client
