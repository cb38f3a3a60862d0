"""One row for every write."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what to which record, for whom, why, and what changed. Only ever added to; each row carries the hash
    of the one before it, so that a row that is taken out or changed shows."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=64)
    role = models.CharField(max_length=16, blank=True)
    organisation = models.BigIntegerField(null=True)
    for_whom = models.BigIntegerField(null=True)
    address = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64, blank=True)
    said = models.CharField(max_length=400, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    chain = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "subject"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.verb}"
