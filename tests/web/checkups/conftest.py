"""A small made-up zone that was evaluated, with an office, two parks and an enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.conftest import Staff

from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.policies.actions import evaluations
from peiyu.web.policies.models import Territory

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)


@pytest.fixture
def today(settings: Any) -> Iterator[dt.date]:
    """The installation stands on the day."""
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield DAY
    object.__setattr__(settings.PEIYU, "day", None)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    """Forty made-up enterprises."""
    return write(Zone(kind=PACK, companies=40, as_of=DAY), tmp_path_factory.mktemp("zone") / "facts")


@pytest.fixture
def place(db: None, today: dt.date, staff: Staff, base: FactBase) -> Staff:
    """The zone in the database, evaluated; the parks of the staff are two of its own."""
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    for person in staff.people.values():
        person.posts.update(since=dt.date(2010, 1, 1))
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    areas = sorted(set(Enterprise.objects.exclude(park="").values_list("park", flat=True)))
    for unit, area in zip(("park", "other_park"), areas, strict=False):
        Organisation.objects.filter(pk=staff.units[unit].pk).update(area=area)
    evaluate()
    return staff


def evaluate() -> None:
    """Everybody is evaluated as things stand, and the prospects are found."""
    ask(Actor.system("test"), evaluations.KIND)
    work(until_idle=True)
