"""What came back: answers as they stand, files as they came, what is wrong with them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class AnswerRow(models.Model):
    """A unit's answers of one row: of an enterprise and, in lists, of a record (null: a row without one).

    values: field → stored value, null left blank; raw: field → as written; explained: field → the sentence for a
    warning. enterprise 0: the territory's. version: raised by every change, so that two who type at once do not undo
    each other's.
    """

    unit = models.ForeignKey("collection.RoundUnit", models.CASCADE, related_name="answers")
    entity = models.CharField(max_length=40)
    enterprise = models.BigIntegerField(default=0)
    record = models.BigIntegerField(null=True)
    values = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    explained = models.JSONField(default=dict)
    where = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    for_whom = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["entity", "enterprise", "record"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unit", "entity", "enterprise"], condition=models.Q(record__isnull=True), name="answer_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "entity", "enterprise", "record"],
                condition=models.Q(record__isnull=False),
                name="answer_of_record_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.entity} {self.enterprise}"


class Arrival(models.Model):
    """A file that came. states: waiting → merged | aside | refused; aside and refused
    → dropped.

    batch: files dropped in together. how: by what unit and round were told (mark, printed_mark, headers). account: what
    was read, as counts, what waits, what was settled. problems: as they are said. day: the office's, on which it came.
    """

    round = models.ForeignKey("collection.Round", models.CASCADE, null=True, related_name="arrivals")
    batch = models.CharField(max_length=40, blank=True, db_index=True)
    name = models.CharField(max_length=255)
    file = models.CharField(max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    unit = models.ForeignKey("collection.RoundUnit", models.SET_NULL, null=True, related_name="arrivals")
    how = models.CharField(max_length=16, blank=True)
    account = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    job = models.BigIntegerField(null=True)
    day = models.DateField()
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    for_whom = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """What a check found at a place: an error blocks, a warning needs a sentence. said: message, accepted and next step
    in both languages."""

    unit = models.ForeignKey("collection.RoundUnit", models.CASCADE, related_name="findings")
    entity = models.CharField(max_length=40)
    enterprise = models.BigIntegerField(default=0)
    record = models.BigIntegerField(null=True)
    field = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=8)
    code = models.CharField(max_length=48)
    said = models.JSONField(default=dict)
    explanation = models.CharField(max_length=1000, blank=True)
    by_name = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "level"], name="finding_level")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.code}"
