"""Month closings: figures as they went out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Closing(models.Model):
    """A month's figures as they went out. A later one of the same month is the next issue and lists its effect.

    states: proposed → closed; a proposed one may be dropped. Who proposes does not close.
    """

    pack = models.CharField(max_length=80)
    month = models.DateField()
    issue = models.PositiveSmallIntegerField(default=1)
    reading = models.ForeignKey("targets.Reading", models.PROTECT, related_name="closings")
    state = models.CharField(max_length=12, default="proposed")
    effect = models.JSONField(default=list)
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_name = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "-issue"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pack", "month", "issue"], condition=~models.Q(state="dropped"), name="closing_once"
            ),
            models.UniqueConstraint(
                fields=["pack", "month"], condition=models.Q(state="proposed"), name="closing_proposed_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(by=models.F("second")), name="closed_by_second"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.month:%Y-%m} {self.issue}"
