"""A small made-up zone that was evaluated once for a module, with an office, two parks and an enterprise.

The zone is committed, as the process that exports facts reads the database file; each test is rolled back upon it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from tests.web.conftest import Staff

from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.actions import examining
from peiyu.web.checkups.models import CheckUp
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.policies.actions import evaluations
from peiyu.web.policies.models import Evaluation, Territory

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    """Forty made-up enterprises."""
    return write(Zone(kind=PACK, companies=40, as_of=DAY), tmp_path_factory.mktemp("zone") / "facts")


@pytest.fixture(scope="module")
def evaluated(django_db_setup: None, django_db_blocker: Any, base: FactBase) -> Iterator[None]:
    """The zone in the database, evaluated, its prospects found."""
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    with django_db_blocker.unblock():
        object.__setattr__(configured.PEIYU, "day", DAY)
        take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
        Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
        ask(Actor.system("test"), evaluations.KIND)
        work(until_idle=True)
        object.__setattr__(configured.PEIYU, "day", None)
    yield
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def today(settings: Any) -> Iterator[dt.date]:
    """The installation stands on the day."""
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield DAY
    object.__setattr__(settings.PEIYU, "day", None)


@pytest.fixture
def place(evaluated: None, db: None, today: dt.date, staff: Staff) -> Staff:
    """The staff of the zone: its parks are two of the facts', its enterprise one of them."""
    for person in staff.people.values():
        person.posts.update(since=dt.date(2010, 1, 1))
    areas = sorted(set(Enterprise.objects.exclude(park="").values_list("park", flat=True)))
    for unit, area in zip(("park", "other_park"), areas, strict=False):
        Organisation.objects.filter(pk=staff.units[unit].pk).update(area=area)
    return staff


def perform(run: CheckUp) -> CheckUp:
    """Does the work of a run, as a worker would."""
    Job.objects.filter(pk=run.job).update(state="running")
    job = Job.objects.get(pk=run.job)
    examining.run(Step(job.pk, job.arguments, job.step))
    run.refresh_from_db()
    return run


def later() -> Evaluation:
    """Another evaluation of the same day, after which nothing but what a test changes is otherwise."""
    made = Evaluation.objects.order_by("-pk")[0]
    made.pk, made.job, made.prospects = None, None, ""
    made.at = made.ended_at = clock.now()
    made.save()
    return made
