"""A worker that dies in the middle leaves nothing half visible, and the next one finishes without doubling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.enterprises.conftest import CODES, NAMES, Bring

from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.intake import staged, storing
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake, NameToken
from peiyu.web.enterprises.queries.versions import facts_version, intakes_unseen
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
RETURNS = FACT_MODELS["annual_return"]
MANY = [(CODES[n % 3], NAMES[n % 3], "东园", 100 + n, n) for n in range(3)]


class Killed(BaseException):
    """The process is gone."""


def dying(after: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """Does the real thing so often, then dies."""
    left = iter(range(after))

    def step(*args: Any, **kwargs: Any) -> Any:
        if next(left, None) is None:
            raise Killed
        return real(*args, **kwargs)

    return step


def survive() -> None:
    """The next worker takes over what the dead one had."""
    Job.objects.filter(state="running").update(state="queued", lease=None)
    work(until_idle=True)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "BATCH", 1)


@pytest.mark.parametrize("after", range(6))
def test_killed_while_storing(bring: Bring, office: Actor, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    read = bring(MANY, stored=False)
    uploads.store(office, read)
    version = facts_version()
    with monkeypatch.context() as patch:
        patch.setattr(storing, "append_rows", dying(after, storing.append_rows))
        with pytest.raises(Killed):
            work(until_idle=True)
    assert intakes_unseen() == [read.pk]
    assert not Enterprise.objects.exists()
    assert facts_version() == version
    survive()
    read.refresh_from_db()
    assert (read.state, read.projected) == ("live", True)
    assert RETURNS.objects.count() == 3
    assert FACT_MODELS["enterprise"].objects.count() == 3
    assert Enterprise.objects.count() == 3


def test_killed_between_live_and_registry(bring: Bring, office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    read = bring(MANY, stored=False)
    uploads.store(office, read)
    with monkeypatch.context() as patch:
        patch.setattr(storing, "project", dying(0, storing.project))
        with pytest.raises(Killed):
            work(until_idle=True)
    assert Intake.objects.get(pk=read.pk).state == "live"
    survive()
    assert Enterprise.objects.count() == 3
    assert RETURNS.objects.count() == 3
    assert NameToken.objects.exists()


def test_killed_while_undoing(bring: Bring, office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    live = bring(MANY)
    uploads.undo(office, live, why="导错")
    with monkeypatch.context() as patch:
        patch.setattr(storing, "_remove", dying(0, storing._remove))
        with pytest.raises(Killed):
            work(until_idle=True)
    assert not Enterprise.objects.exists()
    survive()
    live.refresh_from_db()
    assert live.state == "undone"
    assert not RETURNS.objects.exists()


def test_a_broken_off_import_is_gone_on_with_or_undone(bring: Bring, office: Actor) -> None:
    read = bring(MANY, stored=False)
    uploads.store(office, read)
    Job.objects.filter(state="queued").update(state="cancelled")
    uploads.go_on(office, read)
    work(until_idle=True)
    read.refresh_from_db()
    assert read.state == "live"


def test_two_people_store_once(bring: Bring, office: Actor) -> None:
    read = bring(MANY, stored=False)
    uploads.store(office, read)
    with pytest.raises(Refusal) as told:
        uploads.store(office, read)
    assert told.value.problems[0].code == "intake-state"
    work(until_idle=True)
    assert RETURNS.objects.count() == 3
