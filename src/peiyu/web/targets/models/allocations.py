"""Allocations: a target's number broken down, and how it was negotiated."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Allocation(models.Model):
    """A target's number broken down over organisations and people, so that it sums exactly.

    states: draft → sent → answered → agreed → issued; a later one of the same target and year is the next issue.
    counts: how much capacity and history count. version: raised by every change, so that two who change it at once do
    not undo each other's.
    """

    pack = models.CharField(max_length=80)
    code = models.CharField(max_length=80)
    name = models.JSONField()
    clause = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField(default=1)
    goal = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    counts = models.JSONField(default=dict)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "code", "-issue"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "code", "year", "issue"], name="allocation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year} {self.issue}"


class Share(models.Model):
    """One node: an organisation's part, or within it a person's.

    answer: ``, accepted, asked (it wants `asked`, because of `asked_why`), declined (the office said no). fixed: the
    number stands when others are rebalanced.
    """

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="shares")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(default=0)
    capacity = models.PositiveIntegerField(default=0)
    history = models.PositiveIntegerField(default=0)
    floor = models.PositiveIntegerField(null=True)
    ceiling = models.PositiveIntegerField(null=True)
    fixed = models.BooleanField(default=False)
    reason = models.JSONField(default=dict)
    answer = models.CharField(max_length=12, blank=True)
    asked = models.PositiveIntegerField(null=True)
    asked_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place", "id"]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Move(models.Model):
    """The negotiation log: what was asked, answered and changed. Rows are only added."""

    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="moves")
    share = models.ForeignKey(Share, models.SET_NULL, null=True, related_name="moves")
    name = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=16)
    before = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField(null=True)
    said = models.CharField(max_length=1000, blank=True)
    by_name = models.CharField(max_length=64)
    organisation = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"
