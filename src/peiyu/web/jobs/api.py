"""The API of jobs: which there are, how one stands, stopping one."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.jobs import actions, queries
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.schemas import JobOut, JobPage
from peiyu.web.jobs.shown import Seen
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import Number, Size, answers, said, told

router = Router(tags=["jobs"])


@router.get("/", response=answers(JobPage), operation_id="jobs")
def jobs(request: HttpRequest, before: Number | None = None, limit: Size = 50) -> JobPage:
    """The jobs that you may see, the latest first."""
    rows = queries.scoped(actor_of(request)).order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows[: limit + 1])
    return JobPage(
        items=[_shown(one) for one in found[:limit]], next=found[limit - 1].pk if len(found) > limit else None
    )


@router.get("/{number}", response=answers(JobOut), operation_id="job")
def job(request: HttpRequest, number: Number) -> JobOut:
    """One job: how far it is, and what went wrong."""
    return _shown(_found(request, number))


@router.post("/{number}/cancel", response=answers(JobOut), operation_id="cancel_job")
def cancel(request: HttpRequest, number: Number) -> JobOut:
    """Stops a job; one that had ended stays as it is."""
    actions.cancel(actor_of(request), number)
    return _shown(_found(request, number))


def _found(request: HttpRequest, number: int) -> Job:
    held = queries.job_of(actor_of(request), number)
    if held is None:
        said_ = Text("没有这项后台任务", "no such job")
        raise Refusal(Problem("job-unknown", said_, found=str(number)), status=404)
    return held


def _shown(held: Job) -> JobOut:
    seen = Seen(held)
    return JobOut(
        id=held.pk, kind=held.kind, name=said(seen.name), state=held.state, progress=held.progress,
        address=seen.address, problems=[told(one) for one in seen.problems], by=held.by_name, asked_at=held.asked_at,
        started_at=held.started_at, ended_at=held.ended_at,
    )  # fmt: skip
