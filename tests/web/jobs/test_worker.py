"""The worker: it survives being killed, lost connections and cancelled jobs, and no job is done by two."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections

from peiyu.problems import InputError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.jobs import actions, kinds
from peiyu.web.jobs.kinds import KINDS, kind
from peiyu.web.jobs.models import Job, Round
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system("test")
SAID = Text("试验任务", "a trial")


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch) -> None:
    for name in [*KINDS]:
        monkeypatch.delitem(KINDS, name)


def test_a_job_is_done_and_its_result_kept() -> None:
    @kind("trial", SAID)
    def run(step):
        step.tell(0.5, Text("过半", "half"))
        return {"sum": sum(step.arguments["numbers"]), "address": "/x/"}

    job = actions.ask(SYSTEM, "trial", numbers=[1, 2, 3])
    assert work(until_idle=True) == 1
    job.refresh_from_db()
    assert (job.state, job.progress, job.result["sum"]) == ("done", 1.0, 6)
    assert job.said == {"zh": "过半", "en": "half"}
    assert Entry.objects.get(verb="job.ask").subject == str(job.pk)


def test_a_kind_that_nobody_does_is_refused() -> None:
    with pytest.raises(KeyError):
        actions.ask(SYSTEM, "nobody")
    assert not Job.objects.exists()


def test_of_two_jobs_with_one_key_there_is_one() -> None:
    kind("trial", SAID)(lambda step: {})
    one, two = (actions.ask(SYSTEM, "trial", key="same") for _ in range(2))
    assert one.pk == two.pk
    work(until_idle=True)
    assert actions.ask(SYSTEM, "trial", key="same").pk != one.pk


@pytest.mark.parametrize(
    "error",
    [
        InputError(Problem("cell-unreadable", Text("读不懂", "cannot be read"), found="B12")),
        Refusal(Problem("cell-unreadable", Text("读不懂", "cannot be read"), found="B12")),
    ],
    ids=["problem", "refusal"],
)
def test_what_was_given_is_at_fault(error) -> None:
    @kind("trial", SAID)
    def run(step):
        raise error

    job = actions.ask(SYSTEM, "trial")
    work(until_idle=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.problems[0]["code"] == "cell-unreadable"
    assert job.problems[0]["parts"]["found"] == "B12"


@pytest.mark.parametrize(
    ("error", "code"),
    [(ValueError("x"), "internal"), (OSError(errno.ENOSPC, "full"), "disk-full"), (OSError(5, "io"), "internal"),
     (OperationalError("database or disk is full"), "disk-full")],
)  # fmt: skip
def test_what_goes_wrong_is_told_without_a_traceback(error: Exception, code: str) -> None:
    @kind("trial", SAID)
    def run(step):
        raise error

    job = actions.ask(SYSTEM, "trial")
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "failed"
    assert [one["code"] for one in job.problems] == [code]
    assert "Traceback" not in str(job.problems)


def test_a_lost_connection_gives_the_job_back() -> None:
    tries = []

    @kind("trial", SAID)
    def run(step):
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return {"tries": len(tries)}

    job = actions.ask(SYSTEM, "trial")
    assert work(until_idle=True, pause=0) == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"tries": 2}, 2)


def test_a_connection_that_was_lost_is_given_a_moment_to_come_back(monkeypatch) -> None:
    slept: list[float] = []

    @kind("trial", SAID)
    def run(step):
        if not slept:
            raise OperationalError("server closed the connection unexpectedly")
        return {}

    monkeypatch.setattr("peiyu.web.jobs.worker.time.sleep", slept.append)
    job = actions.ask(SYSTEM, "trial")
    work(until_idle=True, pause=7)
    job.refresh_from_db()
    assert (job.state, slept) == ("done", [7])


def test_a_database_that_does_not_answer_is_waited_for(monkeypatch) -> None:
    kind("trial", SAID)(lambda step: {})
    job = actions.ask(SYSTEM, "trial")
    claim, silent = actions.claim, [1, 1, 1]

    def claims(worker: str) -> Job | None:
        if silent:
            silent.pop()
            raise OperationalError("database is locked")
        return claim(worker)

    monkeypatch.setattr(actions, "claim", claims)
    assert work(until_idle=True, pause=0) == 1
    job.refresh_from_db()
    assert job.state == "done"


def test_a_long_job_lets_those_go_first_that_wait() -> None:
    order: list[str] = []

    @kind("long", SAID)
    def long(step):
        for part in range(step.done.get("parts", 0), 3):
            order.append(f"part {part}")
            step.remember(parts=part + 1)
            step.let_others_go_first()
        return {}

    kind("short", SAID)(lambda step: order.append("short") or {})
    job = actions.ask(SYSTEM, "long")
    actions.ask(SYSTEM, "short")
    work(until_idle=True)
    job.refresh_from_db()
    assert order == ["part 0", "short", "part 1", "part 2"]
    assert (job.state, job.attempts) == ("done", 1)


def test_a_cancelled_job_stops_at_its_next_word(staff, monkeypatch) -> None:
    monkeypatch.setattr(kinds, "TOLD_EVERY", 0.0)
    written = []

    @kind("trial", SAID)
    def run(step):
        for part in range(5):
            written.append(part)
            if part == 1:
                actions.cancel(SYSTEM, step.job)
            step.tell(part / 5, SAID)
        return {}

    job = actions.ask(SYSTEM, "trial")
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert written == [0, 1]
    assert actions.cancel(SYSTEM, job.pk) is False


def test_progress_is_written_now_and_then_and_whenever_something_else_is_done(
    monkeypatch, django_assert_num_queries
) -> None:
    kind("trial", SAID)(lambda step: {})
    job = actions.ask(SYSTEM, "trial")
    Job.objects.filter(pk=job.pk).update(state="running", worker="one")
    moments = iter([10.0, 10.1, 10.2, 10.7, 10.8, 10.9])
    monkeypatch.setattr(kinds, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    step, other = kinds.Step(job.pk, {}, {}, "one"), Text("另一件", "another")
    with django_assert_num_queries(1):
        for share in (0.1, 0.2, 0.3):
            step.tell(share, SAID)
    with django_assert_num_queries(1):
        step.tell(0.4, SAID)
    with django_assert_num_queries(1):
        step.tell(0.5, other)
        step.tell(0.6)
    job.refresh_from_db()
    assert (job.progress, job.said) == (0.5, {"zh": other.zh, "en": other.en})


def test_a_worker_that_lost_its_lease_writes_nothing_more() -> None:
    @kind("trial", SAID)
    def run(step):
        Job.objects.filter(pk=step.job).update(worker="another")
        step.remember(done=1)
        return {"by": "the first"}

    job = actions.ask(SYSTEM, "trial")
    work(until_idle=True)
    job.refresh_from_db()
    assert (job.state, job.worker, job.step, job.result) == ("running", "another", {}, {})


def test_a_job_that_breaks_off_again_and_again_is_given_up() -> None:
    kind("trial", SAID)(lambda step: {})
    job = actions.ask(SYSTEM, "trial")
    past = clock.now() - dt.timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=actions.MOST_ATTEMPTS, lease=past, worker="dead")
    assert work(until_idle=True) == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.problems[0]["code"] == "job-gave-up"


def test_many_workers_never_do_one_job_twice() -> None:
    kind("trial", SAID)(lambda step: {})
    jobs = [actions.ask(SYSTEM, "trial", number=number).pk for number in range(12)]
    claimed: list[int] = []

    def claims(name: str) -> None:
        try:
            while (job := actions.claim(name)) is not None or Job.objects.filter(state="queued").exists():
                if job is not None:
                    claimed.append(job.pk)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=claims, args=(f"worker-{number}",)) for number in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    assert sorted(claimed) == jobs


def test_periodic_work_is_asked_for_once_when_it_is_due() -> None:
    done = []
    kind("often", SAID, every=dt.timedelta(hours=1))(lambda step: done.append(1) or {})
    assert actions.ask_due(SYSTEM) == 1
    assert actions.ask_due(SYSTEM) == 0
    Round.objects.update(due=clock.now())
    assert actions.ask_due(SYSTEM) == 0, "the last one still waits"
    work(until_idle=True)
    Round.objects.update(due=clock.now())
    assert actions.ask_due(SYSTEM) == 1
    work(until_idle=True)
    assert done == [1, 1]


KILLED = """
import datetime as dt, sys, time
import django
django.setup()
from django.db import connections
connections.databases["default"]["NAME"] = sys.argv[1]
from peiyu.problems import Text
from peiyu.web.jobs import actions, worker
from peiyu.web.jobs.kinds import KINDS, kind
KINDS.clear()
actions.LEASE = dt.timedelta(seconds=2)
worker.BEAT_SECONDS = 0.5
@kind("trial", Text("", ""))
def run(step):
    step.remember(parts=3)
    step.tell(0.3, Text("已写三份", "three parts"))
    time.sleep(60)
    return {}
worker.work(until_idle=True)
"""


def test_a_killed_worker_is_followed_by_the_next_which_goes_on_where_it_was() -> None:
    @kind("trial", SAID)
    def run(step):
        return {"went_on_from": step.done["parts"]}

    job = actions.ask(SYSTEM, "trial")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "peiyu.web.site.settings"}
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(connection.settings_dict["NAME"])], env=environment)
    try:
        until = time.monotonic() + 40
        while Job.objects.get(pk=job.pk).step != {"parts": 3} and time.monotonic() < until:
            time.sleep(0.1)
        assert actions.claim("too early") is None, "the lease holds while the worker lives"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    until = time.monotonic() + 20
    while not work(until_idle=True) and time.monotonic() < until:
        time.sleep(0.2)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == ("done", 2, {"went_on_from": 3})
