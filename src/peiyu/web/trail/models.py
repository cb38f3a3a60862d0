"""One row for every write."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what to which record, for whom, why, and what changed. Only ever added to. Soon after, a row is sealed:
    it gets its `place` in the chain and a hash over itself and the row before it, so that a row that is taken out,
    put in or changed shows."""

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
    place = models.BigIntegerField(null=True, unique=True)
    chain = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "subject"], name="entry_subject"),
            models.Index(fields=["person", "id"], name="entry_person"),
            models.Index(fields=["verb", "id"], name="entry_verb"),
            models.Index(fields=["id"], name="entry_unsealed", condition=models.Q(place=None)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.verb}"


class Seal(models.Model):
    """How far the chain went when a batch was sealed: rows that are cut off its end show by it."""

    place = models.BigIntegerField(unique=True)
    chain = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.place} {self.chain[:12]}"


class Check(models.Model):
    """The chain was gone through up to a place; `broken`: what was found, as JSON (place, zh, en)."""

    at = models.DateTimeField()
    upto = models.BigIntegerField()
    broken = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.upto}"
