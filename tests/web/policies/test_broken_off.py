"""An evaluation that a full disk or a lost database breaks off: nothing is lost or half done, a sentence says what to
do, and it goes on later as if nothing had been."""

from __future__ import annotations

import datetime as dt
import errno
import itertools
from collections.abc import Callable
from importlib import import_module
from typing import Any

import polars as pl
import pytest
from django.db import OperationalError
from tests.web.policies.conftest import DAY, person, signed_in

from peiyu.problems import FactsError, Problem, Text
from peiyu.web.accounts.models import Person
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import take_in
from peiyu.web.jobs.actions import Stopped, ask, cancel
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.policies import queries
from peiyu.web.policies.actions import evaluations, prospects
from peiyu.web.policies.models import Change, Evaluation, Verdict

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system("test")
FULL = OperationalError("database or disk is full")
GONE = OperationalError("server closed the connection unexpectedly")
FIRMS, TOGETHER = 12, 3
SMALL, LARGE = 100, 100_000_000
"""Revenue in 万元 of a manufacturer that is small, and of one that is large."""

Key = tuple[int, str]
Stored = dict[Key, int | None]
Changes = dict[Key, tuple[int | None, int | None]]
times = itertools.count(1)


def evaluated() -> Job:
    """An evaluation of everybody is asked for, and the worker does what it can."""
    job = ask(SYSTEM, evaluations.KIND)
    work(until_idle=True, pause=0)
    job.refresh_from_db()
    return job


def stored() -> Stored:
    rows = Verdict.objects.values_list("enterprise", "tier__key", "value")
    return {(firm, tier): value for firm, tier, value in rows}


def differing(before: Stored) -> Changes:
    now = stored()
    return {key: (before[key], now[key]) for key in now if before[key] != now[key]}


def changes(evaluation: Evaluation | None) -> Changes:
    """What an evaluation says it changed, no verdict twice."""
    assert evaluation is not None
    rows = list(evaluation.changes.select_related("tier"))
    found = {(one.enterprise, one.tier.key): (one.before, one.after) for one in rows}
    assert len(found) == len(rows)
    return found


def told(job: Job) -> tuple[str, list[str]]:
    return job.state, [one["code"] for one in job.problems]


def failing(real: Callable[..., Any], error: Exception, *, after: int, often: int = 99) -> Callable[..., Any]:
    """Does the real thing so often, then fails so often, then does it again."""
    calls = itertools.count()

    def step(*args: Any, **kwargs: Any) -> Any:
        if after <= next(calls) < after + often:
            raise error
        return real(*args, **kwargs)

    return step


def head(day: dt.date) -> pl.DataFrame:
    number = next(times)
    return pl.DataFrame({"enterprise": range(1, FIRMS + 1)}, schema={"enterprise": pl.Int64}).with_columns(
        record_id=pl.lit(number, pl.Int64), known_from=pl.lit(day), source=pl.lit("台账"), purpose=pl.lit("行政")
    )


def earn(revenue: int, day: dt.date) -> None:
    """From a day on everybody is known to have earned so much last year."""
    rows = head(day).with_columns(
        year=pl.lit(DAY.year - 1, pl.Int16), revenue=pl.lit(revenue * 10**6), staff=pl.lit(2_000, pl.Int64)
    )
    take_in(SYSTEM, {"annual_return": rows}, kind="upload", name="台账")


