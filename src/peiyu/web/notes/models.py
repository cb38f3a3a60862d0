"""Attachments, comments and notices on any record, by (kind, id)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Attachment(models.Model):
    """A file kept by its hash."""

    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    said = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "subject"], name="attachment_subject")]

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """What somebody said about a record."""

    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "subject"], name="comment_subject")]

    def __str__(self) -> str:
        return self.text[:40]


class Notice(models.Model):
    """Something told to a person, or to an organisation in which nobody was yet; read or not."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices")
    organisation = models.BigIntegerField(null=True, db_index=True)
    said = models.JSONField()
    address = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "read_at"], name="notice_unread"),
            models.Index(fields=["person", "id"], name="notice_person"),
        ]

    def __str__(self) -> str:
        return str(self.said.get("zh", ""))
