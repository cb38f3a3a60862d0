"""What a unit handed in, frozen; and what was corrected after the closing."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """A version that a unit handed in, frozen. states: submitted → accepted | returned.

    rows: the answers as they were; hash: over them, its beginning is the checksum on the printed version; document: the
    printed version's id; file: the workbook it came in, if one; reason: why, if after the closing; why: it was
    returned; day: the office's, on which it was handed in; scan: hash of the stamped scan.
    """

    unit = models.ForeignKey("collection.RoundUnit", models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    hash = models.CharField(max_length=64)
    document = models.CharField(max_length=40, unique=True)
    file = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="submitted", db_index=True)
    reason = models.CharField(max_length=1000, blank=True)
    why = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    for_whom = models.BigIntegerField(null=True)
    day = models.DateField()
    at = models.DateTimeField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewer_name = models.CharField(max_length=64, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    scan = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=255, blank=True)
    scan_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "number"], name="submission_once"),
            models.CheckConstraint(
                condition=models.Q(by=None) | models.Q(reviewer=None) | ~models.Q(by=models.F("reviewer")),
                name="submission_reviewed_by_other",
            ),
        ]

    def __str__(self) -> str:
        return self.document


class Correction(models.Model):
    """A submission after the closing: why, by which intake, and what it changes of figures that went out."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="correction")
    intake = models.ForeignKey("enterprises.Intake", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=1000)
    effect = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.submission_id}"