@pytest.fixture
def before(day: dt.date, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """A dozen small manufacturers are judged; then they are found to be large. The verdicts of before."""
    monkeypatch.setattr("peiyu.web.bridge.outcomes.AT_ONCE", TOGETHER)
    monkeypatch.setattr(evaluations, "standards", lambda: ("cn-size-2011",))
    names = pl.format("企业{}", pl.col("enterprise"))
    firms = head(dt.date(2020, 1, 1)).with_columns(name=names, industry=pl.lit("3912"), at=pl.lit(None, pl.Date))
    take_in(SYSTEM, {"enterprise": firms}, kind="upload", name="名录")
    earn(SMALL, dt.date(2026, 3, 1))
    assert told(evaluated()) == ("done", [])
    held = stored()
    earn(LARGE, dt.date(2026, 4, 1))
    return held


def test_a_disk_that_is_full_while_criteria_are_written(before: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    with monkeypatch.context() as disk:
        disk.setattr("peiyu.policy.engine.output.os.replace", full)
        job = evaluated()
    assert told(job) == ("failed", ["disk-full"])
    assert "联系系统管理员清理磁盘" in job.problems[0]["zh"]
    begun = Evaluation.objects.latest("pk")
    assert begun.state == "failed"
    folder = evaluations.parquet_of(begun).parent
    assert not [one for one in folder.iterdir() if one.name.startswith((f"{begun.pk}.", "."))]
    assert stored() == before
    assert told(evaluated()) == ("done", [])
    assert queries.latest() == begun, "it goes on"
    assert changes(begun) == differing(before) != {}


def test_a_fact_base_that_cannot_be_written_or_whose_database_is_lost(
    before: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process writes it: of its errors only the words arrive."""
    module = import_module("peiyu.web.bridge.export")
    said = Text("写入失败", "writing failed")
    full = FactsError(Problem("cannot-write", said, found="No space left on device (os error 28)"))
    with monkeypatch.context() as disk:
        disk.setattr(module, "copied", failing(module.copied, full, after=0))
        assert told(evaluated()) == ("failed", ["disk-full"])
    assert stored() == before
    lost = FactsError(Problem("database-lost", said, found="IO: connection refused"))
    monkeypatch.setattr(module, "copied", failing(module.copied, lost, after=0, often=1))
    job = evaluated()
    assert (told(job), job.attempts) == (("done", []), 2)
    assert changes(queries.latest()) == differing(before) != {}


def test_a_database_that_is_full_while_verdicts_are_stored(before: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(person("周办", Role.OFFICE))
    with monkeypatch.context() as disk:
        disk.setattr(evaluations, "write", failing(evaluations.write, FULL, after=2))
        assert told(evaluated()) == ("failed", ["disk-full"])
    begun = Evaluation.objects.latest("pk")
    assert begun.state == "storing"
    assert queries.latest() != begun
    assert changes(begun) == differing(before) != {}, "verdicts and what they changed come together"
    assert len({firm for firm, _ in differing(before)}) == 2 * TOGETHER
    page = client.get("/policies/evaluations/").content.decode()
    for words in ("磁盘空间不足", "联系系统管理员清理磁盘", "系统会自动接着预判", "已中断", "现在预判"):
        assert words in page
    assert "请：请" not in page
    Person.objects.update(language="en")
    english = client.get(f"/policies/evaluations/{begun.pk}/").content.decode()
    assert "broken off" in english
    Person.objects.update(language="zh")
    ask(SYSTEM, "policies.keep_current")
    work(until_idle=True)
    begun.refresh_from_db()
    assert queries.latest() == begun
    assert changes(begun) == differing(before)
    assert {firm for firm, _ in differing(before)} == set(range(1, FIRMS + 1))
    assert begun.changed == len(changes(begun))
    since = Verdict.objects.filter(tier__key="cn-size-2011.large").values_list("since", flat=True)
    assert set(since) == {begun.pk}
    page = client.get("/policies/evaluations/").content.decode()
    assert "磁盘空间不足" not in page
    assert "已中断" not in page


def test_facts_that_change_before_it_goes_on_leave_one_change_or_none(
    before: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(evaluations, "write", failing(evaluations.write, FULL, after=2))
        evaluated()
    assert Change.objects.exists()
    earn(SMALL * 30, dt.date(2026, 5, 1))
    assert told(evaluated()) == ("done", [])
    last = queries.latest()
    assert changes(last) == differing(before) != {}
    assert not any(tier == "cn-size-2011.large" for _, tier in changes(last)), "large for a while only"


def test_a_connection_that_is_lost_while_verdicts_are_stored(before: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluations, "write", failing(evaluations.write, GONE, after=2, often=1))
    monkeypatch.setattr(evaluations, "finish", failing(evaluations.finish, GONE, after=0, often=1))
    job = evaluated()
    assert (told(job), job.attempts) == (("done", []), 3)
    assert Evaluation.objects.count() == 2
    assert changes(queries.latest()) == differing(before) != {}


def test_one_that_was_stopped_goes_on_with_the_next(
    before: Stored, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = evaluations.write

    def stopped(*args: Any) -> None:
        real(*args)
        cancel(office, Job.objects.get(state="running").pk)

    with monkeypatch.context() as hand:
        hand.setattr(evaluations, "write", stopped)
        hand.setattr("peiyu.web.jobs.kinds.TOLD_EVERY", 0)
        assert evaluated().state == "cancelled"
    assert len({firm for firm, _ in differing(before)}) == TOGETHER
    assert told(evaluated()) == ("done", [])
    assert Evaluation.objects.count() == 2
    assert changes(queries.latest()) == differing(before)


def test_prospects_that_a_full_disk_kept_from_being_found_are_found_later(
    before: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(prospects, "listed", failing(prospects.listed, FULL, after=0))
        evaluated()
    assert told(Job.objects.filter(kind="policies.prospects").latest("pk")) == ("failed", ["disk-full"])
    last = queries.latest()
    assert last is not None
    assert last.prospects == ""
    for _ in range(2):
        ask(SYSTEM, "policies.keep_current")
        work(until_idle=True)
    last.refresh_from_db()
    assert last.prospects == "done"
    assert (Evaluation.objects.count(), Job.objects.filter(kind="policies.prospects").count()) == (2, 3)


def test_prospects_that_somebody_stopped_are_not_asked_for_again(
    before: Stored, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*args: Any) -> None:
        cancel(office, Job.objects.get(state="running").pk)
        raise Stopped

    with monkeypatch.context() as hand:
        hand.setattr(prospects, "listed", stopped)
        evaluated()
    assert Job.objects.filter(kind="policies.prospects").latest("pk").state == "cancelled"
    ask(SYSTEM, "policies.keep_current")
    work(until_idle=True)
    assert Job.objects.filter(kind="policies.prospects").latest("pk").state == "cancelled"
    last = queries.latest()
    assert last is not None
    assert last.prospects == ""
