"""Readings of targets, month closings, allocations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Reading(models.Model):
    """All targets and trends of a pack as measured for a day: `live` until a later one, `closed` for good."""

    pack = models.CharField(max_length=80, db_index=True)
    pack_hash = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    known_at = models.DateField()
    define = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    facts = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="asked", db_index=True)
    problems = models.JSONField(default=list)
    job = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.pack} {self.day}"


class Line(models.Model):
    """A target or trend in a reading. Numbers as the library gives them, in base units, as text of exact fractions."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="lines")
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    clause = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField()
    name = models.JSONField()
    unit = models.CharField(max_length=16)
    confirmed = models.CharField(max_length=40, null=True)
    nowcast = models.CharField(max_length=40, null=True)
    plan = models.CharField(max_length=40, null=True)
    rate = models.FloatField(null=True)
    pace = models.CharField(max_length=16, blank=True)
    colour = models.CharField(max_length=8, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reading", "code"], name="line_once"),
        ]

    def __str__(self) -> str:
        return self.code


class FigureRecord(models.Model):
    """A record behind a line's figure."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="records")
    enterprise = models.BigIntegerField(db_index=True)
    entity = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    on = models.DateField(null=True)
    certain = models.BooleanField()
    title = models.TextField(blank=True)
    amount = models.CharField(max_length=40, null=True)
    why = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.line_id} {self.enterprise}"


class KeyFirm(models.Model):
    """缺口到户: an enterprise on which a line's outlook depends."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="key_firms")
    enterprise = models.BigIntegerField(db_index=True)
    place = models.PositiveSmallIntegerField()
    chance = models.FloatField()
    why = models.JSONField()

    def __str__(self) -> str:
        return f"{self.line_id} {self.enterprise}"


class Closing(models.Model):
    """A month's figures as they went out. A later one of the same month is a new version and lists its effect."""

    pack = models.CharField(max_length=80)
    month = models.DateField()
    issue = models.PositiveSmallIntegerField(default=1)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="closings")
    effect = models.JSONField(default=list)
    why = models.CharField(max_length=1000, blank=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "month", "issue"], name="closing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.month:%Y-%m} v{self.issue}"


class Allocation(models.Model):
    """A target's number broken down over organisations and people, so that it sums exactly."""

    pack = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    goal = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="draft")
    rule = models.JSONField(default=dict)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Share(models.Model):
    """One node: an organisation's or person's part."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="shares")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    organisation = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    reason = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Move(models.Model):
    """The negotiation log: what was asked, answered and changed."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="moves")
    share = models.ForeignKey(Share, models.CASCADE, null=True, related_name="moves")
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=1000)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.said[:40]
