"""Analyses, stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Analysis(models.Model):
    """One analysis of one pack and day, as the library gave it.

    inward: title, headings, rows and notes of the table for the office; outward: the same with what tells of single
    enterprises hidden ({}: it does not go out); said: its sentences; chart: language → spec ({}: it has none). An entry
    of a row is a number, a text or {zh, en}; null is hidden. It names no enterprise. states: making → live; seen only
    when all analyses of its job are. `absent`: why there is none.
    """

    kind = models.CharField(max_length=40)
    pack = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    job = models.BigIntegerField()
    facts = models.CharField(max_length=64, blank=True)
    inward = models.JSONField(default=dict)
    outward = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    chart = models.JSONField(default=dict)
    absent = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="making")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["pack", "kind", "state", "id"], name="analysis_latest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "kind"], name="analysis_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
