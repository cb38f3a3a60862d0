"""What-if, kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Trial(models.Model):
    """A what-if against what holds: who gains, who loses, what it costs.

    kind: `parameters` (others than the text's), `text` (a draft against what holds), `definition` (two options of one
    definition). asked: words, day, and what differs; with `facts` it can be repeated. states: asked → done; failed.
    """

    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    pack = models.CharField(max_length=80, db_index=True)
    asked = models.JSONField()
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="asked")
    problems = models.JSONField(default=list)
    facts = models.CharField(max_length=64, blank=True)
    text = models.ForeignKey("policies.PackText", models.CASCADE, null=True, related_name="trials")
    job = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.name
