"""Asking for work, claiming it, beating, ending it. Every write is one conditional update."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.jobs.access import RULES
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.jobs.models import Job, Round
from peiyu.web.jobs.queries import OPEN, job_of, owner
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import Doer, record

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 5
MOST_PROBLEMS = 200


class Lost(Exception):  # noqa: N818 -- a signal between worker and table
    """The lease went to another worker: this one must stop without writing."""


class GaveWay(Exception):  # noqa: N818 -- likewise
    """A long job lets those go first that wait; it goes on after them."""


class Stopped(Exception):  # noqa: N818 -- likewise
    """Someone cancelled the job."""


def ask(actor: Doer, kind: str, *, key: str = "", **arguments: Any) -> Job:
    """A job of a kind; if one with this key waits or runs already, that one. KeyError for a kind that nobody does."""
    KINDS[kind]
    while True:
        try:
            with transaction.atomic():
                job = _queued(actor, kind, key, arguments)
                record(actor, "job.ask", "job", job.pk, said=KINDS[kind].said.zh)
                return job
        except IntegrityError:
            if waiting := Job.objects.filter(kind=kind, key=key, state__in=OPEN).first():
                return waiting


def ask_due(actor: Doer) -> int:
    """Asks for the periodic work that is due; of several workers one does it. Gives how many."""
    now, asked = clock.now(), 0
    for one in KINDS.values():
        if one.every is None:
            continue
        Round.objects.get_or_create(kind=one.name, defaults={"due": now})
        if not Round.objects.filter(kind=one.name, due__lte=now).update(due=now + one.every):
            continue
        try:
            with transaction.atomic():
                _queued(actor, one.name, one.name, {})
            asked += 1
        except IntegrityError:
            continue  # the last one still waits
    return asked


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


def remember(job: int, done: Mapping[str, Any], *, worker: str | None = None) -> None:
    """Keeps the step. Lost if the job is no longer this worker's."""
    mine = Job.objects.filter(pk=job, state="running")
    if worker is not None:
        mine = mine.filter(worker=worker)
    if not mine.update(step=dict(done)):
        raise Lost


def finish(job: int, worker: str, result: Mapping[str, Any]) -> None:
    """The job is done. Lost if it is no longer this worker's."""
    if not _end(Job.objects.filter(pk=job, worker=worker, state="running"), "done", progress=1.0, result=dict(result)):
        raise Lost


def fail(job: int, worker: str, problems: Sequence[Problem]) -> None:
    """What was given is at fault: it is told, and not tried again."""
    told = [written(one) for one in problems[:MOST_PROBLEMS]]
    _end(Job.objects.filter(pk=job, worker=worker, state="running"), "failed", problems=told)


def written(problem: Problem) -> dict[str, Any]:
    """A problem as JSON: its code, whole sentences in both languages, and its parts."""
    parts = {
        "message": [problem.message.zh, problem.message.en],
        "found": " ".join(part for part in (str(problem.where), problem.found) if part),
        "accepted": _both(problem.accepted),
        "next_step": _both(problem.next_step),
    }
    return {"code": problem.code, "zh": problem.said("zh"), "en": problem.said("en"), "parts": parts}


def others_wait(job: int) -> bool:
    """Whether anything else waits for a worker."""
    return Job.objects.filter(state="queued").exclude(pk=job).exists()


def give_way(job: int, worker: str) -> None:
    """Puts a job behind those that wait; that is no attempt that went wrong."""
    mine = Job.objects.filter(pk=job, worker=worker, state="running")
    mine.update(state="queued", lease=None, asked_at=clock.now(), attempts=F("attempts") - 1)


def release(job: int, worker: str) -> None:
    """Gives a job back, so that the next worker takes it up at once."""
    Job.objects.filter(pk=job, worker=worker, state="running").update(state="queued", lease=None)


def cancel(actor: Actor, job: int) -> bool:
    """A waiting or running job is stopped at its next beat; False if it had ended. Refusals `not-allowed`, and
    `job-unknown` for one that the actor does not see."""
    held = job_of(actor, job)
    if held is None:
        raise Refusal(Problem("job-unknown", Text("没有这项后台任务", "no such job")), status=404)
    if held.by_id is None or held.by_id != actor.person:
        require(RULES, actor, "jobs.cancel", owner(held))
    with transaction.atomic():
        stopped = _end(Job.objects.filter(pk=job, state__in=OPEN), "cancelled")
        if stopped:
            record(actor, "job.cancel", "job", job)
        return bool(stopped)


def _queued(actor: Doer, kind: str, key: str, arguments: Mapping[str, Any]) -> Job:
    return Job.objects.create(
        kind=kind, key=key, arguments=dict(arguments), asked_at=clock.now(), by_id=actor.person, by_name=actor.name,
        organisation=actor.organisation,
    )  # fmt: skip


def _end(mine: Any, state: str, **more: Any) -> int:
    return int(mine.update(state=state, ended_at=clock.now(), lease=None, **more))


def _both(text: Text | None) -> list[str] | None:
    return [text.zh, text.en] if text else None


def _gave_up(job: Job) -> dict[str, Any]:
    return written(
        Problem(
            "job-gave-up",
            Text("后台任务多次中断，已停止重试", "the job was broken off again and again and is not tried any more"),
            found=str(job.attempts),
            next_step=Text("查看运行日志，排除原因后重新发起", "see the log, then ask for it again"),
        )
    )
