"""Background work, one row each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Job(models.Model):
    """A piece of work. `key`: of two waiting jobs with one key there is only one. `progress` 0 to 1; `said` tells
    what it is doing (JSON zh, en); `lease`: until when the worker that has it is believed to live; `step`: what is
    already done, so that another worker goes on from there."""

    kind = models.CharField(max_length=48)
    key = models.CharField(max_length=160, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="queued", db_index=True)
    progress = models.FloatField(default=0.0)
    said = models.JSONField(default=dict)
    step = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64, blank=True)
    organisation = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "id"], name="job_by"),
            models.Index(fields=["organisation", "id"], name="job_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Round(models.Model):
    """When a kind of periodic work is due again."""

    kind = models.CharField(max_length=48, primary_key=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.due:%Y-%m-%d %H:%M}"
