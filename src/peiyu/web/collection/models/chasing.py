"""Chasing: extensions asked and granted, reminders that went out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Extension(models.Model):
    """A unit asks for a later day before its due day is over; the office grants it or says why not.

    states: asked → granted | refused. answer: the office's sentence.
    """

    unit = models.ForeignKey("collection.RoundUnit", models.CASCADE, related_name="extensions")
    until = models.DateField()
    why = models.CharField(max_length=1000)
    state = models.CharField(max_length=12, default="asked", db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_name = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(state="asked"), name="extension_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.until}"


class Reminder(models.Model):
    """A reminder as it was sent to a unit. Rows are only added; nobody is counted or ranked by them."""

    unit = models.ForeignKey("collection.RoundUnit", models.CASCADE, related_name="reminders")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%Y-%m-%d}"
