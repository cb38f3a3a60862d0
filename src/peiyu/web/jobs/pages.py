"""Pages of jobs: the list, one job, and the part of a page that shows its progress."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.jobs import actions, queries
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.shown import STATES, Seen
from peiyu.web.look.addresses import within
from peiyu.web.look.cells import Link
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once


def _link(held: Job) -> Link:
    return Link(Seen(held).name, f"/jobs/{held.pk}/")


JOBS = List(
    name="jobs",
    said=Text("后台任务", "Jobs"),
    order="-asked",
    columns=(
        Column(key="kind", name=Text("任务", "Job"), value=_link, fixed=True),
        Column(key="state", name=Text("状态", "State"), value=lambda job: Seen(job).state),
        Column(key="by_name", name=Text("发起人", "Asked by")),
        Column(key="asked", name=Text("发起时间", "Asked at"), value=lambda job: job.asked_at, order="pk"),
        Column(key="ended", name=Text("结束时间", "Ended at"), value=lambda job: job.ended_at),
    ),
    filters=(
        Filter(key="state", name=Text("状态", "State"), options=tuple((key, one[0]) for key, one in STATES.items())),
        Filter(
            key="kind",
            name=Text("任务", "Job"),
            options=lambda: tuple((one.name, one.said) for one in KINDS.values()),
        ),
    ),
    counted=Text("项", "jobs"),
)  # fmt: skip


@signed_in
def jobs(request: HttpRequest) -> HttpResponseBase:
    """The jobs that one may see."""
    return show(request, JOBS, queries.scoped(actor_of(request)), "jobs/jobs.html")


@signed_in
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job."""
    return render(request, "jobs/job.html", _context(request, _found(request, pk)))


@signed_in
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that shows how far a job is. With `then`, it leads there once the job is done."""
    held = _found(request, pk)
    response = render(request, "jobs/progress.html", _context(request, held))
    if held.state == "done" and (then := within(request.GET.get("then", ""))):
        response["HX-Redirect"] = then
    return response


@require_POST
@signed_in
@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops a job; one that had ended stays as it is."""
    actions.cancel(actor_of(request), pk)
    return redirect(f"/jobs/{pk}/")


def _found(request: HttpRequest, pk: int) -> Job:
    found = queries.job_of(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, held: Job) -> dict[str, object]:
    return {"job": Seen(held), "then": within(request.GET.get("then", "")), "ahead": queries.ahead(held)}
