"""A small made-up zone of 2012 with its targets measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from peiyu.madeup import Zone, write
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import take_in
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.targets.actions import measuring
from peiyu.web.targets.models import Reading

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)
SYSTEM = Actor.system("test")


@pytest.fixture
def zone(tmp_path: Path, settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The facts in the database, the installation standing on the day."""
    base = write(Zone(kind=PACK, companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(SYSTEM, frames, kind="made_up", name="虚构")
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield
    object.__setattr__(settings.PEIYU, "day", None)


def measured(**arguments: object) -> Reading:
    """A reading, made by the worker."""
    job = ask(SYSTEM, measuring.KIND, pack=PACK, **arguments)
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    return Reading.objects.get(pk=job.result["reading"])
