"""Tables of packages: whose keys are trusted, and what went and came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Key(models.Model):
    """The public key of another office: packages sealed by it are opened from `since` until somebody ends it."""

    name = models.CharField(max_length=120)
    text = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=24)
    since = models.DateField()
    by_name = models.CharField(max_length=64)
    until = models.DateField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["text"], condition=models.Q(until=None), name="key_trusted_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Ferried(models.Model):
    """A package that was made here (`out`) or brought (`in`). states: done; aside (it says otherwise than what stands:
    somebody has to settle it) → done | dropped.

    package: its id, the same for the same contents: what came in once is not taken in again. said: what the package
    says of itself. conflicts: both answers of each place; result: what became of it.
    """

    direction = models.CharField(max_length=3)
    package = models.CharField(max_length=32)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=80)
    partner = models.CharField(max_length=120)
    file = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default="done", db_index=True)
    conflicts = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    why = models.CharField(max_length=1000, blank=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["package"], condition=models.Q(direction="in") & ~models.Q(state="dropped"), name="ferried_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
