"""A small made-up zone of 2012 with its policy chosen, and a reading written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.web.conftest import Staff

from peiyu.madeup import Zone, write
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.policies.models import Territory
from peiyu.web.targets.models import KeyFirm, Line, Reading

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)


@pytest.fixture
def today(settings) -> Iterator[dt.date]:  # type: ignore[no-untyped-def]
    """The installation stands on the day; posts of the staff began before it."""
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield DAY
    object.__setattr__(settings.PEIYU, "day", None)


@pytest.fixture
def here(db: None, today: dt.date, staff: Staff) -> Staff:
    """The office has chosen its document."""
    for person in staff.people.values():
        person.posts.update(since=dt.date(2010, 1, 1))
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    return staff


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Forty made-up enterprises."""
    return write(Zone(kind=PACK, companies=40, as_of=DAY), tmp_path_factory.mktemp("zone") / "facts")


@pytest.fixture
def firm(here: Staff, base) -> Enterprise:  # type: ignore[no-untyped-def]
    """An enterprise of the zone, for which the enterprise's user stands."""
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    found = Enterprise.objects.filter(sensitive=False, revenue__isnull=False).order_by("name")[0]
    Organisation.objects.filter(pk=here.units["firm"].pk).update(enterprise=found.key, name=found.name)
    return found


@pytest.fixture
def reading(here: Staff) -> Reading:
    """One goal far behind, one met, a trend; an enterprise that could close the gap."""
    made = Reading.objects.create(
        pack=PACK, day=DAY, known_at=DAY, state="live", by_name="测算", at=clock.now(), name={"zh": "文", "en": "t"}
    )

    def both(word: str) -> dict[str, str]:
        return {"zh": word, "en": word}

    def line(code: str, kind: str, place: int, **more: object) -> Line:
        told = {name: both(str(value)) for name, value in more.pop("said", {}).items()}  # type: ignore[attr-defined]
        return Line.objects.create(
            reading=made, code=code, kind=kind, indicator=code, place=place, name=both(code), unit="家", until=DAY,
            said=told, **more,
        )  # fmt: skip

    late = line(
        "new_sme", "target", 0, goal="1000", confirmed="381", plan="650", rate=0.381, pace="far_behind", colour="red",
        outlook={"probability": 0.0, "likely": "566", "gap": ["371", "481"]}, records=381,
        said={"total": "381家", "goal": "1000家", "plan": "650家", "rule": "低于七成", "outlook_said": "预计缺口371家"},
    )  # fmt: skip
    line("new_giants", "target", 1, goal="35", confirmed="36", rate=1.03, pace="met", colour="green",
         outlook={"probability": 1.0}, said={"total": "36家", "goal": "35家以上", "rule": "已达"})  # fmt: skip
    line("fund", "trend", 2, confirmed="56610000", said={"total": "5661万元"})
    Line.objects.filter(code="fund").update(unit="元")
    KeyFirm.objects.create(line=late, enterprise=0, place=0, chance=0.4, why=both("为什么"))
    return made


def address_of(one: Enterprise) -> str:
    return f"/enterprises/{one.key % 2**64:016x}/"


EVERYBODY = tuple(Role)
