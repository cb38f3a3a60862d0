"""Analyses, stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Analysis(models.Model):
    """One analysis of one pack and day, as the library gave it: tables and charts as JSON, and what may go out."""

    kind = models.CharField(max_length=40)
    pack = models.CharField(max_length=80)
    day = models.DateField()
    arguments = models.JSONField(default=dict)
    facts = models.CharField(max_length=64, blank=True)
    content = models.JSONField(default=dict)
    outward = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="asked", db_index=True)
    problems = models.JSONField(default=list)
    job = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
