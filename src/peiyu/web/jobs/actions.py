"""Asking for work, claiming it, beating, ending it. Every write is one conditional update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.jobs.models import Job
from peiyu.web.trail.actions import Doer, record

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 5


class Lost(Exception):  # noqa: N818 -- a signal between worker and table
    """The lease went to another worker: this one must stop without writing."""


class Stopped(Exception):  # noqa: N818 -- likewise
    """Someone cancelled the job."""


def ask(actor: Doer, kind: str, *, key: str = "", **arguments: Any) -> Job:
    """A job of a kind; if one with this key waits or runs already, that one. KeyError for a kind that nobody does."""
    KINDS[kind]
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, key=key, arguments=arguments, asked_at=clock.now(), by_id=actor.person, by_name=actor.name,
                organisation=actor.organisation,
            )  # fmt: skip
            record(actor, "job.ask", "job", job.pk, said=kind)
            return job
    except IntegrityError:
        return Job.objects.get(kind=kind, key=key, state__in=("queued", "running"))


def claim(worker: str) -> Job | None:
    """The oldest waiting job, or one whose worker died; it is this worker's until the lease runs out."""
    at = clock.now()
    free = Q(state="queued") | Q(state="running", lease__lt=at)
    for job in Job.objects.filter(free).order_by("asked_at", "pk")[:5]:
        if job.attempts >= MOST_ATTEMPTS:
            _end(Job.objects.filter(free, pk=job.pk), "failed", problems=[_gave_up(job)])
            continue
        taken = Job.objects.filter(free, pk=job.pk, attempts=job.attempts).update(
            state="running", worker=worker, lease=at + LEASE, attempts=F("attempts") + 1, started_at=at
        )
        if taken:
            return Job.objects.get(pk=job.pk)
    return None


def beat(job: int, *, worker: str | None = None, share: float | None = None, said: Text | None = None) -> None:
    """Renews the lease and tells the progress."""
    more: dict[str, Any] = {"lease": clock.now() + LEASE}
    if share is not None:
        more["progress"] = min(max(share, 0.0), 1.0)
    if said is not None:
        more["said"] = {"zh": said.zh, "en": said.en}
    mine = Job.objects.filter(pk=job, state="running")
    if worker is not None:
        mine = mine.filter(worker=worker)
    if not mine.update(**more):
        if Job.objects.filter(pk=job, state="cancelled").exists():
            raise Stopped
        raise Lost


def remember(job: int, done: Mapping[str, Any]) -> None:
    """Keeps the step."""
    Job.objects.filter(pk=job, state="running").update(step=dict(done))


def finish(job: int, worker: str, result: Mapping[str, Any]) -> None:
    """The job is done. Lost if it is no longer this worker's."""
    if not _end(Job.objects.filter(pk=job, worker=worker, state="running"), "done", progress=1.0, result=dict(result)):
        raise Lost


def fail(job: int, worker: str, problems: Sequence[Problem]) -> None:
    """What was given is at fault: it is told, and not tried again."""
    told = [{"code": one.code, "zh": one.said("zh"), "en": one.said("en")} for one in problems]
    _end(Job.objects.filter(pk=job, worker=worker, state="running"), "failed", problems=told)


def cancel(actor: Doer, job: int) -> bool:
    """A waiting or running job is stopped at its next beat; False if it had ended."""
    with transaction.atomic():
        stopped = _end(Job.objects.filter(pk=job, state__in=("queued", "running")), "cancelled")
        if stopped:
            record(actor, "job.cancel", "job", job)
        return bool(stopped)


def _end(mine: Any, state: str, **more: Any) -> int:
    return int(mine.update(state=state, ended_at=clock.now(), lease=None, **more))


def _gave_up(job: Job) -> dict[str, str]:
    problem = Problem(
        "job-gave-up",
        Text("后台任务多次中断，已停止重试", "the job was broken off again and again and is not tried any more"),
        found=str(job.attempts),
        next_step=Text("请查看运行日志，排除原因后重新发起", "see the log, then ask for it again"),
    )
    return {"code": problem.code, "zh": problem.said("zh"), "en": problem.said("en")}
