"""How facts came in and lists went out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Intake(models.Model):
    """One act by which facts came: an upload, a form, an imported list, an attestation. Its rows are seen only while it
    is `live`; `intake.states` tells how it gets there.

    file: hash of the upload. mapping: YAML by which the headers were read. day: from when the facts are known, where
    the file does not say it. look: hash of the headers. account: what columns and sheets became, and the dry run.
    total, stored: rows to store and stored so far, in the order of the staged files: where a killed worker left off.
    projected: whether the registry was re-made after it.
    """

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=64, blank=True, db_index=True)
    bytes = models.PositiveBigIntegerField(default=0)
    mapping_name = models.CharField(max_length=120, blank=True)
    mapping = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=8, default="行政")
    day = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    lenient = models.BooleanField(default=False)
    look = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="read", db_index=True)
    account = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    projected = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64, blank=True)
    organisation = models.BigIntegerField(null=True)
    areas = models.JSONField(null=True)  # null: everywhere
    for_whom = models.BigIntegerField(null=True)
    evidence = models.BigIntegerField(null=True)  # an attachment
    why = models.CharField(max_length=1000, blank=True)
    undone_why = models.CharField(max_length=1000, blank=True)
    undone_by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, db_index=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "at"], name="intake_kind")]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """A problem of an upload, at its cell. `said`: message, accepted and next step in both languages."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    level = models.CharField(max_length=8)
    code = models.CharField(max_length=48)
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    cell = models.CharField(max_length=16, blank=True)
    found = models.TextField(blank=True)
    said = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intake", "number"], name="finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} {self.code}"


class HeldCell(models.Model):
    """A cell in quarantine: loaded as missing until somebody accepts it with a reason."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="held")
    number = models.PositiveIntegerField()
    enterprise = models.BigIntegerField(null=True)
    entity = models.CharField(max_length=32)
    field = models.CharField(max_length=80)
    year = models.SmallIntegerField(null=True)
    raw = models.TextField()
    reason = models.CharField(max_length=48)
    message = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    cell = models.CharField(max_length=16, blank=True)
    accepted_why = models.CharField(max_length=400, blank=True)
    accepted_by = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intake", "number"], name="held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell} {self.raw}"


class UnmatchedName(models.Model):
    """A name without a code that the registry does not know, and what somebody settled: it is `to`, it is new, or its
    rows are left out. `key`: under which the library read its rows."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="unmatched")
    key = models.BigIntegerField()
    name = models.CharField(max_length=200)
    near = models.JSONField(default=list)
    settled = models.CharField(max_length=8, blank=True)  # "", same, new, left
    to = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intake", "key"], name="unmatched_once"),
        ]

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
