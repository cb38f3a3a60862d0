"""How facts came in and lists went out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Intake(models.Model):
    """One act by which facts came: an upload, a form, an imported list, an attestation. Its rows are seen only while it
    is `live`. states: read (problems shown, nothing stored) → storing → live → undone; refused."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=64, blank=True)  # hash of the upload
    mapping = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=8, default="行政")
    state = models.CharField(max_length=12, default="read", db_index=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64, blank=True)
    organisation = models.BigIntegerField(null=True)
    for_whom = models.BigIntegerField(null=True)
    why = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.name


class SavedMapping(models.Model):
    """A mapping kept for ledgers whose headers look alike (`look`: hash of the headers)."""

    look = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    text = models.TextField()
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ExportLog(models.Model):
    """Who took which list away: every export, with what was filtered and how many rows."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    organisation = models.BigIntegerField(null=True)
    what = models.CharField(max_length=64)
    filtered = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    file = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.rows}"
