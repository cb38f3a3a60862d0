"""Reads of jobs."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, reach_of
from peiyu.web.jobs.access import RULES
from peiyu.web.jobs.models import Job

OPEN = ("queued", "running")


def scoped(actor: Actor) -> QuerySet[Job]:
    """The jobs that the actor may see: all, or those that it or its organisation asked for."""
    reach = reach_of(RULES, actor, "jobs.see")
    if reach == "all":
        return Job.objects.all()
    if reach is None or actor.person is None:
        return Job.objects.none()
    return Job.objects.filter(Q(by_id=actor.person) | Q(organisation__in=actor.organisations))


def job_of(actor: Actor, job: int) -> Job | None:
    """One job, if the actor may see it."""
    return scoped(actor).filter(pk=job).first()


def owner(job: Job) -> Subject:
    """Whom a job belongs to."""
    return Subject(organisation=job.organisation)


def ahead(job: Job) -> int:
    """How many wait before a waiting job."""
    return Job.objects.filter(state="queued", asked_at__lt=job.asked_at).count() if job.state == "queued" else 0
