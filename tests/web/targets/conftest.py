"""A small made-up zone of 2012 with its targets measured; a reading written by hand for what needs no measuring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from peiyu.madeup import Zone, write
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.policies.models import Territory
from peiyu.web.targets.actions import measuring
from peiyu.web.targets.models import FigureRecord, KeyFirm, Line, Reading

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)
SYSTEM = Actor.system("test")
EAST, WEST, SECRET = 11, 12, 13
"""Enterprises: in 东园, in 西园, a confidential one in 东园."""


@pytest.fixture
def today(settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The installation stands on the day."""
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield
    object.__setattr__(settings.PEIYU, "day", None)


@pytest.fixture
def zone(tmp_path: Path, today: None) -> None:
    """The facts in the database."""
    base = write(Zone(kind=PACK, companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(SYSTEM, frames, kind="made_up", name="虚构")


def measured(**arguments: object) -> Reading:
    """A reading, made by the worker."""
    job = ask(SYSTEM, measuring.KIND, pack=PACK, **arguments)
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    return Reading.objects.get(pk=job.result["reading"])


@pytest.fixture
def place(db: None, today: None) -> None:
    """The territory's choice, and three enterprises."""
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    for key, park, secret in ((EAST, "东园", False), (WEST, "西园", False), (SECRET, "东园", True)):
        Enterprise.objects.create(
            key=key, code=f"C{key}", name=f"企业{key}", park=park, sensitive=secret, changed_at=clock.now()
        )


def reading_by_hand(day: dt.date = DAY, *, count: int = 3, **more: object) -> Reading:
    """A live reading with one target of some records, of each enterprise one, and a trend."""
    made = Reading.objects.create(
        pack=PACK, name={"zh": "工作安排", "en": "Arrangements"}, day=day, known_at=day,
        state="live", by_name="周办", at=clock.now(), **more,
    )  # fmt: skip
    words = {"zh": f"{count}家", "en": str(count)}
    line = Line.objects.create(
        reading=made, code="new_giants", kind="target", indicator="giants_new", clause="二1", place=0,
        name={"zh": "新增科技小巨人企业", "en": "New little giants"}, unit="家", goal="35", confirmed=str(count),
        nowcast=str(count), plan="22", rate=count / 35, pace="far_behind", colour="red", until=day, records=count,
        withheld=1, listed=count,
        said={"goal": {"zh": "35家以上", "en": "35 or more"}, "total": words, "confirmed": words, "rate": "8.6%",
              "pace": {"zh": "严重滞后", "en": "far behind"}, "definition": {"zh": "按发证日期", "en": "by day"}},
        breakdowns={"park": {"name": {"zh": "所属园区", "en": "Park"}, "groups": [
            {"group": "东园", "name": {"zh": "东园", "en": "东园"}, "low": "2", "high": "2",
             "said": {"zh": "2家", "en": "2"}}]}},
    )  # fmt: skip
    Line.objects.create(
        reading=made, code="breadth", kind="trend", indicator="sme_stock", place=1, unit="家", until=day,
        name={"zh": "总数", "en": "In all"}, said={"total": words, "pace": {"zh": "上升", "en": "rising"}},
    )  # fmt: skip
    for place_, key in enumerate((EAST, WEST, SECRET)[:count]):
        FigureRecord.objects.create(line=line, enterprise=key, entity="title", record_id=100 + key, certain=True)
        KeyFirm.objects.create(line=line, enterprise=key, place=place_, chance=0.5, why={"zh": "接近", "en": "near"})
    return made


def actor(role: Role, **more: object) -> Actor:
    """Somebody of a role, without an account."""
    return Actor(**{"person": None, "name": "某", "role": role, "post": 1, **more})  # type: ignore[arg-type]


def park_officer(area: str = "东园", organisation: int = 5) -> Actor:
    """A park's officer."""
    return actor(Role.PARK, organisation=organisation, organisations=frozenset({organisation}), areas=frozenset({area}))


def someone(role: Role, *, name: str = "某", area: str = "", kind: str = "office") -> Person:
    """A person with a post."""
    unit, _ = Organisation.objects.get_or_create(kind=kind, name=area or kind, defaults={"area": area})
    person = Person.objects.create(sign_in=f"{name}{Person.objects.count()}", name=name)
    Post.objects.create(person=person, organisation=unit, role=role.value, since=dt.date(2012, 1, 1))
    return person
